"""Labelled controls, the picture in the browser, the teacher's tools, and App, which holds a live figure together."""

from helpers.widgets.app import App
from helpers.widgets.controls import button, choice_slider, menu, round_numbers, row, slider
from helpers.widgets.picture import Picture
from helpers.widgets.player import Player, presets

__all__ = [
    "App",
    "Picture",
    "Player",
    "button",
    "choice_slider",
    "menu",
    "presets",
    "round_numbers",
    "row",
    "slider",
]
