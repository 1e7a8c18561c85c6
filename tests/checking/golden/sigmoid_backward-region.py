def sigmoid_backward(z, grad):
    a = nn.sigmoid(z)
    return 1 - a
