"""A bold title and a line of numbers above a panel, both of which change from frame to frame."""

from helpers.views.style import FULL


def heading(axes):
    """A title and a line of numbers above the axes."""
    words = dict(transform=axes.transAxes, color=FULL, animated=True)
    return axes.text(0, 1, "", weight="bold", size=13.5, **words), axes.text(0, 1, "", size=12.5, **words)


def place_heading(title, line):
    """Put them a fixed distance above the axes, once these have their size."""
    height = title.axes.get_window_extent().height * 72 / title.axes.figure.dpi
    title.set_y(1 + 30 / height)
    line.set_y(1 + 11 / height)
