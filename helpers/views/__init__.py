"""Matplotlib views: artists are made once, update() only sets their data.

Lengths are in points. One point is one CSS pixel of a 1000 pixel wide figure; the scale grows with the width, so that a
projected figure has larger type, and falls a little on a narrow screen.
"""
