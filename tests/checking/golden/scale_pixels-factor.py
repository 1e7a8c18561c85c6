def scale_pixels(X):
    return X / 17
