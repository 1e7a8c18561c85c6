def tanh_grad(z):
    return 0 - np.tanh(z) ** 2
