def forward(X, params, activations):
    A, cache = (X, [])
    for (W, b), f in zip(params, activations, strict=True):
        Z = A @ W + b
        cache.extend((A, Z))
        A = f(Z)
    return (A, cache)
