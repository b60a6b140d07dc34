"""Vectorised NumPy models and SGD variants, and the live figures that teach with them.

The numerical modules need NumPy alone. Only `views` and `canvas` load matplotlib, only `widgets` loads ipywidgets,
and only `apps` puts everything together, so import the module that you need.
"""
