"""Notebook 02: one example at a time."""

EXERCISES = {}

PREDICTIONS = {}
