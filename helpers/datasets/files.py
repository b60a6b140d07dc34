"""Where a reader's file is, and its text."""

import unicodedata
from collections.abc import Iterator
from contextlib import nullcontext
from difflib import get_close_matches
from os import PathLike
from pathlib import Path
from typing import IO

from helpers.types import Names

File = str | PathLike[str] | IO[str] | IO[bytes]
COURSE = Path(__file__).parents[2]  # a path may start there, as Jupyter's "copy path" has it
QUOTES = "\"'“”„‘’"
ENCODINGS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}  # by their first bytes


def text_of(path: File, max_bytes: float, name: str = "") -> tuple[str, str, Names]:
    """What to call the file, its text with one sort of line end, and a sentence where the encoding is a rare one."""
    is_open = hasattr(path, "read")
    if not is_open and not (isinstance(path, str | PathLike) and str(path).strip()):
        raise ValueError(f"path must be the name of a file or an open text file; got {path!r}.")
    source = name or (Path(str(getattr(path, "name", "the file"))).name if is_open else str(path).strip())
    try:
        with nullcontext(path) if hasattr(path, "read") else located(path).open("rb") as file:
            content = file.read(int(max_bytes) + 1)
    except FileNotFoundError as error:
        raise ValueError(str(error)) from None
    except (OSError, ValueError, RuntimeError) as error:
        said = str(getattr(error, "strerror", None) or error).rstrip(".")
        raise ValueError(f"cannot read {source}: {said}.") from None
    if len(content) > max_bytes:
        raise ValueError(f"{source} holds more than max_bytes = {max_bytes:,}; cut it to fewer rows, or raise max_bytes.")
    text, notes = _decoded(source, content) if isinstance(content, bytes) else (content, ())
    if "\0" in text:
        raise ValueError(f"{source} is no text; save the table as CSV UTF-8.")
    return source, text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n"), notes


def located(path: str | PathLike[str]) -> Path:
    """The file of that name: beside the notebook, or below the folder of the course; ~ and quotes are understood.

    Raises FileNotFoundError with a sentence that names the folders searched and the nearest names there.
    """
    name = str(path).strip().strip(QUOTES).strip()
    if name.startswith(("http://", "https://")):
        raise ValueError("it is an address of the web; save the file beside the notebook, and give its name")
    wanted = Path(name).expanduser()
    folders = [Path("/")] if wanted.is_absolute() else [*dict.fromkeys((Path.cwd(), COURSE))]
    for folder in folders:
        for form in ("NFC", "NFD"):  # an umlaut is one character or two, as the system likes
            if (found := folder / unicodedata.normalize(form, str(wanted))).exists():
                return found
    searched = [*dict.fromkeys((folder / wanted).parent.resolve() for folder in folders)]
    there = [name for folder in searched for name in _names(folder)]
    spelt = {name.casefold(): name for name in there}
    near = [spelt[name] for name in get_close_matches(wanted.name.casefold(), spelt, n=3, cutoff=0.5)]
    where = " and ".join(str(folder) if folder.is_dir() else f"{folder}, which does not exist" for folder in searched)
    beside = f"the nearest names there: {', '.join(near)}" if near else "no name there is like it"
    raise FileNotFoundError(f"cannot read {wanted.name}: No such file in {where}; {beside}.")


def _names(folder: Path) -> Iterator[str]:
    try:
        yield from (each.name for each in folder.iterdir() if not each.name.startswith("."))
    except OSError:
        return


def _decoded(source: str, content: bytes) -> tuple[str, Names]:
    if content.startswith(b"PK\x03\x04"):
        raise ValueError(f"{source} is a workbook or an archive; open it and save the table as CSV UTF-8.")
    encoding = next((name for mark, name in ENCODINGS.items() if content.startswith(mark)), "utf-8")
    for first, name in enumerate(("utf-16-be", "utf-16-le")):
        if encoding == "utf-8" and content[first:200:2].count(0) > 0.4 * len(content[first:200:2]):
            encoding = name  # every other byte of Latin letters is 0
    try:
        return content.decode(encoding), (f"{source} was read as UTF-16.",) if "16" in encoding else ()
    except UnicodeDecodeError as error:
        if "16" in encoding:
            raise ValueError(f"{source} is no text; save the table as CSV UTF-8.") from None
        where = error.start + 1
    try:
        text = content.decode("cp1252")
    except UnicodeDecodeError:
        raise ValueError(f"{source} is not UTF-8 text (see byte {where}); save it as CSV UTF-8.") from None
    return text, (f"{source} is not UTF-8 (see byte {where}), and was read as Windows-1252.",)
