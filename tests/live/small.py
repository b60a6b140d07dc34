"""Small figures that show one thing of the engine each."""

from dataclasses import replace

from helpers.live import Axis, Frame, Level, Line, Panel, Settings, choice, figure, phase, switch, whole

PANEL = Panel(Axis("x", 0, 3), Axis("y", 0, 3))
LINE, LEVEL = Line("line", color="#d7263d"), Level("level", still=True, color="#5c677d")


class Number(Settings):
    k: int = whole("k", 0, 3)


@figure(PANEL)
def coming(s: Number):
    """A still mark that comes and goes."""
    return Frame({PANEL: {LEVEL: s.k or None, LINE: ([0, 3], [1, s.k])}}, f"{s.k}.")


@figure(PANEL)
def failing(s: Number):
    """A figure that fails at 2."""
    return Frame({PANEL: {LINE: ([0, 1 / (2 - s.k)], [1, s.k])}}, f"{s.k}.")


class Phased(Settings):
    step: int = whole("step", 0, 2, plays=300)
    phase: int = phase("phase", ("first", "then"), plays=300)


@figure(PANEL)
def phased(s: Phased):
    """Three steps of two phases."""
    return Frame({PANEL: {LINE: ([0, s.step], [1, s.phase])}}, f"{s.step} {s.phase}.")


class Dependent(Settings):
    n: int = choice("n", {3: "three", 5: "five"}, 3)
    size: int = choice("size", lambda s: tuple(range(1, s.n + 1)), 2)
    far: bool = switch("far")
    half: int = whole("half", 0, lambda s: s.n // 2, own=lambda s: s.n // 2)

    def moved(self, name, value):
        moved = super().moved(name, value)
        return replace(moved, far=False) if name == "n" else moved


@figure(PANEL)
def dependent(s: Dependent):
    """Controls that depend on those above."""
    return Frame({PANEL: {LINE: ([0, s.size], [s.half, s.far])}}, f"{s.n} {s.size} {s.half} {s.far}.")
