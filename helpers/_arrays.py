"""What the models share: a few products of arrays, and what they ask of the data and params they are given."""

import numpy as np


def scores(X, params):
    """X (..., B, P), params (..., P) -> (..., B)."""
    if X.ndim == 2:
        return params @ X.T
    return (X @ params[..., None])[..., 0]


def weighted_sum(weights, X):
    """weights (..., B), X (..., B, P) -> (..., P)."""
    if X.ndim == 2:
        return weights @ X
    return (weights[..., None, :] @ X)[..., 0, :]


def sigmoid(z):
    """σ(z), the logistic function."""
    return 0.5 + 0.5 * np.tanh(0.5 * z)  # tanh saturates where exp would overflow


def rows(X, y, batch):
    """The examples that a mean runs over: those of the batch (..., B), or all."""
    if batch is None:
        return X, y
    y = y.take(batch)
    if not y.shape[-1:] or not y.shape[-1]:
        raise ValueError("batch must hold the indices of at least one example on its last axis; got none.")
    return X.take(batch, axis=0), y


def checked(model, params):
    """params as an array, its last axis checked."""
    params = np.asarray(params, dtype=float)
    if not params.shape or params.shape[-1] != model.n_params:
        raise ValueError(f"params must have n_params = {model.n_params} on its last axis; got shape {params.shape}.")
    return params


def vector(name, values):
    return _finite(name, values, ndim=1, shape="(N,)")


def matrix(name, values):
    return _finite(name, values, ndim=2, shape="(N, P)")


def _finite(name, values, ndim, shape):
    values = np.asarray(values, dtype=float)
    if values.ndim != ndim or not values.size:
        raise ValueError(f"{name} must have shape {shape} and hold at least one number; got shape {values.shape}.")
    if not np.isfinite(values).all():
        raise ValueError(f"{name} must hold finite numbers; {np.sum(~np.isfinite(values))} are missing or infinite.")
    return values


def same_length(X, y):
    if len(X) != len(y):
        raise ValueError(f"there must be one target for each example; got {len(X)} examples and {len(y)} targets.")


def store(record, **fields):
    for name, value in fields.items():
        object.__setattr__(record, name, value)
