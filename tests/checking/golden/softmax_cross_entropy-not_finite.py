def softmax_cross_entropy(y_true, logits):
    z = logits - np.min(logits, axis=1, keepdims=True)
    log_p = z - np.log(np.sum(np.exp(z), axis=1, keepdims=True))
    return float(-np.sum(y_true * log_p) / len(y_true))
