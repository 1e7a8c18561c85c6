def mul_backward(u, v, grad):
    return (v / grad, u * grad)
