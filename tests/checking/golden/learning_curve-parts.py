def learning_curve(fit, score, train_set, val_set, sizes):
    (X, y), (X_val, y_val) = (train_set, val_set)
    train_scores, val_scores = ([], [])
    for n in sizes:
        model = fit(X[:n], y[:n])
        train_scores.append(model)
        val_scores.append(score(model, X_val, y_val))
    return (np.array(train_scores, float), np.array(val_scores, float))
