"""Docstrings as Sphinx reads them: theirs are plain words with `code`, and a list of arguments is a paragraph."""

import re

CODE = re.compile(r"(`[^`]+`)")
SPECIAL = re.compile(r"[*|\\]|_(?!\w)")  # what reStructuredText would take for its own
ALIGNED = re.compile(r"^ |\S {3,}\S", re.MULTILINE)  # a formula, or columns
NAMES = r"[a-z]\w*(?:, \w+)*: "  # "params, direction: ", which begins what is said of an argument
ARGUMENT = re.compile(rf"(?<=\.)\s+(?={NAMES})")
NEXT = re.compile(r"(?<=\.)\n(?=[A-Z])")  # a new sentence on a new line ends a list


def escaped(text: str) -> str:
    """The text, its signs and its code kept as they are."""
    return "".join(part if part[:1] == "`" else SPECIAL.sub(r"\\\g<0>", part) for part in CODE.split(text))


def block(text: str) -> str:
    """One paragraph of a docstring in reStructuredText."""
    if text.startswith(">>>"):
        return text
    if ALIGNED.search(text):
        return "::\n\n" + "\n".join(f"    {line}" for line in text.splitlines())
    if re.match(NAMES, text):
        listed, *after = NEXT.split(text, maxsplit=1)
        points = (escaped(each).replace("\n", "\n  ").partition(": ") for each in ARGUMENT.split(listed))
        return "\n".join([*(f"- **{names}**: {said}" for names, _, said in points), "", *map(escaped, after)])
    return escaped(text)


def restructured(lines: list[str]) -> list[str]:
    """The lines of a docstring in reStructuredText."""
    paragraphs = re.split(r"\n\s*\n", "\n".join(lines).strip("\n"))
    return "\n\n".join(map(block, paragraphs)).splitlines()
