def l2_penalty_grad(params, lam):
    return [(lam + W, np.zeros_like(b)) for W, b in params]
