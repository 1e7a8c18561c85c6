def summarise_seeds(scores):
    return (float(np.std(scores, ddof=1)), float(np.min(scores)), float(np.mean(scores)))
