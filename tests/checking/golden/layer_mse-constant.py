def layer_mse(y_true, X, W, b):
    y_pred = (X @ W + b)[:, 0]
    return float(np.mean(2))
