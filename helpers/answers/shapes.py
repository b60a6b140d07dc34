"""Why a result has a wrong shape: the commonest cause, in a sentence."""

from math import prod

from helpers.types import Array, Shape


def cause(given: Array, expected: Shape, lengths: dict[str, int]) -> str:
    """given: the result, of another shape than expected.  lengths: {argument: its entries}, in the order of the call."""
    count = prod(expected)
    if given.size == 0:
        return "Your array is empty. Does a slice select nothing?"
    if given.ndim == 0:
        return f"That is one number, where {count} are asked for. Does a mean or a sum run over too many of them?"
    if not expected:
        each = [name for name, length in lengths.items() if given.shape == (length,)]
        where = f"one for each entry of {each[-1]}, " if each else ""
        return f"That is {given.size} numbers, {where}where one is asked for. Is their mean missing?"
    if given.size == count:
        return "The numbers stand in a table of one row or one column. Make it flat with .ravel(), or index with [:, 0]."
    if given.shape[1:] == expected and given.shape[0] in lengths.values() and given.shape[0] != expected[0]:
        return "That is one row for each example. Is the mean over them missing, with axis=0?"
    if given.ndim > len(expected):
        return "A column has met a row, and they made a table. Is there an axis too many in one of your arrays?"
    if given.shape[:1] != expected[:1] and given.shape[0] in lengths.values():
        return "That is one number for each example. Is the sum over the wrong axis?"
    return "The number of entries is another one. Is one counted twice, or left out?"
