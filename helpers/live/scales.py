"""The numbers that sliders stop at."""

RENARD = (1, 1.1, 1.25, 1.4, 1.6, 1.8, 2, 2.2, 2.5, 2.8, 3.2, 3.6, 4, 4.5, 5, 5.6, 6.3, 7.1, 8, 9)  # the series R20, rounded


def round_numbers(low: int, high: int) -> tuple[float, ...]:
    """Numbers from 10**low to 10**high, twenty a decade, in even ratios but rounded as a person would.

    The Renard series R20, with two digits where three say no more.

    >>> round_numbers(-1, 0)[:8]
    (0.1, 0.11, 0.125, 0.14, 0.16, 0.18, 0.2, 0.22)
    """
    return (*(float(f"{digits}e{power}") for power in range(low, high) for digits in RENARD), float(10**high))
