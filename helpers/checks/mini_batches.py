"""Notebook 03: mini-batches."""

EXERCISES = {}

PREDICTIONS = {}
