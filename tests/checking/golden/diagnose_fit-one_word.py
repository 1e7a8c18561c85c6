def diagnose_fit(train_acc, val_acc, baseline):
    train_skill = (train_acc - baseline) / (1 - baseline)
    val_skill = (val_acc - baseline) / (baseline - 1)
    if train_skill <= 0:
        return "guessing"
    if train_skill < 0.5:
        return "underfitting"
    return "overfitting" if train_skill - val_skill > 0.25 else "good fit"
