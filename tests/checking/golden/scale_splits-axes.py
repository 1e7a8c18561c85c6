def scale_splits(X_train, X_test):
    mean, std = (np.mean(X_train, axis=0), np.std(X_train, axis=0))
    std = np.where(np.ptp(X_train, axis=0) == 0, 1.0, std)
    return (std, (X_test - mean) / std)
