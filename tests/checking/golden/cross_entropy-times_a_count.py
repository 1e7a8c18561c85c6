def cross_entropy(y_true, y_pred, floor=1e-12):
    return float(-np.mean(y_true * np.log(np.maximum(y_pred, floor))) / len(y_true))
