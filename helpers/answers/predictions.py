"""Questions that are answered before a figure opens: vote, convince, vote again; observe; explain.

The votes before the answer are those of peer instruction (Crouch and Mazur 2001, doi 10.1119/1.1374249).
"""

from dataclasses import dataclass, field

RIGHT = {
    "a guess": "Right, and you called it a guess. Can you say now why it must be so?",
    "fairly sure": "Right.",
    "certain": "Right, as you were certain.",
}
WRONG = {
    "a guess": "Not so. You called it a guess: now it is a question of yours.",
    "fairly sure": "Not so, though it seemed so. Below it says what makes it tempting.",
    "certain": "Not so, and you were certain: that is the one to remember. What surprises stays.",
}
CHANGED = {
    "a guess": "You changed your vote, which was a guess",
    "fairly sure": "You changed your vote, though you were fairly sure",
    "certain": "You changed your vote, though you were certain",
}


@dataclass
class Votes:
    """First votes, {question: (how sure, whether it was right)}, and what they say of the learner's confidence."""

    known: dict[str, tuple[str, bool]] = field(default_factory=dict)

    def calibration(self) -> str:
        """A sentence from two votes on: how many of each level were right.

        >>> Votes({"one?": ("certain", True), "two?": ("certain", False), "three?": ("a guess", True)}).calibration()
        'Your first votes so far: certain, 1 of 2 right; a guess, 1 of 1. What is certain should be right nearly always.'
        """
        if len(self.known) < 2:
            return ""
        of = {level: [right for said, right in self.known.values() if said == level] for level in reversed(RIGHT)}
        counts = [f"{level}, {sum(rights)} of {len(rights)}" for level, rights in of.items() if rights]
        lesson = "" if all(of["certain"]) else " What is certain should be right nearly always."
        return f"Your first votes so far: {'; '.join([f'{counts[0]} right', *counts[1:]])}.{lesson}"


VOTES = Votes()  # of this kernel, which is of one notebook


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
        """What has become of two votes, the first of which was given with that confidence, and of all first votes so far."""
        VOTES.known[self.question] = confidence, first.right
        return f"{self._verdict(first, confidence, last)} {VOTES.calibration()}".rstrip()

    def _verdict(self, first: Option, confidence: str, last: Option) -> str:
        if first is last:
            return (RIGHT if last.right else WRONG)[confidence]
        if last.right:
            return f"{CHANGED[confidence]}, and were right to."
        if first.right:
            return f"{CHANGED[confidence]}. It was right. What moved you away from it?"
        return f"{CHANGED[confidence]}. Neither was right, and each has its reason below."
