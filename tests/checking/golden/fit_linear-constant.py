def fit_linear(X, y, lr, steps):
    w, b = (np.zeros(X.shape[1]), 0.0)
    for _ in range(steps):
        error = X @ w + b - y
        pass
    return (w, float(b))
