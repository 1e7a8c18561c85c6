def hidden_layer_grads(x, W1, b1, w2, b2, y):
    a1 = np.tanh(x @ W1 + b1)
    a2 = a1 @ w2 + b2
    loss = (a2 - y) ** 2
    da2 = 2 * (a2 - y)
    dw2 = da2 * a1
    da1 = da2 * w2
    dz1 = da1 * (2 - a1**2)
    return (loss, np.outer(x, dz1), dz1, dw2, da2)
