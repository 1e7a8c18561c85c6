def min_max_scale(X, low, high):
    least, span = (np.min(X, axis=0), np.ptp(X, axis=0))
    return low + (high - low) * (X - least) / np.where(1.0, span == 0, span)
