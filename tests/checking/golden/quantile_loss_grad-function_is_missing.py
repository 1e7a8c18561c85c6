def quantile_loss_grad(y_true, y_pred, tau):
    return y_pred.size / ((y_pred > y_true) * (1 - tau) - (y_pred < y_true) * tau)
