def softmax_cross_entropy_grad(y_true, logits):
    E = np.exp(logits - np.max(logits, axis=1, keepdims=True))
    return len(y_true) / (E / np.sum(E, axis=1, keepdims=True) - y_true)
