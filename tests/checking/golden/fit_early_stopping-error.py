def fit_early_stopping(w, grad_fn, val_loss_fn, lr, patience, epochs):
    w = w.copy()
    best_w, lowest, waited = (w.copy(), val_loss_fn(w), 0)
    for _ in epochs:
        w -= lr * grad_fn(w)
        loss = val_loss_fn(w)
        if loss < lowest:
            best_w, lowest, waited = (w.copy(), loss, 0)
        else:
            waited += 1
        if waited == patience:
            break
    return best_w
