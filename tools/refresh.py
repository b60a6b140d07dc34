"""Run the notebooks again, draw the README's picture, list the figures: python -m tools.refresh [notebook ... | --figures]

Saved notebooks carry their text outputs and static pictures, no widget state and no machine's metadata.
"""

import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient

from helpers import apps
from helpers.lessons import LESSONS

ROOT = Path(__file__).parent.parent
METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
BEGIN, END = "<!-- figures -->", "<!-- end of figures -->"  # in the README, around the list
LIVE = "application/vnd.jupyter.widget-view+json"  # names a widget of a kernel that is gone


def clean(notebook):
    """Drop what belongs to one run on one machine, in place."""
    notebook.metadata = METADATA
    for number, cell in enumerate((cell for cell in notebook.cells if cell.cell_type == "code"), start=1):
        cell.metadata = {key: value for key, value in cell.metadata.items() if key == "tags"}
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


def figures_listed():
    """The README's list of figures: a row each, in the order of the notebooks, its words the first line of its help."""
    rows = ["| figure | notebook | what it shows |", "|---|---|---|"]
    for name in apps.FIGURES:
        figure = getattr(apps, name)
        notebook = 1 + LESSONS.index(figure.__module__.split(".")[2])
        words = figure.__doc__.strip().splitlines()[0].replace("|", "\\|")
        rows.append(f"| `{name}` | {notebook:02} | {words} |")
    return "\n".join(rows)


def list_figures(path=ROOT / "README.md"):
    """Write that list between its marks in the README."""
    before, rest = path.read_text(encoding="utf-8").split(BEGIN)
    _, after = rest.split(END)
    path.write_text(f"{before}{BEGIN}\n{figures_listed()}\n{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    named = [argument for argument in sys.argv[1:] if argument != "--figures"]
    for path in map(Path, named or ([] if "--figures" in sys.argv else sorted(ROOT.glob("notebooks/*.ipynb")))):
        print("running", path)
        refresh(path)
    list_figures()
    (ROOT / "docs" / "flagship.png").write_bytes(apps.magic(step=7).snapshot())
    print("drew docs/flagship.png, and listed the figures in README.md")
