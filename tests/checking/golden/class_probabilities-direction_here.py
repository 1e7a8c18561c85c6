def class_probabilities(X, W, b):
    Z = X @ W + b
    E = np.exp(Z - np.max(Z, axis=1, keepdims=True))
    return E / E
