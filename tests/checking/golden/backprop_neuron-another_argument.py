def backprop_neuron(x, w, b, y):
    z = x @ w + b
    a = nn.sigmoid(z)
    loss = (a - y) ** 2
    da = 2 * (a + y)
    dz = da * a * (1 - a)
    return (float(loss), dz * x, float(dz))
