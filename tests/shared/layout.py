"""Whether the lines of text of a figure, those that change, lie over each other or leave the picture."""

from helpers.live.canvas import WIDTH, font_of

WIDTHS = {True: (1000, 720, 400), False: (1440, 1000, 600, 400)}  # {whether it is projected: CSS pixels}


def boxes(app):
    """(text, left, top, right, bottom) of each line of text that is written on top, in pixels."""
    dpi, height = app.sheet.figure.dpi, app.sheet.figure.bbox.height
    for label in app.sheet.labels:
        if label.get_text().strip():
            size = label.get_fontsize() * dpi / 72
            x, y = label.get_transform().transform(label.get_position())
            middle = height - y if label.get_verticalalignment() == "center" else height - y - 0.36 * size
            length = font_of(label.get_fontweight(), size).getlength(label.get_text())
            yield label.get_text(), x, middle - 0.36 * size, x + length, middle + 0.36 * size


def overlapping(app):
    """Pairs of texts that are written over each other, and texts that leave the picture."""
    width, height, found = app.sheet.figure.bbox.width, app.sheet.figure.bbox.height, list(boxes(app))
    out = [text for text, left, top, right, bottom in found if left < 0 or right > width or top < 0 or bottom > height]
    pairs = [
        (one[0], other[0])
        for place, one in enumerate(found)
        for other in found[:place]
        if one[1] < other[3] and other[1] < one[3] and one[2] < other[4] and other[2] < one[4]
    ]
    return out + pairs


def crowded(app):
    """The same for every line of text of the figure, names of axes too, but not their numbers."""
    figure = app.sheet.figure
    renderer = figure.canvas.get_renderer()
    for axes in figure.axes:
        for axis in (axes.xaxis, axes.yaxis):
            axis.get_tightbbox(renderer)  # which puts its name where it will be drawn
    texts = [*figure.texts, *(text for axes in figure.axes for text in axes.texts)]
    texts += [label for axes in figure.axes if axes.axison for label in (axes.xaxis.label, axes.yaxis.label)]
    found = [(text.get_text(), text.get_window_extent(renderer)) for text in texts if text.get_text() and text.get_visible()]
    width, height = figure.bbox.width, figure.bbox.height
    out = [text for text, box in found if box.x0 < -1 or box.x1 > width + 1 or box.y0 < -1 or box.y1 > height + 1]
    pairs = [
        (one, other)
        for place, (one, a) in enumerate(found)
        for other, b in found[:place]
        if min(a.x1, b.x1) - max(a.x0, b.x0) >= 1.5 and min(a.y1, b.y1) - max(a.y0, b.y0) >= 3
    ]
    return out + pairs


def cluttered(app):
    """{(whether it is projected, width): what the two above find}, of the rooms and widths where they find anything.

    Laid out for each, and not drawn: the texts say where they lie.
    """
    found = {}
    for app.sheet.projector, widths in WIDTHS.items():  # last as it was
        for width in widths:
            app.canvas.resize(width, 1)
            found[app.sheet.projector, width] = overlapping(app) + crowded(app)
    app.canvas.resize(WIDTH, 1)
    return {place: texts for place, texts in found.items() if texts}
