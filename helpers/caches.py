"""What caches hand out is shared, and so can only be read."""

from helpers.types import AnyArray


def read_only(array: AnyArray) -> AnyArray:
    """The array itself, from now on without a way to write into it."""
    array.flags.writeable = False
    return array
