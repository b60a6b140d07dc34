"""Marks: what a figure draws. Each says its look once, and serves as artist and as entry of the legend."""

from helpers.live.marks.areas import Band, Cells, Histogram
from helpers.live.marks.base import Mark
from helpers.live.marks.contours import Contours
from helpers.live.marks.lines import Level, Line, Measured, Points, Rule, Tangent
from helpers.live.marks.names import Names
from helpers.live.marks.recipe import Recipe
from helpers.live.marks.table import Table
from helpers.live.marks.tags import Tags
from helpers.live.marks.texts import Notice, Outside, Text

__all__ = [
    "Band",
    "Cells",
    "Contours",
    "Histogram",
    "Level",
    "Line",
    "Mark",
    "Measured",
    "Names",
    "Notice",
    "Outside",
    "Points",
    "Recipe",
    "Rule",
    "Table",
    "Tags",
    "Tangent",
    "Text",
]
