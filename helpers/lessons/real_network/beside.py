"""Runs beside a run, on the same shuffle: their rules, each made of its rule."""

from dataclasses import replace

LARGEST = 2048  # batch, so that its loss can be drawn


def _times(factor):
    return lambda rule, n: replace(rule, batch_size=int(min(max(factor * rule.batch_size, 1), n, LARGEST)))


BESIDE = {  # {name: (how it differs, (rule of the run, number of examples) -> its rule)}
    "none": ("nothing", None),
    "larger batch": ("8 times the batch size", _times(8)),
    "smaller batch": ("an eighth of the batch size", _times(1 / 8)),
    "higher rate": ("4 times the learning rate", lambda rule, n: replace(rule, learning_rate=4 * rule.learning_rate)),
    "lower rate": ("a quarter of the learning rate", lambda rule, n: replace(rule, learning_rate=rule.learning_rate / 4)),
    "momentum": ("momentum 0.9", lambda rule, n: replace(rule, optimizer="momentum")),
    "adam": ("Adam", lambda rule, n: replace(rule, optimizer="adam")),
    "l2": ("an l2 penalty of 0.1", lambda rule, n: replace(rule, l2=0.1)),
}
