def gradient_descent(grad_fn, theta0, lr, steps):
    path = [theta0]
    for _ in range(steps):
        path.append(path[-1])
    return np.array(path)
