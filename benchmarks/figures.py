"""The processor time of a redraw, for every control of every figure: python -m benchmarks.live --all

Measured in this process: compute, draw and encode, and the message to the browser being made; sending it is left out.
Each slider walks along its values; a row is the median over one figure's slowest control.
"""

import statistics
import time

import ipywidgets

from benchmarks.report import report
from helpers import apps

GOAL = 25  # milliseconds
REDRAWS = 15
SIZE = {"width": 1000, "ratio": 1}  # of the picture, as a page tells it: on no page nothing is drawn
EXEMPT = {"cost": "the size of the data is the lesson"}


def main(json_path=None):
    rows = []
    for name in apps.FIGURES:
        rows += measured(name)
    report(rows, ("numpy", "matplotlib", "pillow", "ipywidgets"), json_path)
    slow = [row["figure"] for row in rows if row["ms"] > GOAL and row["figure"] not in EXEMPT]
    print(f"Goal, at most {GOAL} ms: {'missed by ' + ', '.join(dict.fromkeys(slow)) if slow else 'met'}.")


def measured(name):
    """A row for the figure as it opens, and one for each other option of its menus, with the slowest control of each."""
    make = getattr(apps, name)
    variants = [("as it opens", {})]
    for field, control in make().controls.items():
        if isinstance(control, ipywidgets.Dropdown):
            variants += [(f"{field} {value}", {field: value}) for _, value in control.options if value != control.value]
    for variant, settings in variants:
        app = make()
        app.picture.size = SIZE
        app.set(**settings)
        times = {field: redraw(app, field) for field in [*app.controls]}
        times = {field: value for field, value in times.items() if value is not None}
        slowest = max(times, key=times.get)
        yield {
            "figure": name,
            "variant": variant,
            "slowest control": slowest,
            "ms": times[slowest],
            "least": min(times.values()),
        }


def redraw(app, field):
    """The median milliseconds of a redraw while a slider walks; None for what is no slider."""
    control = app.controls[field]
    if isinstance(control, ipywidgets.SelectionSlider):
        values = [value for _, value in control.options]
    elif isinstance(control, ipywidgets.IntSlider):
        values = list(range(control.min, control.max + 1, control.step))
    else:
        return None
    first, spent = control.value, []
    for value in (values * REDRAWS)[1 : REDRAWS + 1]:
        start = time.process_time()
        app.controls[field].value = value
        spent.append(1000 * (time.process_time() - start))
    app.controls[field].value = first
    return statistics.median(spent)


if __name__ == "__main__":
    main()
