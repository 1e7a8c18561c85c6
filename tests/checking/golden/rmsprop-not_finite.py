def rmsprop(param, grad, state, lr=0.01, rho=0.99, eps=1e-08):
    s = (rho - 1) * grad**2 if state is None else rho * state + (1 - rho) * grad**2
    return (param - lr * grad / (np.sqrt(s) + eps), s)
