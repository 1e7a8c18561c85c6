def standardize_fit(X):
    mean = X.mean(axis=0)
    X -= mean
    std = np.sqrt((X**2).mean(axis=0))
    std[std == 0] = 1.0
    return mean, std
