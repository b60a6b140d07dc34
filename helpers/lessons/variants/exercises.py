"""The exercises of notebook 08: momentum, Adam and the other variants."""

import sys
from dataclasses import dataclass

import numpy as np

from helpers import optimizers
from helpers.answers.calls import Stopped, called
from helpers.answers.exercises import NO_ANSWER, Code, Number, Verdict
from helpers.answers.own_optimizer import Faulty, Guarded

CURVATURES, START, STEPS = np.array([0.02, 1.0]), np.array([0.9, 0.7]), 100  # κ = 50
RATES = 2.0 ** np.arange(-14, 2)
LANDSCAPES = ((0.3, np.array([1.5, -2.0])), (-0.5, np.array([3.0, 1.0])))  # the angle of the ravine, and where its minimum lies


@dataclass(frozen=True)
class Own:
    """An optimizer to write that gets lower than plain SGD on quadratics ½ Σ λ w², each at the best of several rates.

    They are turned and shifted: an optimizer that makes for 0, or goes by single axes, must not win by accident.
    """

    praise: str
    wrong: dict
    otherwise: str

    def check(self, answer):
        if answer is None or answer is ...:
            return Verdict(False, NO_ANSWER.format(what="the name of your optimizer"))
        try:
            return called(self._verdict, answer)
        except Faulty as fault:
            return Verdict(False, f"{str(fault).rstrip('.')}. {self.wrong.get(fault.kind, '')}".rstrip())
        except Stopped as stopped:
            return Verdict(False, f"Your optimizer {stopped}")

    def _verdict(self, answer):
        optimizer = Guarded(answer)
        if _borrowed(optimizer):
            return Verdict(False, self.wrong["imported"])
        if _deaf(optimizer):
            return Verdict(False, self.wrong["deaf"])
        runs = [[_run(optimizer, rate, *landscape) for rate in RATES] for landscape in LANDSCAPES]
        reached = max(min(losses[-1] for losses, _ in each) for each in runs)
        plain = min(_loss(START * (1 - rate * CURVATURES) ** STEPS) for rate in RATES)
        said = dict(STEPS=STEPS, reached=reached, plain=plain)
        if reached < 0.9 * plain:
            return Verdict(True, self.praise.format(**said))
        if all(losses[1] > losses[0] for each in runs for losses, _ in each):
            return Verdict(False, self.wrong["uphill"])
        if not any(kept for each in runs for _, kept in each):
            return Verdict(False, self.wrong["forgets"])
        return Verdict(False, self.otherwise.format(**said))


def _run(optimizer, rate, angle, minimum):
    """The losses (STEPS + 1,) of an optimizer on one landscape, and whether its state ever changed."""
    axes = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])  # a row each
    params, losses, kept = minimum + START @ axes, [_loss(START)], False
    state = optimizer.init(params)
    before = repr(state)
    for _ in range(STEPS):
        gradient = (CURVATURES * (axes @ (params - minimum))) @ axes
        direction, state = optimizer.update(gradient, state, params)
        kept = kept or repr(state) != before
        params = params - rate * direction
        losses.append(_loss(axes @ (params - minimum)))
        if not losses[-1] < 1e12:
            return [*losses, np.inf], kept
    return losses, kept


def _borrowed(optimizer):
    """Whether a step runs code of the course's own optimizers, called by name or from within the learner's function."""
    files, before = set(), sys.getprofile()
    sys.setprofile(lambda frame, event, arg: files.add(frame.f_code.co_filename))
    try:
        optimizer.update(START, optimizer.init(START), START)
    finally:
        sys.setprofile(before)
    return optimizers.__file__ in files


def _deaf(optimizer):
    """Whether the opposite gradients give the same directions."""
    ends = []
    for gradient in (START, -START):
        state = optimizer.init(START)
        for _ in range(3):
            direction, state = optimizer.update(gradient, state, START)
        ends.append(direction)
    return np.array_equal(*ends)


def _loss(along):
    return float(0.5 * along @ (CURVATURES * along))


_v, _g, _w = np.array([2.0, -1.0]), np.array([0.5, 3.0]), np.array([1.0, 4.0])


def _adam_step(w, m, s, g, t, rate, square=True, second=0.999, share=None, power=...):
    """One step of Adam, with what a mistake changes. power: of the correction of s, t itself by default; None: there is none."""
    m, s = 0.9 * m + 0.1 * g, second * s + (1 - second if share is None else share) * (g * g if square else g)
    corrected = s if power is None else s / (1 - second ** (t if power is ... else power))
    return np.array([w - rate * m / (1 - 0.9**t) / (np.sqrt(corrected) + 1e-8), m, s])


EXERCISES = {
    "best momentum at 49": Number(
        answer=0.5625,
        praise="Right: √49 = 7, and (6/8)² = 0.5625. A step then leaves 0.75 of the distance; without momentum it is 0.96.",
        wrong={
            0.75: "That is √β, what a step leaves of the distance. What is β itself?",
            0.96: "That is what a step leaves without momentum, (κ − 1)/(κ + 1). The formula of momentum has roots in it.",
            0.9216: "You squared (κ − 1)/(κ + 1). Before that, take the roots of the curvatures.",
            0.98
            ** 2: "That squares κ/(κ + 1). The formula has the roots of the curvatures in it, and a difference above the line.",
            6 / 7: "Below the line stands the sum of the roots, and then the fraction is squared.",
            (6 / 7) ** 2: "Below the line stands the sum of both roots, not the larger one alone.",
            0.56: "That is rounded. Give three digits, or write the calculation.",
            1.7778: "The fraction is upside down: β must be below 1.",
            0.9: "That is the usual default. Here there is a formula, with √λ₁ and √λₙ.",
            0.0625: "That is η λ₁, from the formula of the rate: (2/8)². Which of the two formulas is for β?",
        },
        otherwise="Not yet. Take λ₁ = 1 and λₙ = 49. What are their roots? Put these into the formula of β.",
    ),
    "first step of Adam": Number(
        answer=1.01,
        start=1,
        praise="Right: the first step is η against the sign of the gradient, whatever its size.",
        wrong={
            0.99: "That goes uphill. The gradient is negative. Which way is down?",
            3.5: "That is plain SGD: it multiplies by the gradient. What does Adam divide by?",
            -1.5: "That multiplies by the gradient, and goes uphill. What is left of −250 after Adam's division?",
            1.0316: "That is Adam without bias correction. At t = 1, what are m̂ and v̂?",
            0.01: "That is how far the weight moves. Where does it arrive?",
            1.1: "A rate of 0.1 would do that. Which one is given?",
            1.009: "That has β₁ in it. Bias correction divides by 1 − β₁, and no β₁ is left at t = 1.",
            1.001: "That has 1 − β₁ in it. Bias correction divides it out again at t = 1.",
        },
        otherwise="Not yet. At t = 1, m̂ = g and v̂ = g². What is g / √(g²)? Multiply by η and subtract.",
    ),
    "adam step": Code(
        solution=lambda *given: _adam_step(*given),
        signature="adam_step(w, m, s, g, t, learning_rate)",
        trials=((1.0, 0.0, 0.0, -2.0, 1, 0.1), (0.5, 0.2, 0.3, 1.5, 3, 0.05), (_w, _v, _v * _v, _g, 10, 0.01)),
        praise="Right: two running means, both freed of their start at 0, and one divided by the root of the other.",
        wrong={
            "Is s a running mean of the gradients, or of their squares?": lambda *given: _adam_step(*given, square=False),
            "Your s forgets as fast as m. Which of the two numbers belongs to s?": lambda *given: _adam_step(
                *given, second=0.9
            ),
            "There is no correction of s in it. Both start at 0, so both are too small at first.": (
                lambda *given: _adam_step(*given, power=None)
            ),
            "The correction divides by 1 − 0.999: at step t it is 1 − 0.999 to the power of t.": (
                lambda *given: _adam_step(*given, power=1)
            ),
            "Your s is a sum: the new square comes in with its small share, 0.001.": lambda *given: _adam_step(*given, share=1),
        },
        otherwise="Not yet. The first gap is like the line above it, with the square of g, 0.999 and 0.001. The second is like "
        "the line above it, for s.",
    ),
    "momentum step": Code(
        solution=lambda w, v, gradient, learning_rate, beta: np.array(
            [w - learning_rate * (beta * v + gradient), beta * v + gradient]
        ),
        signature="momentum_step(w, v, gradient, learning_rate, beta)",
        trials=((1.0, 0.5, -2.0, 0.1, 0.9), (_w, _v, _g, 0.05, 0.5), (-3.0, 0.0, 1.5, 0.2, 0.8)),
        praise="Right: first the velocity takes the gradient in, then the weight moves along it.",
        wrong={
            "The weight moves along the old velocity. Which comes first in the rule, v or w?": (
                lambda w, v, g, rate, beta: np.array([w - rate * v, beta * v + g])
            ),
            "The weight goes uphill: the rule subtracts.": lambda w, v, g, rate, beta: np.array(
                [w + rate * (beta * v + g), beta * v + g]
            ),
            "The velocity is forgotten: your step is that of plain SGD.": lambda w, v, g, rate, beta: np.array(
                [w - rate * g, g]
            ),
            "That is a running mean of gradients, with 1 − β before the new one. This course's velocity has no such factor.": (
                lambda w, v, g, rate, beta: np.array([w - rate * (beta * v + (1 - beta) * g), beta * v + (1 - beta) * g])
            ),
            "That is Nesterov's step: it looks ahead once more. Heavy ball moves along the new velocity itself.": (
                lambda w, v, g, rate, beta: np.array([w - rate * (g + beta * (beta * v + g)), beta * v + g])
            ),
            "That velocity has −η inside. Here v gathers plain gradients, and −η comes in when the weight moves.": (
                lambda w, v, g, rate, beta: np.array([w + beta * v - rate * g, beta * v - rate * g])
            ),
            "Only the weight comes back. The next step needs the velocity too: return both.": (
                lambda w, v, g, rate, beta: w - rate * (beta * v + g)
            ),
            "Only the velocity comes back. Return the new weight too, and put it first.": lambda w, v, g, rate, beta: (
                beta * v + g
            ),
            "The learning rate is in the velocity too. It belongs to the step of the weight only.": (
                lambda w, v, g, rate, beta: np.array([w - (beta * v + rate * g), beta * v + rate * g])
            ),
            "The two come back in the wrong order: first the weight, then the velocity.": lambda w, v, g, rate, beta: np.array(
                [beta * v + g, w - rate * (beta * v + g)]
            ),
        },
        otherwise="Not yet. Work out the new velocity from the old one and the gradient, then the new weight from that.",
    ),
    "your optimizer": Own(
        praise="Right: after {STEPS} steps yours reaches a loss of {reached:.2g}, plain SGD {plain:.2g}, "
        "each at its best rate.",
        wrong={
            "imported": "The course's own optimizer does the work in that one. Write init and update of your own.",
            "deaf": "Your direction is the same for the opposite gradient. A step that does not ask the gradient "
            "finds no minimum but by luck.",
            "uphill": "The loss rises with the first step, at every rate. "
            "`train` subtracts the direction, so it must point uphill.",
            "forgets": "Your state never changes, so all that your optimizer knows is the gradient of this step. "
            "Return the new state as the second of the pair.",
            "in place": "Others still need these arrays. Make new ones.",
            "pair": "`train` needs the direction of this step, and the state for the next one.",
            "shape": "There is one number for each weight. Is a sum or a norm in the wrong place?",
            "finite": "Is there a division by 0 at the first step?",
            "raises": "What does the message say about that line?",
        },
        otherwise="Not yet: after {STEPS} steps yours reaches {reached:.2g} at its best rate, and plain SGD {plain:.2g}. "
        "Which variant of this notebook was fastest in the ravine, and what does it remember?",
    ),
}
