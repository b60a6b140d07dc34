"""The variants of SGD: each says here once what menus, races, legends and tests need of it.

A new one is an `Optimizer`, of `helpers.optimizers` or of your own, and one entry:

    register(Variant("halved", "halved", halved, "p", keeps="nothing", first=lambda g: g / 2))

Every figure made from then on has it; a figure that is open stays as it is.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from helpers import theory
from helpers.optimizers import Optimizer, adagrad, adam, adamw, clipped, lion, momentum, nesterov, rmsprop, sgd
from helpers.types import Array

if TYPE_CHECKING:
    from helpers.problems.two_weights import Problem

GROW, DIVIDE = "grow", "divide"  # steps that grow with the gradient, and steps that divide by its size
KEEPS = ("nothing", "velocity", "mean", "sum of squares", "mean of squares", "mean and squares", "something", "your own")
VARIANTS: dict[str, "Variant"] = {}  # {key: Variant}, in the order of menus, races and legends


@dataclass(frozen=True)
class Variant:
    """A variant of SGD.

    key: in Python.  name: in pictures and words.  make(): its Optimizer with the usual parameters.  marker: the shape that
    stands for it.  steps: GROW or DIVIDE, and share: the usual rate as a share of what suits a landscape, see `rate`.
    keeps: what its state is, one of KEEPS; of the last two nothing is shown.  step: what follows "step |Δw|", how long it is.
    says: in menus, where the name needs a parameter.  on(landscape): its Optimizer where a parameter depends on that.
    first(g): |first step| / η for a gradient of size g, where there is a formula.
    """

    key: str
    name: str
    make: Callable[[], Optimizer]
    marker: str
    steps: str = GROW
    share: float = 1.0
    keeps: str = "something"
    step: str = ""
    says: str = ""
    on: Callable[["Problem"], Optimizer] | None = None
    first: Callable[[Array], Array] | None = None

    def __post_init__(self) -> None:
        for name, value, allowed in (("steps", self.steps, (GROW, DIVIDE)), ("keeps", self.keeps, KEEPS)):
            if value not in allowed:
                raise ValueError(f"{name} must be one of {', '.join(allowed)}; got {value!r}.")
        object.__setattr__(self, "says", self.says or self.name)

    def optimizer(self, landscape: "Problem") -> Optimizer:
        """Its Optimizer for a problem of `helpers.problems.two_weights`."""
        return self.on(landscape) if self.on else self.make()

    def rate(self, landscape: "Problem") -> float:
        """The learning rate that suits it there."""
        return self.share * (landscape.rate if self.steps == GROW else landscape.stride)


def register(variant: Variant) -> Variant:
    """Put a variant into every menu, race, legend and test; it takes the place of one with its key. Returns it."""
    taken = {each.name: each.key for each in VARIANTS.values() if each.key != variant.key}
    if variant.name in taken:
        raise ValueError(f"name must be one of its own; got {variant.name!r}, which is that of {taken[variant.name]!r}.")
    VARIANTS[variant.key] = variant
    return variant


def menu() -> dict[str, str]:
    """{key: what a menu says} of all variants."""
    return {key: variant.says for key, variant in VARIANTS.items()}


def _unchanged(g: Array) -> Array:
    """The first step of a variant that takes the gradient as it is."""
    return g


def _bounded(landscape: "Problem") -> Optimizer:
    """SGD with steps at most twice as long as suits the landscape."""
    return clipped(sgd(), 2 * landscape.stride / landscape.rate)


register(Variant("sgd", "SGD", sgd, "o", GROW, 1, "nothing", " = η|g|", first=_unchanged))
register(Variant("momentum", "momentum", momentum, "s", GROW, 0.5, "velocity", " = η|v|", "momentum 0.9", first=_unchanged))
register(Variant("nesterov", "Nesterov", nesterov, "D", GROW, 0.5, "velocity", " = η|g + βv|", "Nesterov 0.9"))
register(
    Variant(
        *("clipped", "clipped", lambda: clipped(sgd(), 1.0), "v", GROW, 1, "nothing", ", at most ηc", "clipped at 1"),
        on=_bounded,
        first=lambda g: g * np.minimum(1, 1 / (g + 1e-6)),
    )
)
register(
    Variant("adagrad", "AdaGrad", adagrad, "^", DIVIDE, 10, "sum of squares", " = η|g|/√s", first=lambda g: g / (g + 1e-10))
)
register(
    Variant(
        *("rmsprop", "RMSProp", rmsprop, "P", DIVIDE, 0.5, "mean of squares", " = η|g|/√s"),
        first=lambda g: g / (np.sqrt(1 - 0.99) * g + 1e-8),
    )
)
register(
    Variant(
        *("adam", "Adam", adam, "X", DIVIDE, 1, "mean and squares", " = η|m̂|/√v̂"),
        first=lambda g: theory.adam_first_step(g, 1.0),
    )
)
register(Variant("adamw", "AdamW", adamw, "*", DIVIDE, 1, "mean and squares", ", decay included"))
register(Variant("lion", "Lion", lion, "<", DIVIDE, 0.3, "mean", " = η", first=np.ones_like))
