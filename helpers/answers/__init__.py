"""What becomes of a learner's answer: the kinds of exercise, goals, predictions, and code of a learner called with care."""
