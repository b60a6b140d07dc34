"""Vectorised NumPy models and SGD variants, and the live figures that teach with them.

The numerical modules and the experiments of the lessons need NumPy alone; only `live` and the figures load matplotlib and
ipywidgets. So import the module that you need.
"""

__version__ = "0.2.0"
