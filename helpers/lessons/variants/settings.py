"""What the figures of the variants have in common: they show those that are registered when the figure is made."""

from dataclasses import field

from helpers.live import Settings


class OfVariants(Settings):
    """variants: those of the figure, whatever is registered later."""

    variants: tuple = field(default=(), init=False)

    def __post_init__(self):
        if not self.variants:
            object.__setattr__(self, "variants", self.entered())
        super().__post_init__()

    def entered(self):
        """The variants that a new figure shows."""
        raise NotImplementedError
