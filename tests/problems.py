"""One small instance of every model, for tests that hold for all of them."""

import numpy as np

from helpers.models import MLP, LinearRegression, LogisticRegression, SineRegression, Slice

_rng = np.random.default_rng(7)
X = _rng.normal(size=(11, 3))
Y = _rng.normal(size=11)
CLASSES = (Y > 0).astype(float)
_deep = MLP(X, Y, hidden=(4, 3))

MODELS = {
    "sine": SineRegression(X[:, 0], Y),
    "least squares": LinearRegression(X, Y),
    "logistic": LogisticRegression(X, CLASSES),
    "mlp tanh": _deep,
    "mlp relu": MLP(X, Y, hidden=(5,), activation="relu"),
    "slice": Slice(_deep, _deep.initial(_rng), _rng.normal(size=_deep.n_params)),
}
