"""Eight steps side by side, for print and for slides: the solid curve that stays, the dotted one that is new each time."""

from helpers.views.sheet import Name, Names, Sheet
from helpers.views.style import BATCH, FULL, GRID, QUIET, TANGENT, number, style

COUNT = 8
DOTTED = dict(color=BATCH, lw=2.2, ls=(0, (0.05, 1.75)), dash_capstyle="round")


class Sequence(Sheet):
    """Frames of the flagship as small multiples: a list of `COUNT` frames of `helpers.views.panels`."""

    inks = (FULL, BATCH, TANGENT, QUIET, GRID)

    def __init__(self):
        super().__init__()
        self.names = self.add(
            Names(
                self.figure,
                Name(dict(color=FULL, lw=2.2), "full loss"),
                Name(DOTTED, "batch loss of this step"),
                Name(dict(color=BATCH, marker="o", ms=9, mec="white", ls=""), "now"),
                Name(dict(mec=BATCH, marker="o", ms=8, mfc="white", mew=2, ls=""), "after this step"),
                Name(dict(color=BATCH, marker="^", ms=9, mec="white", ls=""), "now, above the picture"),
            )
        )
        self.steps = [self.add(_Step(self.axes(), place)) for place in range(COUNT)]

    def arrange(self, points, narrow):
        columns = 2 if narrow else 4
        top, left, gap = self.names.height(points - 60), 50, 14
        width = (points - left - 12 - gap * (columns - 1)) / columns
        tall, pitch = 0.78 * width, 0.78 * width + 34
        places = {self.names: (left, 0, points - 12, top)}
        for place, panel in enumerate(self.steps):
            row, column = divmod(place, columns)
            x, y = left + column * (width + gap), top + 24 + row * pitch
            places[panel] = (x, y, x + width, y + tall)
            panel.outer = (column == 0, row == COUNT // columns - 1)
        return top + 24 + pitch * (COUNT // columns) + 30, places

    def still_key(self, frames):
        return frames[0].scene


class _Step:
    """One step: the two curves, the point on the dotted one, and where it goes."""

    def __init__(self, axes, place):
        self.axes, self.place, self.outer = axes, place, (True, True)
        style(axes)
        axes.tick_params(labelsize=10)
        (self.full,) = axes.plot([], [], color=FULL, lw=2.2, solid_capstyle="round")
        (self.dotted,) = axes.plot([], [], **DOTTED, animated=True)
        (self.move,) = axes.plot([], [], color=TANGENT, lw=2.5, solid_capstyle="round", animated=True)
        (self.next,) = axes.plot([], [], "o", ms=8, mfc="white", mec=BATCH, mew=2, animated=True)
        (self.point,) = axes.plot([], [], "o", ms=9, color=BATCH, mec="white", mew=1.2, animated=True)
        (self.over,) = axes.plot([], [], "^", ms=9, color=BATCH, mec="white", mew=1.2, animated=True)
        self.title = axes.text(0, 1.04, "", transform=axes.transAxes, weight="bold", size=11.5, color=FULL, animated=True)
        self.moving, self.labels = [self.dotted, self.move, self.next, self.point, self.over], [self.title]

    def set_still(self, frames):
        frame, (left, bottom) = frames[self.place], self.outer
        self.full.set_data(frame.grid, frame.full_curve)
        self.axes.set(xlim=frame.grid[[0, -1]], ylim=(-0.03 * frame.ceiling, frame.ceiling))
        self.axes.tick_params(labelleft=left, labelbottom=bottom)
        self.axes.set_ylabel("loss" if left else "")
        self.axes.set_xlabel("weight w" if bottom else "")

    def update(self, frames):
        frame = frames[self.place]
        w, loss = frame.weights[-1], frame.batch_losses[-1]
        self.dotted.set_data(frame.grid, frame.batch_curve)
        self.move.set_data([w, frame.next_weight], [loss, frame.next_loss])
        self.point.set_data([w], [loss])
        self.next.set_data([frame.next_weight], [frame.next_loss])
        self.over.set_data([w] if loss > frame.ceiling else [], [0.95 * frame.ceiling] if loss > frame.ceiling else [])
        self.title.set_text(f"step {frame.step}   w = {number(w)}")
