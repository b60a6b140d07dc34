"""A live figure as a file: PNG for slides, SVG or PDF for print, GIF for the animation."""

from pathlib import Path

import ipywidgets

from helpers.canvas import WIDTH
from helpers.widgets import button

FRAME = 150  # milliseconds a frame of an animation stays
LAST = 1500  # and the last one
KINDS = (".png", ".svg", ".pdf", ".gif")


def save(app, path, steps=None, seen=lambda done, total: None):
    """Write the current figure to path, and return it; the suffix says the kind.

    .png: 2000 pixels wide.  .svg, .pdf: lines.  .gif: the animation over these values of the control "step", by default
    from 0 to the current one, and at least 20 steps.  seen(done, total) is told of each frame of an animation.
    """
    path = Path(path)
    if path.suffix not in KINDS:
        raise ValueError(f"path must end in {', '.join(KINDS)}; got {str(path)!r}.")
    if path.suffix == ".gif":
        _animate(app, path, steps, seen)
    elif path.suffix == ".png":
        path.write_bytes(app.canvas.snapshot())
    else:
        app.canvas.print(path)
    return path


class Saver:
    """Buttons that save the figure beside the notebook, with a progress bar for the animation."""

    def __init__(self, app, kinds=("png", "svg", "gif")):
        self.app = app
        tips = {"png": "picture for slides", "svg": "lines for print", "pdf": "lines for print", "gif": "animation"}
        self.buttons = {
            kind: button(kind.upper(), "download", f"save: {tips[kind]}", lambda kind=kind: self.save(kind)) for kind in kinds
        }
        self.progress = ipywidgets.IntProgress(0, layout=ipywidgets.Layout(width="160px", display="none"))
        self.said = ipywidgets.Label()
        self.buttons_and_progress = (ipywidgets.Label("save as"), *self.buttons.values(), self.progress, self.said)

    def save(self, kind):
        path = _free(self.app.name, kind)
        self.said.value = f"writing {path} …"
        try:
            save(self.app, path, seen=self._seen)
            self.said.value = f"saved {path} beside this notebook"
        except OSError as error:
            self.said.value = f"could not write {path}: {error.strerror or error}"
        finally:
            self.progress.layout.display = "none"

    def _seen(self, done, total):
        self.progress.max, self.progress.value, self.progress.layout.display = total, done, ""


def _animate(app, path, steps, seen):
    if "step" not in app.controls:
        raise ValueError(f"an animation needs a control named step; {app.name} has {', '.join(app.controls)}.")
    control = app.controls["step"]
    steps = range(min(max(control.value, 20), control.max) + 1) if steps is None else list(steps)
    with app.canvas.resized(WIDTH, 1):
        first, *others = _quantised(app, steps, seen)
    durations = [FRAME] * len(others) + [LAST]
    first.save(path, save_all=True, append_images=others, duration=durations, loop=0, optimize=False)


def _quantised(app, steps, seen):
    for done, image in enumerate(app.frames("step", steps), start=1):
        seen(done, len(steps))
        yield app.canvas.quantised(image)


def _free(name, kind):
    """The first file name-1.kind, name-2.kind, ... that does not exist."""
    number = 1
    while Path(f"{name}-{number}.{kind}").exists():
        number += 1
    return f"{name}-{number}.{kind}"
