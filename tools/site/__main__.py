"""Build the course's web site in site/: python3 lab.py site [--pyodide FOLDER] [--to FOLDER] [--serve [PORT]]"""

import argparse
import shutil
import sys
import tempfile
import time
from pathlib import Path

from tools.site import copies, figure, gallery, landing, live, pages, reference, search, sources
from tools.site.serve import server

ROOT = Path(__file__).parents[2]
SITE = ROOT / "site"
CACHE = ROOT / ".venv-site" / "pyodide"  # Pyodide's files, for the next time


def arguments(words: list[str]) -> argparse.Namespace:
    """What was asked for."""
    parser = argparse.ArgumentParser(prog="lab.py site", description="Build the course's web site.")
    parser.add_argument(
        "--pyodide", type=Path, metavar="FOLDER", help="take Pyodide's files from there; a path starts at the course's folder"
    )
    parser.add_argument("--to", type=Path, metavar="FOLDER", default=SITE, help="build it here, in place of what is there")
    parser.add_argument("--serve", type=int, nargs="?", const=0, metavar="PORT", help="then show the site on this machine")
    return parser.parse_args(words)


def free(site: Path) -> bool:
    """Whether the site may take the place of what is there."""
    before = site / "live" / "jupyter-lite.json"
    return not site.exists() or before.exists() or (site.is_dir() and not any(site.iterdir()))


def build(folder: Path | None, site: Path) -> None:
    """Build the site; folder holds Pyodide's files, or is None for Pyodide's own host. A site of before stays until the end."""
    begin = time.monotonic()

    def say(what: str) -> None:
        print(f"  {time.monotonic() - begin:3.0f} s, {what}", flush=True)

    with tempfile.TemporaryDirectory() as place:
        work, new = Path(place), Path(place, "site")
        say("Pyodide and the packages")
        kernel = live.collect(ROOT, CACHE, work / "kernel", folder)
        say("the notebooks, live")
        live.build(ROOT, work / "lite", kernel, new / "live")
        say("the notebooks, to read")
        notebooks = pages.read(copies.notebooks(ROOT))
        figures = gallery.by_notebook(notebooks)
        cards = pages.build(notebooks, figures, reference.by_notebook(notebooks), new)
        say("the landing page and the gallery")
        landing.build(cards, sum(path.stat().st_size for path in live.first_files(kernel)), new)
        gallery.build(notebooks, figures, new)
        figure.build(new)
        say("the reference")
        reference.build(ROOT, notebooks, work / "reference", new / "reference")
        say("the search")
        search.index(new)
        shutil.rmtree(site, ignore_errors=True)
        shutil.move(new, site)
    say(f"done: {site}, {bytes_in(site) / 1e6:.0f} MB")


def bytes_in(folder: Path) -> int:
    """The size of all files below a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def serve(site: Path, port: int) -> None:
    """Show the site until Ctrl-C."""
    with server(site, port) as shown:
        print(f"The site is at http://127.0.0.1:{shown.server_port}/ until you press Ctrl-C.", flush=True)
        shown.serve_forever()


def main(words: list[str]) -> None:
    asked = arguments(words)
    if not free(asked.to):
        sys.exit(f"--to {asked.to} is neither an empty folder nor a site of before: name another folder.")
    try:
        build(asked.pyodide, asked.to)
    except sources.NoSource as problem:
        sys.exit(str(problem))
    if asked.serve is not None:
        try:
            serve(asked.to, asked.serve)
        except (OSError, OverflowError) as error:
            sys.exit(f"--serve {asked.serve} is not a port that this machine can give ({error}): leave the number out.")
        except KeyboardInterrupt:
            pass


if __name__ == "__main__":
    main(sys.argv[1:])
