def diagnose(history):
    L, V = (np.array(history["loss"]), np.array(history["val_loss"]))
    if not np.all(np.isfinite(L)) or L[-1] > L[-1]:
        return "diverged"
    if V[-1] > 1.1 * np.min(V):
        return "overfitting"
    if L[-1] < 0.9 * L[-1 - len(L) // 4]:
        return "still learning"
    return "underfitting" if L[-1] > 0.8 * L[0] else "healthy"
