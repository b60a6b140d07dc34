"""Record the pictures and words of every figure, and compare two recordings.

python -m tools.pictures record FOLDER [figure ...]
python -m tools.pictures compare BEFORE AFTER [figure ...]

FOLDER/figure/ then holds one PNG for each state and size, and record.json: of each state the settings, the words, and the
texts of the picture in each size. A figure that is recorded again replaces its own folder only. Pictures that differ lie in
AFTER/differences/figure/: before, after, and in black the pixels that differ.
"""

import json
import re
import shutil
import sys
import time
import traceback
from collections import Counter
from contextlib import suppress
from io import BytesIO
from itertools import product
from pathlib import Path
from statistics import median

import numpy as np
from ipywidgets import SelectionSlider
from matplotlib.artist import Artist
from matplotlib.backends.backend_agg import RendererAgg
from PIL import Image
from traitlets import TraitError

import helpers
from helpers import apps

SIZES = {"1440": (1440, False), "600": (600, False), "projector": (1000, True), "1000": (1000, False)}  # as it opens: last
FURTHER = {"train_network": [{"updates": 300}]}  # openings that show what no control reaches
TOLERANCE = 8  # levels of a colour channel: a pixel that is further off differs
LISTED = 8  # texts or states, in a line of what differs


def record(folder, figures):
    """Record each figure; one that fails is reported, and left out."""
    print("recording", Path(helpers.__file__).parent)
    start, failed = time.process_time(), []
    for figure in figures or apps.FIGURES:
        began = time.process_time()
        try:
            count = record_figure(Path(folder) / figure, figure)
            print(f"{figure}: {count} states, {time.process_time() - began:.1f} s", flush=True)
        except Exception:
            failed.append(figure)
            print(f"{figure}: FAILED\n{traceback.format_exc(limit=-3)}", flush=True)
    print(f"{time.process_time() - start:.0f} s of processor time; failed: {', '.join(failed) or 'none'}")


def record_figure(folder, figure):
    """Write the pictures of all states of a figure, then its record; returns the number of states."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    record = {}
    for state, app in states(getattr(apps, figure), FURTHER.get(figure, [])):
        record[state] = {"settings": app.call, "words": app.words, "texts": {}}
        for size, (width, app.sheet.projector) in SIZES.items():
            app.canvas.resize(width, 1)
            picture = Image.open(BytesIO(app.canvas.png()))
            picture.save(folder / file_name(state, size), optimize=True)
            record[state]["texts"][size] = texts(app.sheet.figure)
    (folder / "record.json").write_text(json.dumps(record, indent=1, ensure_ascii=False), encoding="utf-8")
    return len(record)


def states(make, further):
    """(name, figure) of each state: as it opens, then with each control at its ends, one at a time and put back."""
    for arguments in further:
        yield ", ".join(f"{name}={value!r}" for name, value in arguments.items()), make(**arguments)
    app = make()
    opening = app.call
    yield "opening", app
    for name in list(app.controls):
        first = app.controls[name].value
        for value in ends(app.controls[name]):
            if value != first:
                app.controls[name].value = value
                yield f"{name}={value!r}", app
                with suppress(TraitError):  # the control may have other options by now
                    app.controls[name].value = first
                if app.call != opening:  # the control has moved others along
                    app = make()


def ends(control):
    """The values at both ends of a control: a slider's lowest and highest, each option of a menu, both of a box."""
    if hasattr(control, "min"):
        return [control.min, control.max]
    if hasattr(control, "options"):
        values = [value for _, value in control.options]
        return [values[0], values[-1]] if isinstance(control, SelectionSlider) else values
    return [False, True]


class Reader(RendererAgg):
    """Draws as for the screen, and keeps each line of text that is written."""

    def draw_text(self, gc, x, y, s, *args, **kwargs):
        self.lines.append(s)


def texts(figure):
    """The lines of text that a matplotlib figure shows, sorted; neither hidden texts nor ticks beyond the axes."""
    reader = Reader(*figure.bbox.size, figure.dpi)
    reader.lines = []
    figure.draw(reader)
    for artist in figure.findobj(Artist.get_animated):  # left out by draw: a live canvas draws these on its own
        artist.draw(reader)
    return sorted(line.strip() for line in reader.lines if line.strip())


def file_name(state, size):
    """Of the picture of a state in a size."""
    return re.sub(r"[^\w.=-]+", "_", state) + f".{size}.png"


def compare(before, after, figures):
    """Print what differs between two recordings, and write the pictures that do."""
    folders = Path(before), Path(after)
    found = {path.parent.name for folder in folders for path in folder.glob("*/record.json")}
    print("Share of pixels that differ, median / largest, in per cent")
    print(f"{'figure':15}{'states':>7}{''.join(f'{size:>15}' for size in SIZES)}   size      words     settings  texts")
    remarks = []
    for figure in figures or sorted(found):
        absent = [f"not recorded in {folder}" for folder in folders if not (folder / figure / "record.json").exists()]
        row, lines = ("      0", absent) if absent else compare_figure(*folders, figure)
        print(f"{figure:15}{row}", flush=True)
        remarks += ["\n  ".join([figure, *lines])] if lines else []
    print("", *remarks or ["Nothing differs."], sep="\n")


def compare_figure(before, after, figure):
    """A row of the table, and lines on what differs, the worst state first."""
    old, new = (json.loads((folder / figure / "record.json").read_text(encoding="utf-8")) for folder in (before, after))
    common, differences = [state for state in old if state in new], after / "differences" / figure
    shutil.rmtree(differences, ignore_errors=True)
    share, resized = {}, Counter()
    for state, size in product(common, SIZES):
        name = file_name(state, size)
        share[state, size], sizes = compare_pictures(before / figure / name, after / figure / name, differences / name)
        resized.update([(size, *sizes)] if sizes[0] != sizes[1] else [])
    worst = max(share, key=share.get, default=None)
    lines = [f"worst: {worst[0]}, {worst[1]}: {100 * share[worst]:.2f} %"] if worst and share[worst] else []
    lines += [f"size, {size}: {a} → {b} in {count} states" for (size, a, b), count in resized.items()]
    lines += [f"only {'before' if state in old else 'after'}: {state}" for state in sorted(old.keys() ^ new.keys())]
    verdicts = ["differs" if resized else "equal"]
    for part in ("words", "settings"):
        changed = [state for state in common if old[state][part] != new[state][part]]
        lines += [f"{part}, {state}:\n    {old[state][part]}\n    {new[state][part]}" for state in changed[:LISTED]]
        verdicts.append(f"{len(changed)} differ" if changed else "equal")
    missing, added = Counter(), Counter()
    for state, size in product(common, SIZES):
        a, b = (Counter(texts[state]["texts"][size]) for texts in (old, new))
        missing, added = missing + (a - b), added + (b - a)
    lines += [f"texts {word}: {listed(some)}" for word, some in (("missing", missing), ("new", added)) if some]
    verdicts.append("differ" if missing or added else "equal")
    columns = [[100 * share[state, size] for state in common] or [np.nan] for size in SIZES]
    shares = "".join(f"{f'{median(column):.2f} / {max(column):.2f}':>15}" for column in columns)
    return f"{len(common):7}{shares}   {''.join(f'{verdict:10}' for verdict in verdicts)}".rstrip(), lines


def compare_pictures(old, new, path):
    """The share of pixels that differ where both pictures are, and both sizes; what differs is written to the path."""
    images = [Image.open(picture).convert("RGB") for picture in (old, new)]
    sizes = [image.size for image in images]
    width, height = np.min(sizes, axis=0)
    a, b = (np.asarray(image)[:height, :width].astype(np.int16) for image in images)
    differs = (abs(a - b) > TOLERANCE).any(axis=-1)
    if differs.any() or sizes[0] != sizes[1]:
        images.append(Image.fromarray(~differs))
        sheet = Image.new("RGB", (sum(image.width + 10 for image in images), max(image.height for image in images)), "gray")
        for place, image in enumerate(images):
            sheet.paste(image, (sum(before.width + 10 for before in images[:place]), 0))
        path.parent.mkdir(parents=True, exist_ok=True)
        sheet.save(path, compress_level=1)
    return differs.mean(), sizes


def listed(found):
    """Some of them in one line, those counted most often first, with how often."""
    counted = Counter(found).most_common()
    shown = ", ".join(repr(name) + (f" × {count}" if count > 1 else "") for name, count in counted[:LISTED])
    return shown + (f" and {len(counted) - LISTED} more" if len(counted) > LISTED else "")


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["record", folder, *figures]:
            record(folder, figures)
        case ["compare", before, after, *figures]:
            compare(before, after, figures)
        case _:
            print(__doc__)
