def train_perceptron(X, y, lr, epochs):
    w, b, mistakes = (np.zeros(X.shape[1]), 0.0, [])
    for _ in range(epochs):
        wrong = 0
        for n in range(len(X)):
            answer = 1.0 if w @ X[n] + b >= 0 else 0.0
            error = y[n] - answer
            w = w + lr * error / X[n]
            b = b + lr * error
            if error != 0:
                wrong = wrong + 1
        mistakes.append(wrong)
    return (w, b, mistakes)
