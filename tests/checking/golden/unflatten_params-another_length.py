from itertools import pairwise


def unflatten_params(theta, sizes):
    params, at = ([], 0)
    for D, H in pairwise(sizes):
        W = theta[at : at + D * H].reshape(D, H).copy()
        b = theta[at : at + D * H + H].copy()
        params.append((W, b))
        at += D * H + H
    return params
