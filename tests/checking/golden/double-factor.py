def double(x):
    return 3 * np.asarray(x)
