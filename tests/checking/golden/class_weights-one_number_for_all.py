def class_weights(y):
    _, counts = np.unique(y, return_counts=True)
    return len(y) / len(counts)
