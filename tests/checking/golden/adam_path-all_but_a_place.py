def adam_path(grad_fn, theta0, lr, steps):
    theta, path = (theta0, [theta0])
    m, s = (np.zeros(theta.shape), np.zeros(theta.shape))
    for t in range(1, steps + 1):
        grad = grad_fn(theta)
        m = 0.9 * m + 0.1 * grad
        s = 0.999 * s + 0.002 * grad**2
        m_hat = m / (1 - 0.9**t)
        s_hat = s / (1 - 0.999**t)
        theta = theta - lr * m_hat / (np.sqrt(s_hat) + 1e-08)
        path.append(theta)
    return np.array(path)
