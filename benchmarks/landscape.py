"""Landscapes of 327,346 flights against the bare NumPy passes that they take; a step of SGD and a full gradient against N.

    python -m benchmarks.landscape [--rounds 5] [--json PATH]

One thread. Each round times every row once; a row shows its fastest round, so that a busy machine hits all alike.
"""

import time
import tracemalloc

import numpy as np

from benchmarks.report import arguments, report
from helpers import datasets, landscape
from helpers.models import MLP, LinearRegression, LogisticRegression
from helpers.optimizers import sgd
from helpers.sampling import with_replacement
from helpers.training import train

POINTS, HEIGHT, WIDTH = 400, 128, 512  # a block of the floor: half a megabyte an array
SIZES = (100, 1_000, 10_000, 100_000, 327_346)
STEPS = 300


def main():
    parser = arguments(__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    data = datasets.standardised(datasets.flights())
    X, late = np.column_stack([data.X, np.ones(len(data))]), (datasets.flights().y > 15).astype(float)
    rows = landscapes(X, data.y, late, options.rounds)
    report(rows, ["numpy"], options.json)
    missed = [row["landscape"] for row in rows if row["× floor"] > 1.5]
    print(f"Goal, at most 1.5 × the floor: {'missed by ' + ', '.join(missed) if missed else 'met'}.\n")
    steps = steps_against_n(X, data.y, options.rounds)
    report(steps, ["numpy"])
    for name in ("SGD step, B = 32 (µs)", "full gradient (µs)"):
        slope = np.polyfit(np.log([row["N"] for row in steps][2:]), np.log([row[name] for row in steps][2:]), 1)[0]
        print(f"{name}: time grows as N^{slope:.2f} from N = {SIZES[2]:,} on")


def landscapes(X, y, late, rounds):
    """400 points over all flights, by `landscape.line` and by the floor."""
    cases = {
        "least squares": (LinearRegression(X, y), least_squares_floor, y),
        "logistic": (LogisticRegression(X, late), logistic_floor, 1 - 2 * late),
        "MLP 5-16-1, a tenth of the flights": (MLP(X[::10], y[::10]), mlp_floor, y[::10]),
    }
    rows = []
    for name, (model, floor, targets) in cases.items():
        rng = np.random.default_rng(0)
        params, direction = rng.normal(size=(2, model.n_params))
        distances = np.linspace(-1, 1, POINTS)
        points = params + distances[:, None] * direction
        inputs = X if model.n_params == X.shape[1] else np.column_stack([X[::10], np.ones(len(targets))])

        def ours(model=model, line=(params, direction, distances)):
            return landscape.line(model, *line)

        def bare(floor=floor, given=(points, inputs, targets)):
            return floor(*given)

        np.testing.assert_allclose(ours(), bare(), rtol=1e-9)
        fastest = timed([ours, bare], rounds)
        tracemalloc.start()
        ours()
        peak = tracemalloc.get_traced_memory()[1] / 2**20
        tracemalloc.stop()
        evaluations = POINTS * len(targets) / 1e6
        rows.append(
            {
                "landscape": name,
                "examples": len(targets),
                "seconds": fastest[0],
                "floor": fastest[1],
                "× floor": fastest[0] / fastest[1],
                "ns a loss": 1e3 * fastest[0] / evaluations,
                "peak MiB": peak,
            }
        )
    return rows


def in_blocks(block_sum):
    """The mean over all examples, a block of points and examples at a time; block_sum works in the arrays it is given."""

    def floor(points, X, targets):
        totals = np.zeros(len(points))
        for start in range(0, len(X), WIDTH):
            columns, t = np.ascontiguousarray(X[start : start + WIDTH].T), targets[start : start + WIDTH]
            for first in range(0, len(points), HEIGHT):
                totals[first : first + HEIGHT] += block_sum(points[first : first + HEIGHT], columns, t)
        return totals / len(X)

    return floor


@in_blocks
def least_squares_floor(w, columns, y):
    residual = w @ columns
    residual -= y
    return np.vecdot(residual, residual)


@in_blocks
def logistic_floor(w, columns, signs):
    surprise = w @ columns
    surprise *= signs
    tail = np.abs(surprise)
    np.log1p(np.exp(np.negative(tail, out=tail), out=tail), out=tail)
    np.maximum(surprise, 0, out=surprise)
    surprise += tail
    return surprise.sum(-1)


@in_blocks
def mlp_floor(w, columns, y):
    inputs = len(columns)
    hidden = (w.shape[1] - 1) // (inputs + 1)
    total, height = np.empty(len(w)), 8  # a block of hidden values is as large as the others' arrays
    for first in range(0, len(w), height):
        block = w[first : first + height]
        values = block[:, : hidden * inputs].reshape(-1, hidden, inputs) @ columns
        np.tanh(values, out=values)
        residual = (block[:, None, hidden * inputs : -1] @ values)[:, 0]
        residual += block[:, -1:]
        residual -= y
        total[first : first + height] = np.vecdot(residual, residual)
    return total


def steps_against_n(X, y, rounds):
    """Microseconds a step of SGD and a full gradient take, on the first N flights."""
    rows = []
    for n in SIZES:
        model = LinearRegression(X[:n], y[:n])
        batches = list(with_replacement(np.random.default_rng(0), n, 32, -(-STEPS * 32 // n)))[:STEPS]
        params, repeats = np.zeros(X.shape[1]), max(3, 300_000 // n)

        def step(model=model, batches=batches, params=params):
            train(model, sgd(), params, batches, 0.01)

        def gradient(model=model, repeats=repeats, params=params):
            for _ in range(repeats):
                model.gradient(params)

        stochastic, full = timed([step, gradient], rounds)
        stochastic, full = 1e6 * stochastic / len(batches), 1e6 * full / repeats
        rows.append({"N": n, "SGD step, B = 32 (µs)": stochastic, "full gradient (µs)": full})
    return rows


def timed(functions, rounds):
    """The fastest of some rounds of each function, in seconds, the functions taking turns."""
    seconds = np.empty((rounds, len(functions)))
    for turn in seconds:
        for k, function in enumerate(functions):
            start = time.perf_counter()
            function()
            turn[k] = time.perf_counter() - start
    return seconds.min(0)


if __name__ == "__main__":
    main()
