"""The four panels of a network in training."""

import numpy as np
from matplotlib.colors import to_rgb

from helpers.views.descent import notice, say
from helpers.views.panels import reach
from helpers.views.style import BATCH, DOTTED, FULL, QUIET, SHADES, TANGENT, style

CLASSES = (  # marker, its colour, and the colour of its region
    ("o", SHADES[5], SHADES[3]),
    ("s", TANGENT, TANGENT),
    ("^", FULL, QUIET),
    ("D", SHADES[1], SHADES[0]),
    ("v", QUIET, SHADES[5]),
    ("P", SHADES[3], FULL),
)
SIGNS = "●■▲◆▼✚"  # the same markers in a line of text
STRENGTHS = (0.14, 0.28, 0.42)  # of a region's colour, from unsure to sure
BANDS = 7  # of the plane
STEPS = (-1, 4)  # that the curves along the step reach, from behind to beyond it


def words(axes):
    """The bold title and the line of numbers above a panel; `lay` puts them there."""
    look = dict(transform=axes.transAxes, color=FULL, animated=True)
    return [axes.text(0, 1, "", weight="bold", size=13.5, **look), axes.text(0, 1, "", size=12, **look)]


def lay(labels):
    """Title and line at a fixed distance above the axes."""
    axes = labels[0].axes
    height = axes.get_window_extent().height * 72 / axes.figure.dpi
    for label, points in zip(labels, (27, 9)):
        label.set_y(1 + points / height)


def picture(axes, **look):
    """An image whose pixels are set at each frame."""
    white = np.full((1, 1, 3), 255, dtype=np.uint8)
    image = axes.imshow(white, origin="lower", aspect="auto", interpolation="nearest", animated=True, zorder=0, **look)
    axes.set(autoscale_on=False)
    return image


def colours(values):
    """Colours from 0 to 1 as bytes, which draw faster."""
    return np.round(255 * np.asarray(values)).astype(np.uint8)


class Learnt:
    """What the network has learnt: regions of the plane with the examples on them, predictions against the truth, or how
    likely the network thinks each example's own class."""

    def __init__(self, axes):
        self.axes = axes
        style(axes)
        self.image = picture(axes)
        moving = dict(animated=True)
        (self.diagonal,) = axes.plot([], [], color=QUIET, lw=1.4, ls=(0, (6, 3)), **moving)
        look = dict(ms=6, mec="white", mew=0.7, ls="", **moving)
        self.marks = [axes.plot([], [], marker, color=colour, **look)[0] for marker, colour, _ in CLASSES]
        (self.lit,) = axes.plot([], [], "o", ms=10, mfc="none", mec=BATCH, mew=1.3, ls="", **moving)
        self.labels = words(axes)
        self.moving = [self.image, self.diagonal, *self.marks, self.lit]

    def set_still(self, frame):
        left, right, bottom, top = frame.limits
        self.axes.set(xlim=(left, right), ylim=(bottom, top), xlabel=frame.names[0], ylabel=frame.names[1])
        self.axes.grid(frame.kind != "regions")
        if frame.kind == "classes":
            self.axes.set_yticks(range(len(frame.points)), [SIGNS[place] for place in range(len(frame.points))])
        else:
            self.axes.yaxis.set_major_locator(self.axes.xaxis.get_major_locator().__class__())
            self.axes.yaxis.set_major_formatter(self.axes.xaxis.get_major_formatter().__class__())
        if frame.regions is not None:  # a pixel's middle is where its class was asked for
            half_x, half_y = (right - left) / len(frame.regions) / 2, (top - bottom) / len(frame.regions) / 2
            self.image.set_extent((left - half_x, right + half_x, bottom - half_y, top + half_y))
        lay(self.labels)

    def update(self, frame):
        self.image.set_visible(frame.regions is not None)
        if frame.regions is not None:
            self.image.set_data(tinted(frame.regions, frame.confidence))
        left, right, *_ = frame.limits
        middle = {"fit": [left, right], "classes": [0.5, 0.5], "regions": []}[frame.kind]
        self.diagonal.set_data(middle, frame.limits[2:] if middle else [])
        for place, mark in enumerate(self.marks):
            mark.set_data(*(frame.points[place] if place < len(frame.points) else ([], [])))
        self.lit.set_data(*frame.lit)
        for label, text in zip(self.labels, (frame.titles[0], frame.lines[0])):
            label.set_text(text)


class Losses:
    """Full loss, validation loss and batch losses against the update."""

    def __init__(self, axes):
        self.axes = axes
        style(axes)
        axes.set(xlabel="update", ylabel="loss")
        moving = dict(animated=True)
        (self.changes,) = axes.plot([], [], color=QUIET, lw=1.2, ls=(0, (2, 2)), **moving)
        (self.batch,) = axes.plot([], [], "o", ms=3.2, mew=0, color=BATCH, **moving)
        (self.full,) = axes.plot([], [], color=FULL, lw=2.4, **moving)
        (self.validation,) = axes.plot([], [], color=SHADES[4], lw=2.2, ls=(0, (5, 2)), **moving)
        (self.now,) = axes.plot([], [], "o", ms=10, color=BATCH, mec="white", mew=1.4, clip_on=False, **moving)
        self.notice, self.labels = notice(axes), words(axes)
        self.moving = [self.changes, self.batch, self.validation, self.full, self.now, self.notice]

    def set_still(self, frame):
        self.axes.set(xlim=(-0.02 * frame.last, 1.02 * frame.last), ylim=(-0.03 * frame.ceiling, frame.ceiling))
        lay(self.labels)

    def update(self, frame):
        curves = (self.full, frame.full), (self.validation, frame.validation), (self.batch, frame.batch)
        for line, losses in curves:
            line.set_data(frame.steps, drawable(losses, frame.ceiling))
        now = drawable(frame.batch[-1:], frame.ceiling)
        self.now.set_data(frame.steps[-1:], np.where(now <= frame.ceiling, now, np.nan))
        marks = np.repeat(np.asarray(frame.changes, dtype=float), 3)
        self.changes.set_data(marks, np.tile([0, frame.ceiling, np.nan], len(frame.changes)))
        say(self.notice, "" if frame.diverged is None else f"diverged at update {frame.diverged}")
        for label, text in zip(self.labels, (frame.titles[1], frame.lines[1])):
            label.set_text(text)


class Along:
    """The loss along the step to come: of all examples solid, of the batch dotted, and the step on the dotted curve."""

    def __init__(self, axes):
        self.axes = axes
        style(axes)
        axes.set(xlabel="how far to go along the step", xlim=STEPS)  # the title says loss: small ones have long numbers
        axes.set_xticks(range(4), ["now", "η", "2η", "3η"])
        moving = dict(animated=True)
        (self.full,) = axes.plot([], [], color=FULL, lw=2.6, solid_capstyle="round", **moving)
        (self.tangent,) = axes.plot([], [], color=TANGENT, lw=4, solid_capstyle="round", **moving)
        (self.dotted,) = axes.plot([], [], **DOTTED, **moving)
        (self.then,) = axes.plot([], [], "o", ms=11, mfc="white", mec=BATCH, mew=2.4, **moving)
        (self.now,) = axes.plot([], [], "o", ms=13, color=BATCH, mec="white", mew=1.6, **moving)
        self.notice, self.labels = notice(axes), words(axes)
        self.moving = [self.full, self.tangent, self.dotted, self.then, self.now, self.notice]

    def set_still(self, frame):
        self.axes.set_ylim(-0.03 * frame.height, frame.height)
        lay(self.labels)

    def update(self, frame):
        self.full.set_data(frame.along, drawable(frame.full_along, frame.height))
        self.dotted.set_data(frame.along, drawable(frame.batch_along, frame.height))
        (x, loss), half = frame.now, reach(self.axes, frame.slope, points=40)
        self.tangent.set_data([x - half, x + half], [loss - half * frame.slope, loss + half * frame.slope])
        for mark, place in ((self.now, frame.now), (self.then, frame.then)):
            mark.set_data([place[0]], [place[1]])
        say(self.notice, f"↑ the batch loss here is {loss:.3g}" if loss > frame.height else "")
        for label, text in zip(self.labels, (frame.titles[2], frame.lines[2])):
            label.set_text(text)


class Plane:
    """A plane of the landscape in bands, the lightest the lowest, and the path on it."""

    def __init__(self, axes):
        self.axes = axes
        axes.set(xticks=[], yticks=[], xlim=(0, 1), ylim=(0, 1))
        axes.spines[:].set_color(QUIET)
        self.image = picture(axes, extent=(0, 1, 0, 1))
        moving = dict(animated=True)
        (self.path,) = axes.plot([], [], ".-", color=FULL, lw=1.8, ms=5, **moving)
        (self.start,) = axes.plot([], [], "s", ms=9, mfc="white", mec=FULL, mew=1.8, clip_on=False, **moving)
        (self.now,) = axes.plot([], [], "o", ms=12, color=BATCH, mec="white", mew=1.6, **moving)
        self.labels = words(axes)
        self.moving = [self.image, self.path, self.start, self.now]

    def set_still(self, frame):
        lay(self.labels)

    def update(self, frame):
        self.image.set_visible(frame.bands is not None)
        if frame.bands is not None:
            self.image.set_data(LEVELS[frame.bands])
        self.path.set_data(*frame.path.T)
        self.start.set_data(*frame.path[:1].T)
        self.now.set_data(*frame.path[-1:].T)
        for label, text in zip(self.labels, (frame.titles[3], frame.lines[3])):
            label.set_text(text)


def tinted(regions, confidence):
    """(G, G) classes and how sure, 0 to 2 -> (G, G, 3) colours, with the borders of the classes darker."""
    pixels = TINTS[regions, confidence]
    border = np.zeros(regions.shape, dtype=bool)
    border[:-1] |= regions[:-1] != regions[1:]
    border[:, :-1] |= regions[:, :-1] != regions[:, 1:]
    pixels[border] = colours(to_rgb(QUIET))
    return pixels


TINTS = colours([[1 - strength * (1 - np.array(to_rgb(colour))) for strength in STRENGTHS] for _, _, colour in CLASSES])
LEVELS = colours([1 - share * (1 - np.array(to_rgb(SHADES[3]))) for share in np.linspace(0, 1, BANDS)])


def drawable(losses, top):
    """Losses as a line can hold them: what is far above the axes is put just out of sight."""
    return np.minimum(np.nan_to_num(losses, nan=1e3 * top, posinf=1e3 * top), 1e3 * top)
