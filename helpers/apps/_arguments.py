"""What the figures ask of their arguments: one sentence that says what is allowed."""

from numbers import Integral, Real


def within(name, value, low, high, kind=Real):
    """Refuse what is not a (whole) number between low and high."""
    if not isinstance(value, kind) or isinstance(value, bool) or not low <= value <= high:
        numbers = "a whole number" if kind is Integral else "a number"
        raise ValueError(f"{name} must be {numbers} between {low} and {high}; got {value!r}.")


def one_of(name, value, allowed):
    """Refuse what is not among the allowed values."""
    if not any(type(value) is type(each) and value == each for each in allowed):
        raise ValueError(f"{name} must be one of {', '.join(map(str, allowed))}; got {value!r}.")
