def stack_backward(dZ, params, cache):
    grads = []
    for i in reversed(range(len(params))):
        W, _ = params[i]
        A, _ = cache[i]
        grads.append((dZ @ A.T, np.sum(dZ, axis=0)))
        if i > 0:
            _, Z = cache[i - 1]
            dZ = dZ @ W.T * (1 - np.tanh(Z) ** 2)
    return grads[::-1]
