from pathlib import Path

collect_ignore = ["core/reference/make.py"]  # needs PyTorch, which the tests do not
NOTEBOOKS = Path(__file__).parent.parent / "notebooks"
