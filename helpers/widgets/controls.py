"""Labelled controls."""

import ipywidgets


def button(label, icon, tooltip, act, width="84px"):
    made = ipywidgets.Button(description=label, icon=icon, tooltip=tooltip, layout=ipywidgets.Layout(width=width))
    made.on_click(lambda _: act())
    return made


def slider(label, value, low, high):
    """A slider over whole numbers."""
    return ipywidgets.IntSlider(value, min=low, max=high, description=label, **_shape())


def choice_slider(label, value, options):
    """A slider over listed numbers; a value between them joins the list."""
    pairs = [(f"{option:g}".replace("-", "−"), option) for option in sorted({*options, value})]
    return ipywidgets.SelectionSlider(value=value, options=pairs, description=label, **_shape())


def menu(label, value, options):
    """A menu; options are {value: what the menu says}."""
    pairs = [(text, key) for key, text in options.items()]
    return ipywidgets.Dropdown(value=value, options=pairs, description=label, **_shape())


def row(*children):
    """Controls side by side, wrapping where the cell is narrow."""
    return ipywidgets.HBox(children, layout=ipywidgets.Layout(flex_flow="row wrap", align_items="center"))


def round_numbers(low, high):
    """Numbers from 10**low to 10**high, twenty a decade, in even ratios but rounded as a person would.

    The Renard series R20, with two digits where three say no more.

    >>> round_numbers(-1, 0)[:8]
    [0.1, 0.11, 0.125, 0.14, 0.16, 0.18, 0.2, 0.22]
    """
    decade = "1 1.1 1.25 1.4 1.6 1.8 2 2.2 2.5 2.8 3.2 3.6 4 4.5 5 5.6 6.3 7.1 8 9".split()
    return [float(f"{digits}e{power}") for power in range(low, high) for digits in decade] + [float(10**high)]


def _shape():
    return {
        "style": {"description_width": "initial"},
        "layout": ipywidgets.Layout(width="auto", flex="1 1 280px", margin="2px 14px 2px 2px"),
    }
