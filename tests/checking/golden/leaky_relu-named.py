def leaky_relu(z, alpha):
    return np.maximum(z, 0) + alpha * z
