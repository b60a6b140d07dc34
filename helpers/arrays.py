"""What the models share: a few products of arrays, and what they ask of the data and params they are given."""

from collections.abc import Sized

import numpy as np

from helpers.types import Array, Batch, Bools, Indices, Model, Numbers, Predictor, Rng, Shape

# glibc hands memory back to the system after each array larger than the largest it has seen let go, and faults it in anew
# for the next: three times slower for a stack of networks. So it sees one of 4 MiB, untouched, at once.
np.empty(2**19)

quiet = np.errstate(over="ignore", invalid="ignore")  # a run that has gone to inf or nan is a lesson, not a warning


def scores(X: Array, params: Array) -> Array:
    """X (..., B, P), params (..., P) -> (..., B)."""
    if X.ndim == 2:
        return params @ X.T
    return (X @ params[..., None])[..., 0]


def weighted_sum(weights: Array, X: Array) -> Array:
    """weights (..., B), X (..., B, P) -> (..., P)."""
    if X.ndim == 2:
        return weights @ X
    return (weights[..., None, :] @ X)[..., 0, :]


def sigmoid(z: Array) -> Array:
    """σ(z), the logistic function."""
    return 0.5 + 0.5 * np.tanh(0.5 * z)  # tanh saturates where exp would overflow


def softplus(z: Array) -> Array:
    """log(1 + exp(z)), in place; written so that the exponent is never positive and cannot overflow."""
    tail = np.abs(z)
    np.negative(tail, out=tail)
    np.log1p(np.exp(tail, out=tail), out=tail)
    np.maximum(z, 0, out=z)
    z += tail
    return z


def softmax(z: Array) -> Array:
    """The probabilities of K classes: scores z (..., K, B) -> (..., K, B)."""
    z = np.exp(z - z.max(-2, keepdims=True))  # the largest exponent is 0 and cannot overflow
    z /= z.sum(-2, keepdims=True)
    return z


def cross_entropy(z: Array, targets: Array) -> Array:
    """The mean of -log softmax(z) at the true class, in nats: z (..., K, B), targets (..., K, B) of 0 and 1 -> (...)."""
    top = z.max(-2)
    log_sum = top + np.log(np.exp(z - top[..., None, :]).sum(-2))
    loss: Array = (log_sum - (z * targets).sum(-2)).mean(-1)
    return loss


def rows(X: Array, y: Array, batch: Batch) -> tuple[Array, Array]:
    """The examples that a mean runs over, from X (N, ...) and y (N, ...): those of the batch (..., B), or all."""
    if batch is None:
        return X, y
    examples = _examples(batch)
    return _picked(X, examples), _picked(y, examples)


def mean_row(X: Array, batch: Batch) -> Array:
    """The mean of the rows of X (N, P) that a batch (..., B) names, or of all: (..., P).

    Rows are added to rows: of many small batches at once, first all their first examples, then all their second ones.
    """
    if batch is not None:
        examples = _examples(batch)
        X = _picked(X, examples.transpose(-1, *range(examples.ndim - 1)))
    mean: Array = X.mean(0)
    return mean


def _examples(batch: Numbers) -> Indices:
    examples: Indices = np.asarray(batch)
    if not examples.ndim or not examples.shape[-1]:
        raise ValueError("batch must hold the indices of at least one example on its last axis; got none.")
    return examples


def _picked(values: Array, examples: Indices) -> Array:
    try:
        picked: Array = values.take(examples, axis=0)
    except (IndexError, TypeError):
        raise ValueError(f"batch must hold whole numbers from 0 to N - 1 = {len(values) - 1}; got {brief(examples)}.") from None
    return picked


def penalty(params: Array, l2: float) -> Array:
    """½ l2 Σ w²: params (..., P) -> (...)."""
    squares: Array = np.vecdot(params, params)
    return 0.5 * l2 * squares


def checked(model: Model, params: Numbers, batch: Batch = None) -> Array:
    """params as an array, its last axis checked, and the others where there are stacks of both params and batches."""
    params = numbers("params", params)
    if not params.shape or params.shape[-1] != model.n_params:
        raise ValueError(f"params must have n_params = {model.n_params} on its last axis; got shape {params.shape}.")
    if params.ndim > 1 and batch is not None and np.ndim(batch) > 1 and not broadcast(params.shape[:-1], np.shape(batch)[:-1]):
        raise ValueError(f"batch must have leading axes that fit those of params {params.shape}; got shape {np.shape(batch)}.")
    return params


def features(model: Predictor, X: Numbers) -> Array:
    """X as an array, its last axis checked: what a model predicts from."""
    X = numbers("X", X)
    if not X.shape or X.shape[-1] != model.X.shape[1]:
        raise ValueError(f"X must have the {model.X.shape[1]} features on its last axis; got shape {X.shape}.")
    return X


def broadcast(*shapes: Shape) -> bool:
    """Whether arrays of these shapes go together."""
    try:
        np.broadcast_shapes(*shapes)
    except ValueError:
        return False
    return True


def numbers(name: str, values: Numbers) -> Array:
    try:
        return np.asarray(values, dtype=float)
    except (TypeError, ValueError):
        raise ValueError(f"{name} must hold numbers, the same count in each row; got {brief(values)}.") from None


def vector(name: str, values: Numbers, shape: str = "(N,)") -> Array:
    return _finite(name, values, ndim=1, shape=shape)


def matrix(name: str, values: Numbers) -> Array:
    return _finite(name, values, ndim=2, shape="(N, P)")


def _finite(name: str, values: Numbers, ndim: int, shape: str) -> Array:
    values = numbers(name, values)
    if values.ndim != ndim or not values.size:
        raise ValueError(f"{name} must have shape {shape} and hold at least one number; got shape {values.shape}.")
    if not np.isfinite(values).all():
        raise ValueError(f"{name} must hold finite numbers; {np.sum(~np.isfinite(values))} are missing or infinite.")
    return values


def one_hot(y: Array) -> Array:
    """Class numbers 0, 1, ..., K - 1 as rows of 0 and 1: (N,) -> (N, K)."""
    classes = np.unique(y)
    if (classes < 0).any() or (classes != np.floor(classes)).any() or len(classes) < 2 or classes[-1] >= len(y):
        raise ValueError(f"y must hold class numbers 0, 1, 2, ... of at least two classes; got {brief(classes)}.")
    belongs: Bools = y[:, None] == np.arange(classes[-1] + 1)
    return belongs.astype(float)


def same_length(X: Sized, y: Sized) -> None:
    if len(X) != len(y):
        raise ValueError(f"there must be one target for each example; got {len(X)} examples and {len(y)} targets.")


def at_least(name: str, value: float, least: float, whole: bool = False) -> None:
    """Refuse what is not one finite (whole) number of at least `least`."""
    number = isinstance(value, int | float | np.number) and least <= value < np.inf
    if not number or (whole and value != int(value)):
        raise ValueError(f"{name} must be a {'whole' if whole else 'finite'} number of at least {least}; got {brief(value)}.")


def between(name: str, value: Numbers, first: float, last: float, include_last: bool = True) -> None:
    """Refuse a number, or an array of them, that is not from first to last."""
    values = numbers(name, value)
    if not ((values >= first) & ((values <= last) if include_last else (values < last))).all():
        raise ValueError(f"{name} must be from {first} to {'' if include_last else 'below '}{last}; got {brief(value)}.")


def generator(rng: Rng) -> Rng:
    if not isinstance(rng, np.random.Generator):
        raise ValueError(f"rng must be a numpy.random.Generator such as np.random.default_rng(0); got {brief(rng)}.")
    return rng


def brief(value: object) -> str:
    """value as a sentence can hold it."""
    text = " ".join(repr(value.tolist() if isinstance(value, np.ndarray | np.generic) else value).split())
    return text if len(text) <= 60 else f"{text[:57]}..."


def store(record: object, **fields: object) -> None:
    for name, value in fields.items():
        object.__setattr__(record, name, value)
