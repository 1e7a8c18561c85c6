def standardize_apply(X, mean, std):
    return (mean - X) / std
