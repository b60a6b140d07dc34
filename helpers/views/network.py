"""A small network as a graph: values on the way forward, slopes on the way back, for one example."""

from dataclasses import dataclass

import numpy as np

from helpers.views.recipe import Recipe
from helpers.views.sheet import Name, Names, Sheet, text_width
from helpers.views.style import BATCH, FULL, GRID, QUIET, SHADES

LINES = (
    "1  Take one example",
    "2  Feed it forward: hidden layer",
    "    output layer",
    "    and calculate the loss",
    "3  Gradient: output layer first",
    "    then the hidden layer",
    "4  Update all 13 weights",
)
TAKE, HIDDEN, OUTPUT, LOSS, BACK_OUTPUT, BACK_HIDDEN, UPDATE = range(len(LINES))
RADIUS, SIZE = 31, 11.5  # points: of a node, of the numbers
MODEL = SHADES[-1]

INPUTS = ((0.08, 0.27), (0.08, 0.73))  # places as fractions of the graph, from the top left corner
UNITS = ((0.5, 0.16), (0.5, 0.5), (0.5, 0.84))
SCORE, RESULT, TARGET = (0.765, 0.5), (0.93, 0.5), (0.93, 0.84)
NODES = (*INPUTS, *UNITS, SCORE, RESULT, TARGET)
KNOWN = (TAKE, TAKE, HIDDEN, HIDDEN, HIDDEN, OUTPUT, LOSS, TAKE)  # the line that says a node's value
PLATE = {rows: [(-1, -0.3 * rows), (1, -0.3 * rows), (1, 0.3 * rows), (-1, 0.3 * rows)] for rows in (1, 2)}


@dataclass(frozen=True, eq=False)
class Frame:
    """What one frame shows.

    lit, formulas: of the recipe.  title: which step and example.  inputs: their two names.  x: (2,).  y, score, loss:
    numbers.  hidden: (3,).  layers and slopes: the weights of the two layers, (3, 3) and (1, 4), biases last, and
    the derivatives of the loss with respect to them.  hidden_slopes: (3,) and score_slope: those of the values.
    """

    lit: int
    formulas: tuple
    title: str
    inputs: tuple
    x: np.ndarray
    y: float
    hidden: np.ndarray
    score: float
    loss: float
    layers: tuple
    slopes: tuple
    hidden_slopes: np.ndarray
    score_slope: float


class Network(Sheet):
    """The recipe beside the graph."""

    inks = (FULL, BATCH, QUIET, GRID, MODEL)

    def __init__(self):
        super().__init__()
        self.graph = self.add(Graph(self.axes()))
        self.recipe = self.add(Recipe(self.figure, LINES, size=12.5, beside=900))
        self.names = self.add(
            Names(
                self.figure,
                Name(dict(color=MODEL, lw=2.6), "positive weight"),
                Name(dict(color=MODEL, lw=2.6, ls=(0, (3, 2))), "negative weight"),
                Name(dict(color=BATCH, marker="$∂$", ms=11, ls=""), "∂L/∂ of the number above: how fast the loss grows with it"),
                size=12,
            )
        )

    def arrange(self, points, narrow):
        left, right, narrow = 16, points - 16, points < 960
        top = self.names.height(right - left) + 28
        wide = right - left if narrow else round(0.56 * (right - left))
        tall = 440
        places = {self.names: (left, 0, right, top - 28), self.graph: (left, top, left + wide, top + tall)}
        x = left if narrow else left + wide + 10
        lines = self.recipe.height(right - x)
        y = top + tall + 12 if narrow else top + (tall - lines) / 2
        places[self.recipe] = (x, y, right, y + lines)
        return max(y + lines, top + tall) + 14, places

    def still_key(self, frame):
        return frame.inputs


class Graph:
    """Nodes and edges, each with its number and, on the way back, the slope of the loss below it.

    All numbers have one width, so that their places depend on the layout only.
    """

    def __init__(self, axes):
        self.axes = axes
        axes.set_axis_off()
        axes.set(xlim=(0, 1), ylim=(1, 0))
        moving = dict(animated=True)
        first = [(start, end) for end in UNITS for start in INPUTS]
        second = [(start, SCORE) for start in UNITS]
        self.edges = [axes.plot(*zip(*pair), solid_capstyle="butt", **moving)[0] for pair in first + second]
        self.wires = [axes.plot(*zip(start, RESULT), color=QUIET, lw=1.2, **moving)[0] for start in (SCORE, TARGET)]
        self.plates = [axes.plot([], [], ls="", color="white", **moving)[0] for _ in range(2)]
        look = dict(ls="", ms=2 * RADIUS, mfc="white", mec=FULL, mew=1.8, **moving)
        self.nodes = [axes.plot(*place, marker="s" if place in (RESULT, TARGET) else "o", **look)[0] for place in NODES]
        self.moving = [*self.edges, *self.wires, *self.plates, *self.nodes]
        self.title = self._texts(1, weight="bold", size=13.5)[0]
        self.values, self.node_slopes = self._texts(len(NODES)), self._texts(len(NODES), color=BATCH)
        self.names = self._texts(4, size=SIZE + 0.5)
        self.weights, self.weight_slopes = self._texts(len(self.edges)), self._texts(len(self.edges), color=BATCH)
        self.biases, self.bias_slopes = self._texts(4), self._texts(4, color=BATCH)
        self.labels = [
            self.title, *self.names, *self.values, *self.node_slopes,
            *self.weights, *self.weight_slopes, *self.biases, *self.bias_slopes,
        ]  # fmt: skip

    def _texts(self, count, **look):
        look = dict(size=SIZE, color=FULL, va="center", animated=True) | look
        return [self.axes.text(0, 0, "", **look) for _ in range(count)]

    def set_still(self, frame):
        """Where each edge carries its number: a fraction of the graph, and points above the edge."""
        box = self.axes.get_window_extent()
        points = 72 / self.axes.figure.dpi
        self._unit = np.array([1 / (box.width * points), 1 / (box.height * points)])
        self._half = text_width("+0.000", SIZE) / 2
        self._slope_half = text_width("∂ +0.000", SIZE) / 2
        for plates, edges, share in ((self.plates[0], self.edges[:6], 0.68), (self.plates[1], self.edges[6::2], 0.42)):
            ends = np.array([edge.get_data() for edge in edges])
            plates.set_data(*(ends[:, :, 0] + share * (ends[:, :, 1] - ends[:, :, 0])).T)
            plates.set_markersize(2 * self._slope_half + 4)
        middle = ((UNITS[1][0] + SCORE[0]) / 2, SCORE[1] - 24 * self._unit[1])
        (x, y), (x2, y2) = self.plates[0].get_data(), self.plates[1].get_data()
        self._places = [*zip(x, y), (x2[0], y2[0]), middle, (x2[1], y2[1])]
        for name, text, place in zip(self.names, (*frame.inputs, "loss L", "y"), (*INPUTS, RESULT, TARGET)):
            name.set_text(text)
            down = RADIUS + 13 if place in (INPUTS[1], TARGET) else -RADIUS - 12
            self._put(name, place, -text_width(text, SIZE + 0.5) / 2, down)
        self._put(self.title, (0, 0), 0, -14)

    def _put(self, text, place, right, down):
        text.set_position(place + self._unit * (right, down))

    def _pair(self, place, texts, strings, below=True):
        """A number and, where there is one, the slope under it, centred on a place."""
        shift = 8 if strings[1] else 0
        for text, string, half, down in zip(texts, strings, (self._half, self._slope_half), (-shift, shift)):
            text.set_text(string)
            self._put(text, place, -half, down)

    def update(self, frame):
        self.title.set_text(frame.title)
        self._update_edges(frame)
        values = [*frame.x, *frame.hidden, frame.score, frame.loss, frame.y]
        slopes = [None, None, *frame.hidden_slopes, frame.score_slope, None, None]
        for node, (value, slope, place, line) in enumerate(zip(values, slopes, NODES, KNOWN)):
            back = slope is not None and frame.lit >= (BACK_OUTPUT if line == OUTPUT else BACK_HIDDEN)
            strings = (signed(value) if frame.lit >= line else "", f"∂ {signed(slope)}" if back else "")
            self._pair(place, (self.values[node], self.node_slopes[node]), strings)
            lit = frame.lit == line or frame.lit == {OUTPUT: BACK_OUTPUT, HIDDEN: BACK_HIDDEN}.get(line)
            self.nodes[node].set(markeredgecolor=BATCH if lit else FULL, markeredgewidth=3.4 if lit else 1.8)

    def _update_edges(self, frame):
        (first, second), (back, back2) = frame.layers, frame.slopes
        weights = [*first[:, :2].ravel(), *second[0, :3]]
        slopes = [*back[:, :2].ravel(), *back2[0, :3]]
        shown = [frame.lit >= BACK_HIDDEN] * 6 + [frame.lit >= BACK_OUTPUT] * 3
        lit = [frame.lit in (HIDDEN, BACK_HIDDEN, UPDATE)] * 6 + [frame.lit in (OUTPUT, BACK_OUTPUT, UPDATE)] * 3
        bold = "bold" if frame.lit == UPDATE else "normal"
        for edge, (line, weight, slope) in enumerate(zip(self.edges, weights, slopes)):
            wide = thickness(weight)
            line.set(color=MODEL if lit[edge] else QUIET, alpha=1 if lit[edge] else 0.55, linewidth=wide)
            line.set_linestyle("-" if weight >= 0 else (0, (6 / wide, 4 / wide)))
            self.weights[edge].set_weight(bold)
            strings = (signed(weight), f"∂ {signed(slope)}" if shown[edge] else "")
            self._pair(self._places[edge], (self.weights[edge], self.weight_slopes[edge]), strings)
        for plates, back_shown in zip(self.plates, (shown[0], shown[6])):
            plates.set_marker(PLATE[2 if back_shown else 1])
        biases, slopes = [*first[:, 2], second[0, 3]], [*back[:, 2], back2[0, 3]]
        for unit, (bias, slope, place) in enumerate(zip(biases, slopes, (*UNITS, SCORE))):
            down = RADIUS + 12 if unit == 2 else -RADIUS - 28
            self.biases[unit].set_text(f"{('h₁', 'h₂', 'h₃', 'ŷ')[unit]}  bias {signed(bias)}")
            self.biases[unit].set_weight(bold)
            self.bias_slopes[unit].set_text(f"∂ {signed(slope)}" if shown[0 if unit < 3 else 6] else "")
            for row, text in enumerate((self.biases[unit], self.bias_slopes[unit])):
                self._put(text, place, -20, down + 16 * row)


def thickness(weight):
    """The width of an edge in points: it grows with the weight's size."""
    return 1 + 2.2 * min(abs(weight), 2.5) if np.isfinite(weight) else 1


def signed(value):
    """A number in six characters or fewer, with its sign.

    >>> signed(-0.12345), signed(12.345), signed(-1.2e30), signed(float("nan"))
    ('−0.123', '+12.35', '−1e30', 'lost')
    """
    if np.isnan(value):
        return "lost"
    if np.isinf(value):
        return "+∞" if value > 0 else "−∞"
    digits = next((digits for digits, limit in ((3, 9.9995), (2, 99.995), (1, 999.95)) if abs(value) < limit), None)
    text = f"{value:+.0e}".replace("e+0", "e").replace("e+", "e") if digits is None else f"{value:+.{digits}f}"
    return text.replace("-", "−")
