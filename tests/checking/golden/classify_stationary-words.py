def classify_stationary(H):
    eigenvalues = np.linalg.eigvalsh(H)
    rises, falls = (eigenvalues > 0.0, eigenvalues < -1e-06)
    if rises.any() and falls.any():
        return "saddle"
    if rises.all():
        return "minimum"
    if falls.all():
        return "maximum"
    return "flat"
