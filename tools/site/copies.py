"""The notebooks as the site needs them: for the kernel in the browser, and as texts for the pages."""

from pathlib import Path

import nbformat

KERNEL = {"display_name": "Python (Pyodide)", "language": "python", "name": "python"}


def notebooks(root: Path) -> list[Path]:
    """The notebooks of the course, in their order."""
    return sorted((root / "notebooks").glob("*.ipynb"))


def copy_live(source: Path, target: Path) -> None:
    """Copy a notebook for JupyterLite: the kernel has another name there, and texts that are lists get commas."""
    notebook = nbformat.read(source, as_version=4)  # which joins the lists
    notebook.metadata["kernelspec"] = KERNEL
    target.write_text(nbformat.writes(notebook, split_lines=False), encoding="utf-8")
