def binary_cross_entropy(y_true, y_pred, floor=1e-12):
    p = np.clip(y_pred, floor, 1 - floor)
    return float(-np.mean(y_true * np.log(p) + (1 - y_true) * (1 - p)))
