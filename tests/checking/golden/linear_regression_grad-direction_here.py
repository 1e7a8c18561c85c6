def linear_regression_grad(X, y, w, b):
    error = X @ w + b - y
    return (2 / X.T @ error / len(y), float(2 * np.mean(error)))
