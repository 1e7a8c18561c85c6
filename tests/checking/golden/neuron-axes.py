def neuron(x, w, b, activation):
    return activation(x + b)
