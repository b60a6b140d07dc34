"""The kinds of data that the engine hands on."""

from typing import Any

from helpers.types import Interval

Data = Any  # what a mark shows: each takes its own
Artists = list[Any]  # of one mark: each makes its own
Look = dict[str, Any]  # as matplotlib calls it
Change = dict[str, Any]  # of a trait of a widget, as traitlets tells it
Place = dict[str, float]  # of a picture on a page: its width in CSS pixels, and the ratio of device pixels to those
Bundle = tuple[dict[str, Any], dict[str, Any]]  # what a notebook is shown, by kind, and its metadata

Size = tuple[float, float]  # width and height
Box = tuple[float, float, float, float]  # left, top, right, bottom
Limits = tuple[Interval, Interval]  # of x and of y
