def dense(X, W, b):
    return X @ W
