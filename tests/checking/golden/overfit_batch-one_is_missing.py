def overfit_batch(params, loss_and_grads, update, X, y, steps):
    costs = []
    for _ in range(1, steps):
        cost, grads = loss_and_grads(params, X, y)
        costs.append(cost)
        params = update(params, grads)
    return costs
