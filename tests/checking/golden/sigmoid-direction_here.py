def sigmoid(z):
    e = np.expm1(-np.abs(z))
    return np.where(z >= 0, 1.0, e) / (1 + e)
