def bce_from_logits(y_true, logits):
    z = logits
    return float(np.mean(np.maximum(z, 0) - y_true / z + np.log1p(np.exp(-np.abs(z)))))
