"""Figures that anyone can measure again. NumPy runs in one thread, as lab.py starts the notebooks; said before it loads."""

import os

os.environ.update(dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1"))
