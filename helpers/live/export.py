"""A live figure as a file: PNG for slides, SVG or PDF for print, GIF for the animation.

Each is drawn on a canvas of its own, so that the live figure can go on meanwhile, in this thread or in another.
"""

from collections.abc import Callable, Iterable
from os import PathLike
from os.path import expanduser
from pathlib import Path
from typing import TYPE_CHECKING

from helpers.live.canvas import Canvas
from helpers.live.settings import Settings
from helpers.live.threads import ONE_THREAD

if TYPE_CHECKING:
    from helpers.live.app import App
    from helpers.live.figure import Plan

FRAME = 150  # milliseconds a frame of an animation stays
LAST = 1500  # and the last one
LEAST = 20  # frames of an animation
KINDS = (".png", ".svg", ".pdf", ".gif")

Seen = Callable[[int, int], None]  # is told how many frames are done, and how many there are


@ONE_THREAD
def save(
    app: "App", path: str | PathLike[str], steps: Iterable[int] | None = None, seen: Seen = lambda done, total: None
) -> Path:
    """Write the current figure to path, and return it; the suffix says the kind.

    .png: 2000 pixels wide.  .svg, .pdf: lines.  .gif: the animation that the figure plays, from its start to where it stands
    and at least 20 frames; steps: the numbers of its frames, from 0.  seen(done, total) is told of each frame.
    """
    path = Path(path)
    if path.suffix not in KINDS:
        raise ValueError(f"path must end in {', '.join(KINDS)}; got {str(path)!r}.")
    if path.suffix not in kinds(app):
        raise ValueError(f"an animation needs something that plays; {app.name} has nothing that does.")
    if path.suffix == ".png":
        path.write_bytes(app.snapshot())
        return path
    state, canvas = app.copy()
    if path.suffix == ".gif":
        _animate(app.plan, state, canvas, path, steps, seen)
    else:
        canvas.print(path)
    return path


def place(path: str | PathLike[str]) -> str:
    """The path as a reader finds it again, wherever the kernel works: from the root on, or from the home folder, ~."""
    absolute, home = Path(path).absolute(), Path(expanduser("~"))  # which is "~" where nobody knows the home
    return str(Path("~") / absolute.relative_to(home) if absolute.is_relative_to(home) else absolute)


def kinds(app: "App") -> tuple[str, ...]:
    """The kinds of file that a figure can be: one that does not play has no animation."""
    return KINDS if app.state.playing() else KINDS[:-1]


def _animate(plan: "Plan", state: Settings, canvas: Canvas, path: Path, steps: Iterable[int] | None, seen: Seen) -> None:
    steps = range(min(max(state.place(), LEAST), state.frames() - 1) + 1) if steps is None else list(steps)
    images = []
    for done, step in enumerate(steps, start=1):
        canvas.sheet.update(plan.frame(state.at_frame(step)))
        canvas.draw()
        images.append(canvas.quantised(canvas.image()))
        seen(done, len(steps))
    durations = [FRAME] * (len(images) - 1) + [LAST]
    images[0].save(path, save_all=True, append_images=images[1:], duration=durations, loop=0, optimize=False)
