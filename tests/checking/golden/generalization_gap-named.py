def generalization_gap(history, window=5):
    gaps = np.array(history["val_loss"]) - np.array(history["loss"])
    return float(np.median(gaps))
