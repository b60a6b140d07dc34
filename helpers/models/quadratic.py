"""A bowl for each example, the model whose every answer is known in closed form."""

from dataclasses import dataclass

import numpy as np

from helpers.arrays import checked, generator, matrix, mean_row, quiet, rows, store, vector
from helpers.types import Array, Batch, Numbers, Rng


@dataclass(frozen=True, eq=False)
class Quadratic:
    """Example i has the loss ½ Σ_j λ_j (w_j - a_ij)², so the full loss is a bowl around the mean of the a_i.

    curvatures: the λ, (P,); a negative one makes a saddle.  centres: the a_i, (N, P); None: one example centred at 0.
    The noise of one example's gradient in direction j has the variance λ_j² var(a_j). There is nothing to predict.

    >>> model = Quadratic(curvatures=[2.0], centres=[[0.0], [2.0]])
    >>> model.loss([0.0]).item(), model.gradient([0.0]).item(), model.gradient([0.0], [1]).item()
    (2.0, -2.0, -4.0)
    """

    curvatures: Array
    centres: Array = None  # type: ignore[assignment]  # None becomes an array

    def __post_init__(self) -> None:
        curvatures = vector("curvatures", self.curvatures, shape="(P,)")
        centres = matrix("centres", np.zeros((1, len(curvatures))) if self.centres is None else self.centres)
        if centres.shape[1] != len(curvatures):
            raise ValueError(f"centres must have one column a curvature, {len(curvatures)}; got shape {centres.shape}.")
        store(self, curvatures=curvatures, centres=centres)

    @property
    def n_params(self) -> int:
        return len(self.curvatures)

    @property
    def n_examples(self) -> int:
        return len(self.centres)

    def initial(self, rng: Rng) -> Array:
        """(P,): drawn from the standard normal distribution."""
        return generator(rng).normal(size=self.n_params)

    @quiet
    def loss(self, params: Numbers, batch: Batch = None) -> Array:
        """The mean loss over a batch, or all examples: params (..., P), batch (..., B) of int -> (...)."""
        centres, _ = rows(self.centres, self.centres, batch)
        distance = checked(self, params, batch)[..., None, :] - centres
        loss: Array = 0.5 * np.vecdot(distance * distance, self.curvatures).mean(-1)
        return loss

    @quiet
    def gradient(self, params: Numbers, batch: Batch = None) -> Array:
        """The gradient of `loss` with respect to params, (..., P)."""
        gradient: Array = self.curvatures * (checked(self, params, batch) - mean_row(self.centres, batch))
        return gradient
