def sgd(param, grad, state, lr=0.01):
    return (lr * grad - param, None)
