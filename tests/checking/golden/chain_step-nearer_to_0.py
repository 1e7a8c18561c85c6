def chain_step(x, w1, w2, y, lr):
    a1 = w1 * x
    a2 = w2 * a1
    da2 = 2 * (a2 - y)
    dw2 = da2 * a1
    da1 = da2 * w2
    dw1 = da1 * (1 - a1**2) * x
    return (w1 - lr * dw1, w2 - lr * dw2)
