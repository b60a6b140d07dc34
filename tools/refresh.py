"""Run the notebooks again and draw the README's picture: python -m tools.refresh [notebook ...]

Saved notebooks carry their text outputs and static pictures, no widget state and no machine's metadata.
"""

import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient

from helpers.apps import magic

ROOT = Path(__file__).parent.parent
METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
LIVE = "application/vnd.jupyter.widget-view+json"  # names a widget of a kernel that is gone


def clean(notebook):
    """Drop what belongs to one run on one machine, in place."""
    notebook.metadata = METADATA
    for number, cell in enumerate((cell for cell in notebook.cells if cell.cell_type == "code"), start=1):
        cell.metadata = {}
        cell.execution_count = number
        cell.outputs = merged(cell.outputs)
        for output in cell.outputs:
            output.get("data", {}).pop(LIVE, None)
            if "execution_count" in output:
                output.execution_count = number


def merged(outputs):
    """What is printed arrives in pieces that differ from run to run: pieces of one stream in a row become one."""
    whole = []
    for output in outputs:
        if whole and output.output_type == "stream" == whole[-1].output_type and output.name == whole[-1].name:
            whole[-1].text += output.text
        else:
            whole.append(output)
    return whole


def refresh(path):
    """Execute one notebook and write it back, clean."""
    notebook = nbformat.read(path, as_version=4)
    NotebookClient(notebook, timeout=300, store_widget_state=False, resources={"metadata": {"path": path.parent}}).execute()
    clean(notebook)
    nbformat.validate(notebook)
    nbformat.write(notebook, path)


if __name__ == "__main__":
    for path in map(Path, sys.argv[1:] or sorted(ROOT.glob("notebooks/*.ipynb"))):
        print("running", path)
        refresh(path)
    (ROOT / "docs" / "flagship.png").write_bytes(magic(step=7).canvas.snapshot())
    print("drew docs/flagship.png")
