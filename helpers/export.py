"""A live figure as a file: PNG for slides, SVG or PDF for print, GIF for the animation."""

from pathlib import Path

from helpers.canvas import WIDTH

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


def kinds(app):
    """The kinds of file that a figure can be: those without steps have no animation."""
    return KINDS if "step" in app.controls else KINDS[:-1]


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
