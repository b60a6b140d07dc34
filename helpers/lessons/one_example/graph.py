"""A small network as a graph: values on the way forward, slopes on the way back, for one example."""

from types import SimpleNamespace

import numpy as np

from helpers.lessons.one_example.network import BACK_HIDDEN, BACK_OUTPUT, HIDDEN, LOSS, OUTPUT, TAKE, UPDATE
from helpers.live import Mark
from helpers.live.looks import BATCH, FULL, QUIET, SHADES
from helpers.live.words import text_width

RADIUS, SIZE = 31, 11.5  # points: of a node, of the numbers
MODEL = SHADES[-1]

INPUTS = ((0.065, 0.27), (0.065, 0.73))  # places as fractions of the graph, from the top left corner
UNITS = ((0.49, 0.16), (0.49, 0.5), (0.49, 0.84))
SCORE, RESULT, TARGET = (0.77, 0.5), (0.94, 0.5), (0.94, 0.84)
NODES = (*INPUTS, *UNITS, SCORE, RESULT, TARGET)
KNOWN = (TAKE, TAKE, HIDDEN, HIDDEN, HIDDEN, OUTPUT, LOSS, TAKE)  # the line that says a node's value
AGAIN = {OUTPUT: BACK_OUTPUT, HIDDEN: BACK_HIDDEN}  # the line of the way back that comes to the same nodes

EDGES = np.array([(start, end) for end in UNITS for start in INPUTS] + [(start, SCORE) for start in UNITS])
SHARES = np.array([0.68] * 6 + [0.42, 0.5, 0.42])[:, None]  # how far along an edge its number stands
PLACES = EDGES[:, 0] + SHARES * (EDGES[:, 1] - EDGES[:, 0])
RAISED = 7  # the level edge, whose number stands above it
ON_EDGES = (slice(0, 6), slice(6, 9, 2))  # the numbers of the two layers that stand on their edges
PLATE = {rows: [(-1, -0.3 * rows), (1, -0.3 * rows), (1, 0.3 * rows), (-1, 0.3 * rows)] for rows in (1, 2)}
BIASED = ("h₁", "h₂", "h₃", "ŷ")
DRAWN = dict(wires=2, edges=9, plates=2, nodes=8, names=4)  # the artists, in drawing order
WRITTEN = dict(values=8, node_slopes=8, weights=9, weight_slopes=9, biases=4, bias_slopes=4)
COUNTS = DRAWN | WRITTEN


class Graph(Mark):
    """Nodes and edges, each with its number and, on the way back, the slope of the loss below it.

    inputs: the names of the two.  Data: (lit, pass, layers): the line of the recipe that runs, what
    `helpers.lessons.one_example.network.there_and_back` says, and the weights to show, (3, 3) and (1, 4), biases last.
    It stands in a bare Panel with an x axis from 0 to 1 and a y axis from 1 to 0. All numbers have one width, so that their
    places depend on the layout only.
    """

    inks = (FULL, BATCH, QUIET, MODEL)

    def __init__(self, inputs):
        super().__init__()
        self.inputs = inputs

    @staticmethod
    def parts(artists):
        """The artists by name."""
        ends = np.cumsum([0, *COUNTS.values()])
        return SimpleNamespace(**{name: artists[first:last] for name, first, last in zip(COUNTS, ends, ends[1:])})

    def make(self, axes, data):
        look = dict(ls="", ms=2 * RADIUS, mfc="white", mec=FULL, mew=1.8, animated=True)
        wires = [axes.plot(*zip(start, RESULT), color=QUIET, lw=1.2, zorder=0.5)[0] for start in (SCORE, TARGET)]
        edges = [axes.plot(*edge.T, solid_capstyle="butt", animated=True)[0] for edge in EDGES]
        plates = [axes.plot(*PLACES[some].T, ls="", color="white", animated=True)[0] for some in ON_EDGES]
        nodes = [axes.plot(*place, marker="s" if place in (RESULT, TARGET) else "o", **look)[0] for place in NODES]
        for plate in plates:
            plate.set_markersize(text_width("∂ +0.000", SIZE) + 4)
        names = [axes.text(0, 0, name, size=SIZE + 0.5, color=FULL, va="center") for name in (*self.inputs, "loss L", "y")]
        numbers = []
        for name, count in WRITTEN.items():
            look = dict(color=BATCH if name.endswith("slopes") else FULL, size=SIZE, va="center", animated=True)
            numbers += [axes.text(0, 0, "", **look) for _ in range(count)]
        return [*wires, *edges, *plates, *nodes, *names, *numbers]

    def key(self, data):
        return ()

    def settle(self, artists, data, panel):
        for text, place in zip(self.parts(artists).names, (*INPUTS, RESULT, TARGET)):
            down = RADIUS + 13 if place in (INPUTS[1], TARGET) else -RADIUS - 12
            _shift(text, place, -text_width(text.get_text(), SIZE + 0.5) / 2, down, panel)

    def put(self, artists, data, panel):
        parts = self.parts(artists)
        self._put_nodes(parts, data, panel)
        self._put_edges(parts, data, panel)
        self._put_biases(parts, data, panel)

    def _put_nodes(self, parts, data, panel):
        lit, seen, _ = data
        values = [*seen.x, *seen.hidden, seen.score, seen.loss, seen.y]
        slopes = [None, None, *seen.hidden_slopes, seen.score_slope, None, None]
        for node, (value, slope, place, line) in enumerate(zip(values, slopes, NODES, KNOWN)):
            back = slope is not None and lit >= AGAIN[line]
            strings = (signed(value) if lit >= line else "", f"∂ {signed(slope)}" if back else "")
            _pair(place, (parts.values[node], parts.node_slopes[node]), strings, panel)
            now = lit in (line, AGAIN.get(line))
            parts.nodes[node].set(markeredgecolor=BATCH if now else FULL, markeredgewidth=3.4 if now else 1.8)

    def _put_edges(self, parts, data, panel):
        lit, seen, layers = data
        weights, slopes = ([*first[:, :2].ravel(), *second[0, :3]] for first, second in (layers, seen.slopes))
        known = [lit >= BACK_HIDDEN] * 6 + [lit >= BACK_OUTPUT] * 3
        now = [lit in (HIDDEN, BACK_HIDDEN, UPDATE)] * 6 + [lit in (OUTPUT, BACK_OUTPUT, UPDATE)] * 3
        for edge, (line, weight, slope) in enumerate(zip(parts.edges, weights, slopes)):
            wide = thickness(weight)
            line.set(color=MODEL if now[edge] else QUIET, alpha=1 if now[edge] else 0.55, linewidth=wide)
            line.set_linestyle("-" if weight >= 0 else (0, (6 / wide, 4 / wide)))
            parts.weights[edge].set_weight("bold" if lit == UPDATE else "normal")
            strings = (signed(weight), f"∂ {signed(slope)}" if known[edge] else "")
            pair = parts.weights[edge], parts.weight_slopes[edge]
            _pair(PLACES[edge], pair, strings, panel, raised=24 if edge == RAISED else 0)
        for plate, two in zip(parts.plates, (known[0], known[-1])):
            plate.set_marker(PLATE[2 if two else 1])

    def _put_biases(self, parts, data, panel):
        lit, seen, layers = data
        biases, slopes = ([*first[:, 2], second[0, 3]] for first, second in (layers, seen.slopes))
        for unit, (name, bias, slope, place) in enumerate(zip(BIASED, biases, slopes, (*UNITS, SCORE))):
            known = lit >= (BACK_HIDDEN if unit < 3 else BACK_OUTPUT)
            down = RADIUS + 12 if unit == 2 else -RADIUS - 28
            above, below = parts.biases[unit], parts.bias_slopes[unit]
            above.set(text=f"{name}  bias {signed(bias)}", weight="bold" if lit == UPDATE else "normal")
            below.set_text(f"∂ {signed(slope)}" if known else "")
            _shift(above, place, -20, down, panel)
            _shift(below, place, -20, down + 16, panel)


def _shift(text, place, right, down, panel):
    """Put a text some points from a place of the graph."""
    (x, y), (width, height) = place, panel.size
    text.set_position((x + right / width, y + down / height))


def _pair(place, texts, strings, panel, raised=0):
    """A number and, where there is one, the slope under it, centred on a place."""
    apart = 8 if strings[1] else 0
    for text, string, usual, down in zip(texts, strings, ("+0.000", "∂ +0.000"), (-apart, apart)):
        text.set_text(string)
        _shift(text, place, -text_width(usual, SIZE) / 2, down - raised, panel)


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
