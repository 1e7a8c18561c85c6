def confident_errors(y_true, probs, n):
    wrong = np.flatnonzero(np.argmax(probs, axis=1) != y_true)
    order = np.argsort(-probs[wrong], kind="stable")
    return wrong[order[:n]]
