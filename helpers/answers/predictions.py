"""Questions that are answered before a figure opens: predict, observe, explain."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Option:
    """One answer to choose. why: why it is right, or what makes it tempting and where it goes wrong."""

    text: str
    why: str
    right: bool = False


@dataclass(frozen=True)
class Prediction:
    """A question, its options, of which exactly one is right, and what to do with the figure once it is open."""

    question: str
    options: tuple[Option, ...]
    look: str

    def __post_init__(self) -> None:
        if sum(option.right for option in self.options) != 1:
            raise ValueError(f"exactly one option must be right; got {[option.right for option in self.options]}.")

    def explain(self, chosen: Option) -> list[tuple[str, Option]]:
        """What the figure has shown, the chosen option first: [(mark, option), ...]."""
        ordered = sorted(self.options, key=lambda option: option is not chosen)
        return [("✓ right" if option.right else "✗ not so", option) for option in ordered]
