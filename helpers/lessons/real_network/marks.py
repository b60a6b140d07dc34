"""Marks and colours of the network in training."""

import numpy as np
from matplotlib.artist import Artist
from matplotlib.colors import to_rgb

from helpers.lessons.real_network.ends import span
from helpers.lessons.real_network.key import CLASSES, SIGNS, Key
from helpers.lessons.real_network.place import FINER, GRID, window
from helpers.lessons.real_network.plane import BANDS
from helpers.live import LINE, TITLE, Axis, Line, Mark, Panel, Points, X, Y
from helpers.live.looks import BATCH, FULL, QUIET, SHADES
from helpers.live.words import legible, number

STRENGTHS = (0.14, 0.28, 0.42)  # of a region's colour, from unsure to sure

SIGNS_WIDE = {".": 0.318, "−": 0.838}  # in a number, of its size; a digit is 0.636: to measure new words takes a millisecond
SHOWN = 400  # examples at most in the picture of what has been learnt
KEY_ROOM, LABEL = 48, 28  # characters that the names of all classes, and a column's name along an axis, have room for

EXAMPLES = tuple(Points(marker=marker, color=colour, ms=6, mec="white", mew=0.7) for marker, colour, _ in CLASSES)


def _tint(colour, strength):
    """A colour mixed with white, as one number that holds its red, green, blue and alpha as bytes."""
    mixed = 1 - strength * (1 - np.array(to_rgb(colour)))
    return np.append(np.round(255 * mixed), 255).astype(np.uint8).view(np.uint32)[0]


TINTS = np.array([[_tint(colour, strength) for strength in STRENGTHS] for _, _, colour in CLASSES])
BORDER = _tint(QUIET, 1)
LEVELS = np.array([_tint(SHADES[3], step / 13) for step in range(14 - BANDS, 14)])  # those that a palette holds


def tinted(regions, confidence):
    """(G, G) classes and how sure, 0 to 2 -> (G, G) colours, with the borders of the classes darker."""
    pixels = TINTS.take(len(STRENGTHS) * regions + confidence)
    border = np.zeros(regions.shape, dtype=bool)
    border[:-1] |= regions[:-1] != regions[1:]
    border[:, :-1] |= regions[:, :-1] != regions[:, 1:]
    pixels[border] = BORDER
    return pixels


class Pixels(Mark):
    """A picture made of rectangles, the first row at the bottom. Data: (colours (H, W), its (left, right, low, high)).

    A colour is a number that holds red, green, blue and alpha as bytes. matplotlib's own image takes ten times as long.
    """

    inks = SHADES

    def make(self, axes, data):
        return [axes.add_artist(_Raster(animated=not self.still))]

    def put(self, artists, data, panel):
        artists[0].set_visible(data is not None)
        artists[0].data = data


class _Raster(Artist):
    def __init__(self, animated):
        super().__init__()
        self.set_animated(animated)

    def draw(self, renderer):
        if self.get_visible():
            colours, (left, right, low, high) = self.data
            scale = renderer.get_image_magnification()
            box = self.axes.transData.transform([(left, low), (right, high)])
            inside = np.clip(box, *self.axes.bbox.get_points())  # a pixel more than what is seen, at each side
            (x, y), (east, north) = np.floor(inside[0] * scale).astype(int), np.ceil(inside[1] * scale).astype(int)
            columns, rows = (
                ((np.arange(start, end) + 0.5) / scale - first) / (last - first) * count
                for start, end, first, last, count in zip((x, y), (east, north), *box, colours.shape[::-1])
            )
            rows, columns = (np.clip(each.astype(int), 0, count - 1) for each, count in zip((rows, columns), colours.shape))
            image = np.take(np.take(colours, rows, axis=0), columns, axis=1)
            context = renderer.new_gc()
            self._set_gc_clip(context)
            renderer.draw_image(context, x / scale, y / scale, image.view(np.uint8).reshape(*image.shape, 4))
            context.restore()


class Scale(Mark):
    """Numbers along one side of a unit square. Data: (places from 0 to 1, numbers), at most so many of each.

    Unlike those of an axis they may change with every frame: the still part stays. side: "x" or "y".  label: of the axis.
    """

    def __init__(self, side, label, most):
        super().__init__()
        self.side, self.label, self.most = side, label, most

    def make(self, axes, data):
        look = dict(va="center", transform=axes.transAxes, parse_math=False)
        texts = [axes.text(0, 0, "", size=11.5, color=QUIET, animated=True, **look) for _ in range(self.most)]
        (strokes,) = axes.plot([], [], color=QUIET, lw=0.8, transform=axes.transAxes, animated=True, clip_on=False)
        turn = 90 * (self.side == "y")
        return [strokes, axes.text(0, 0, self.label, size=12.5, color=FULL, ha="center", rotation=turn, **look), *texts]

    def key(self, data):
        return ()

    def settle(self, artists, data, panel):
        artists[1].set_position(self._at(0.5, 34 if self.side == "x" else 50, panel))

    def put(self, artists, data, panel):
        (strokes, _, *texts), (places, values) = artists, data or ((), ())
        ends = [self._at(place, length, panel) for place in places for length in (0, 4, np.nan)]
        strokes.set_data(*np.reshape(ends, (-1, 2)).T)
        for text, place, word in zip(texts, [*places, *[0] * self.most], [*map(number, values), *[""] * self.most]):
            text.set_text(word)
            wide = sum(11.5 * SIGNS_WIDE.get(sign, 0.636) for sign in word)
            x, y = self._at(place, 7 + wide if self.side == "y" else 14, panel)
            if self.side == "x":  # in the middle of its place, but beside another panel it keeps to its own
                x = np.clip(x - wide / 2 / panel.size[0], 0, 1 - wide / panel.size[0])
            text.set_position((x, y))

    def _at(self, place, out, panel):
        """Where that place of the side is, so many points outside, as shares of the panel."""
        wide, tall = panel.size
        return (place, -out / tall) if self.side == "x" else (-out / wide, place)


class Heading(Line):
    """An arrow over a unit square that says which way, at least `least` points long. Data: (from (x, y), to (x, y))."""

    usual = dict(color=BATCH, lw=2.4, markevery=[1], ms=9, least=34)

    def make(self, axes, data):
        return axes.plot([], [], **{key: value for key, value in self.look.items() if key != "least"}, animated=True)

    def put(self, artists, data, panel):
        x, y, right, up = (0, 0, 0, 0) if data is None else (*data[0], *(data[1] - data[0]))
        wide, tall = right * panel.size[0], up * panel.size[1]
        length = np.hypot(wide, tall)
        if not length > 0:
            artists[0].set_data([], [])
            return
        times = max(self.look["least"] / length, 1)
        artists[0].set_data([x, x + times * right], [y, y + times * up])
        artists[0].set_marker((3, 0, np.degrees(np.arctan2(tall, wide)) - 90))

    @property
    def sample(self):
        return dict(color=self.look["color"], lw=self.look["lw"], marker=">", markevery=[1], ms=8)


REGIONS, DIAGONAL, KEY = Pixels(), Line(color=QUIET, lw=1.4, ls=(0, (6, 3))), Key(still=True)
LIT = Points(ms=10, mfc="none", mec=BATCH, mew=1.3)
LEARNT = Panel(left=62, height=(262, 250))


def learnt(run):
    """Regions of the plane with the examples on them, predictions against the truth, or how likely each true class is."""
    nothing = dict.fromkeys((REGIONS, DIAGONAL, *EXAMPLES, LIT, KEY)) | {LINE: ""}
    return nothing | {"regions": regions, "fit": fit, "classes": classes}[run.material.kind](run)


def regions(run):
    material, (_, ends) = run.material, window(run.material)
    first, second = (f"{plain(name)}, standard units" for name in material.features)
    points, y = (values[material.seen[:SHOWN]] for values in (material.X, material.y))
    seen = {}
    if run.diverged is None:
        seen = {REGIONS: (tinted(*run.place.regions), around(ends)), LIT: points[run.batch[run.batch < len(y)]].T}
    return seen | {
        **{mark: points[y == k].T for mark, k in zip(EXAMPLES, range(len(material.classes)))},
        X: Axis(first, *ends[:2]),
        Y: Axis(second, *ends[2:]),
        TITLE: "what the network has learnt",
        KEY: (names(material), True),
    }


def fit(run):
    material, name, ends = run.material, plain(run.material.target), span(run.material)
    return {
        DIAGONAL: (ends, ends),
        EXAMPLES[0]: (material.y[material.held[:SHOWN]], np.nan_to_num(run.place.held[:SHOWN], nan=1e9)),
        X: Axis(f"true {name}, standard units", *ends),
        Y: Axis("predicted", *ends),
        TITLE: "predicted and true: validation",
        LINE: f"1 standard unit of {name} is {number(material.unit)} {material.measured}".rstrip(),
    }


def classes(run):
    material, count = run.material, len(run.material.classes)
    y = material.y[material.held[:SHOWN]]
    chances = run.place.held[np.arange(len(y)), y.astype(int)]
    heights = y + 0.6 * (0.618034 * np.arange(len(y)) % 1 - 0.5)  # spread, so that no mark hides another
    ends = -0.6, count - 0.4
    return {
        DIAGONAL: ([0.5, 0.5], ends),
        **{mark: (chances[y == k], heights[y == k]) for mark, k in zip(EXAMPLES, range(count))},
        X: Axis("chance that the network gives the true class", -0.02, 1.02),
        Y: Axis("", *ends, ticks={k: SIGNS[k] for k in range(count)}),
        TITLE: "how sure, class by class",
        KEY: (names(material), False),
    }


def around(ends):
    """The ends of a picture whose outer pixels have their middles at these ends."""
    left, right, low, high = ends
    wide, tall = (right - left) / (GRID * FINER) / 2, (high - low) / (GRID * FINER) / 2
    return left - wide, right + wide, low - tall, high + tall


def names(material):
    """The names of the classes, as long as the key has room for."""
    return [legible(name, KEY_ROOM // len(material.classes)) for name in material.classes]


def plain(name):
    return legible(name.replace("_", " "), LABEL)
