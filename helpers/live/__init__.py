"""The engine of live figures: `from helpers.live import Frame, Line, Panel, Settings, figure, whole`.

settings, controls  what a figure is told     marks  what is drawn     panel, layout, drawn  where
figure  the decorator     sheet, canvas, picture  from a frame to the browser
app, player, dragging, measuring, tools  around it     ghosts  behind it     layers  a frame as bytes     kinds  of data
legend, looks, dark, palettes, words, scales, curves  what drawings share
access, export, links, predicted, room, threads  further around
"""

from helpers.live.figure import Frame, figure
from helpers.live.layout import above, beside, grid
from helpers.live.marks import (
    Band,
    Cells,
    Contours,
    Histogram,
    Level,
    Line,
    Mark,
    Measured,
    Names,
    Notice,
    Outside,
    Points,
    Recipe,
    Rule,
    Table,
    Tags,
    Tangent,
    Text,
)
from helpers.live.panel import LINE, SECOND, TITLE, Axis, Panel, X, Y, powers
from helpers.live.scales import round_numbers
from helpers.live.settings import Kept, Settings, between, choice, given, phase, switch, whole

__all__ = [
    "LINE",
    "SECOND",
    "TITLE",
    "Axis",
    "Band",
    "Cells",
    "Contours",
    "Frame",
    "Histogram",
    "Kept",
    "Level",
    "Line",
    "Mark",
    "Measured",
    "Names",
    "Notice",
    "Outside",
    "Panel",
    "Points",
    "Recipe",
    "Rule",
    "Settings",
    "Table",
    "Tags",
    "Tangent",
    "Text",
    "X",
    "Y",
    "above",
    "beside",
    "between",
    "choice",
    "figure",
    "given",
    "grid",
    "phase",
    "powers",
    "round_numbers",
    "switch",
    "whole",
]
