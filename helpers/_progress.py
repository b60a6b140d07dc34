"""A progress bar for long work, and none where nobody asked for one."""


def bar(iterable, shown, total=None, unit="it"):
    """iterable itself, or under a tqdm bar if `shown`: one in a notebook, a line of text elsewhere."""
    if not shown:
        return iterable
    from tqdm.auto import tqdm  # loaded only here: the numerical core needs NumPy alone

    return tqdm(iterable, total=total, unit=unit)
