"""Training loops written by hand, each for one net alone: what the engine is measured against.

As one would write them who needs no other: all values and gradients of every epoch are kept in arrays
made beforehand, and each difference is computed once.
"""

from __future__ import annotations

from typing import Any

import numpy as np


def linear_by_hand(w1: Any, w2: Any, x: Any, y: Any, rate: Any, epochs: int, shape: tuple[int, ...] = ()) -> Any:
    """The linear net; `shape`: of how many starts at once."""
    histories = np.empty((9, epochs + 1, *shape))
    all_w1, all_w2, all_h, all_y_hat, all_loss, all_error, all_dw2, all_dh, all_dw1 = histories
    for epoch in range(epochs + 1):
        h = w1 * x
        y_hat = w2 * h
        error = y_hat - y
        loss = 0.5 * error * error
        dw2 = error * h
        dh = error * w2
        dw1 = dh * x
        all_w1[epoch] = w1
        all_w2[epoch] = w2
        all_h[epoch] = h
        all_y_hat[epoch] = y_hat
        all_loss[epoch] = loss
        all_error[epoch] = error
        all_dw2[epoch] = dw2
        all_dh[epoch] = dh
        all_dw1[epoch] = dw1
        w1 = w1 - rate * dw1
        w2 = w2 - rate * dw2
    return all_loss


def sigmoid_by_hand(
    w1: Any, w2: Any, w3: Any, x1: Any, x2: Any, y: Any, rate: Any, epochs: int, shape: tuple[int, ...] = ()
) -> Any:
    """The sigmoid net likewise."""
    histories = np.empty((15, epochs + 1, *shape))
    all_w1, all_w2, all_w3, all_z1, all_h1, all_z2, all_y_hat, all_loss = histories[:8]
    all_error, all_dz2, all_dw3, all_dh1, all_dz1, all_dw1, all_dw2 = histories[8:]
    for epoch in range(epochs + 1):
        z1 = w1 * x1 + w2 * x2
        h1 = 1 / (1 + np.exp(-z1))
        z2 = w3 * h1
        y_hat = 1 / (1 + np.exp(-z2))
        error = y_hat - y
        loss = 0.5 * error * error
        dz2 = error * y_hat * (1 - y_hat)
        dw3 = dz2 * h1
        dh1 = dz2 * w3
        dz1 = dh1 * h1 * (1 - h1)
        dw1 = dz1 * x1
        dw2 = dz1 * x2
        all_w1[epoch] = w1
        all_w2[epoch] = w2
        all_w3[epoch] = w3
        all_z1[epoch] = z1
        all_h1[epoch] = h1
        all_z2[epoch] = z2
        all_y_hat[epoch] = y_hat
        all_loss[epoch] = loss
        all_error[epoch] = error
        all_dz2[epoch] = dz2
        all_dw3[epoch] = dw3
        all_dh1[epoch] = dh1
        all_dz1[epoch] = dz1
        all_dw1[epoch] = dw1
        all_dw2[epoch] = dw2
        w1 = w1 - rate * dw1
        w2 = w2 - rate * dw2
        w3 = w3 - rate * dw3
    return all_loss


def dense_by_hand(W1: Any, b1: Any, W2: Any, b2: Any, W3: Any, b3: Any, X: Any, Y: Any, rate: Any, epochs: int) -> Any:
    """The net of two inputs, two hidden layers and one output, for all examples at once."""
    n = len(X)
    weights = [W1, b1, W2, b2, W3, b3]
    hidden = [np.empty((n, 8)), np.empty((n, 8)), np.empty((n, 8)), np.empty((n, 8))]
    output = [np.empty((n, 1)), np.empty((n, 1))]
    histories = [np.empty((epochs + 1, *like.shape)) for like in [*weights, *hidden, *output] * 2]
    all_loss = np.empty(epochs + 1)
    for epoch in range(epochs + 1):
        Z1 = X @ W1 + b1
        H1 = np.tanh(Z1)
        Z2 = H1 @ W2 + b2
        H2 = np.tanh(Z2)
        y_hat = H2 @ W3 + b3
        error = y_hat - Y
        losses = 0.5 * error * error
        dlosses = np.full((n, 1), 1 / n)
        dy_hat = dlosses * error
        dW3, db3, dH2 = H2.T @ dy_hat, dy_hat.sum(axis=0), dy_hat @ W3.T
        dZ2 = dH2 * (1 - H2 * H2)
        dW2, db2, dH1 = H1.T @ dZ2, dZ2.sum(axis=0), dZ2 @ W2.T
        dZ1 = dH1 * (1 - H1 * H1)
        dW1, db1 = X.T @ dZ1, dZ1.sum(axis=0)
        values = (W1, b1, W2, b2, W3, b3, Z1, H1, Z2, H2, y_hat, losses)
        gradients = (dW1, db1, dW2, db2, dW3, db3, dZ1, dH1, dZ2, dH2, dy_hat, dlosses)
        for history, now in zip(histories, values + gradients, strict=True):
            history[epoch] = now
        all_loss[epoch] = losses.mean()
        W1, b1 = W1 - rate * dW1, b1 - rate * db1
        W2, b2 = W2 - rate * dW2, b2 - rate * db2
        W3, b3 = W3 - rate * dW3, b3 - rate * db3
    return all_loss
