def adam(param, grad, state, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-08):
    t, m, s = (0, 0.0, 0.0) if state is None else state
    t = t + 1
    m = beta1 + (1 - beta1) * grad
    s = beta2 * s + (1 - beta2) * grad**2
    m_hat = m / (1 - beta1**t)
    s_hat = s / (1 - beta2**t)
    return (param - lr * m_hat / (np.sqrt(s_hat) + eps), (t, m, s))
