from pathlib import Path

collect_ignore = ["core/reference/make.py"]  # needs PyTorch, which the tests do not
collect_ignore_glob = ["conftest.py", "*/conftest.py"]  # they hold no tests, and share one name
NOTEBOOKS = Path(__file__).parent.parent / "notebooks"
