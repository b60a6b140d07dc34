"""Questions that are answered before a figure opens: vote, convince, vote again; observe; explain.

The votes before the answer are those of peer instruction (Crouch and Mazur 2001, doi 10.1119/1.1374249).
"""

from dataclasses import dataclass

RIGHT = {
    "a guess": "Right, and you called it a guess. Can you say now why it must be so?",
    "fairly sure": "Right.",
    "certain": "Right, as you were certain.",
}
WRONG = {
    "a guess": "Not so. You called it a guess: now it is a question of yours.",
    "fairly sure": "Not so, though it seemed so. Below it says what makes it tempting.",
    "certain": "Not so, and you were certain. What surprises is remembered.",
}


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
    levels = (*RIGHT,)  # of how sure one is

    def __post_init__(self) -> None:
        if sum(option.right for option in self.options) != 1:
            raise ValueError(f"exactly one option must be right; got {[option.right for option in self.options]}.")

    def explain(self, chosen: Option) -> list[tuple[str, Option]]:
        """What the figure has shown, the chosen option first: [(mark, option), ...]."""
        ordered = sorted(self.options, key=lambda option: option is not chosen)
        return [("✓ right" if option.right else "✗ not so", option) for option in ordered]

    def judge(self, first: Option, confidence: str, last: Option) -> str:
        """What has become of two votes, the first of which was given with that confidence, in one or two sentences."""
        if first is last:
            return (RIGHT if last.right else WRONG)[confidence]
        if last.right:
            return "You changed your vote, and were right to."
        if first.right:
            return "Your first vote was right. What moved you away from it?"
        return "You changed your vote. Neither was right, and each has its reason below."
