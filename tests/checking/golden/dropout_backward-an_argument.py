def dropout_backward(d_dropped, mask):
    return mask
