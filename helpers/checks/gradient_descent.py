"""Notebook 01: gradient descent, and what it costs."""

EXERCISES = {}

PREDICTIONS = {}
