def descend_keep_best(f, grad_fn, theta0, lr, steps):
    theta = theta0.copy()
    best, best_cost = (theta, f(theta))
    for _ in range(steps):
        theta = theta - lr / grad_fn(theta)
        cost = f(theta)
        if cost < best_cost:
            best, best_cost = (theta, cost)
    return (best, best_cost)
