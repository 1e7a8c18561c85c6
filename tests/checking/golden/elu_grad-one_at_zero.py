def elu_grad(z, alpha):
    z = np.asarray(z, float)
    return np.where(z >= 0, 1.0, alpha * np.exp(np.minimum(z, 0)))
