"""A figure and its settings as an address, `figure=magic&learning_rate=0.4`, and back. Nothing of an address is ever run."""

from ast import literal_eval
from typing import Any
from urllib.parse import parse_qsl, urlencode

from helpers.live.settings import Settings

LONGEST = 2000  # characters of an address


def written(name: str, state: Settings) -> str:
    """What follows the question mark of the address that opens the figure of that name as these settings say."""
    return urlencode({"figure": name, **{each: _word(state.written(each)) for each in state.named()}})


def read(address: str) -> tuple[str, dict[str, Any]]:
    """(the name of the figure, its arguments) of what follows the question mark of an address.

    A value is a number, True, False, None, a list, a tuple or a dict of such, as Python writes them, or else a word.
    """
    if len(address) > LONGEST:
        raise ValueError(f"a link must have at most {LONGEST} characters; got {len(address)}.")
    told = dict(parse_qsl(address, keep_blank_values=True))
    return told.pop("figure", ""), {name: _value(text) for name, text in told.items()}


def _value(text: str) -> Any:
    """The value that a text is, which is looked at, never run; or the text itself."""
    try:
        return literal_eval(text)
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        return text


def _word(text: str) -> str:
    """A value as Python writes it, without its quotes where it is a word without them too."""
    value = _value(text)
    return value if isinstance(value, str) and _value(value) == value else text
