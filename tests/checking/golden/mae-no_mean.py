def mae(y_true, y_pred):
    return np.abs(y_pred - y_true)
