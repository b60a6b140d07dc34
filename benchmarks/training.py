"""How fast helpers trains, next to what users would pick instead: python -m benchmarks.training

Every entrant gets the same data, the same batches in the same order, the same start and the same learning rate, and runs
plain SGD in float64 on one thread and one core, and hands back the final weights.

    µs      processor time of one step of one run, the least over the rounds
    × ours  that time in units of ours: above 1, helpers is faster
    apart   the largest difference of a final weight from ours, relative to the largest weight

The entrants take turns, so that a slow moment of the machine falls on all of them. The first round, in which JAX compiles,
does not count. Gathering the rows of a batch is part of a step, except for scikit-learn, which gets them in order.
"""

import os

os.environ["XLA_FLAGS"] = "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1"
os.environ["JAX_PLATFORMS"] = "cpu"
if hasattr(os, "sched_setaffinity"):  # JAX hands its work to a second thread, and is faster where that stays on the core
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})

from time import process_time
from typing import NamedTuple

import numpy as np

from benchmarks.report import arguments, report
from helpers.datasets import sine
from helpers.models import MLP
from helpers.optimizers import sgd
from helpers.sampling import reshuffled
from helpers.training import train

try:
    import jax
    import torch
    from jax import numpy as jnp
    from sklearn.datasets import load_digits
    from sklearn.neural_network import MLPClassifier, MLPRegressor
    from torch import nn
except ImportError as error:
    raise SystemExit(f"{error.name} is missing. Install the peers: pip install -r benchmarks/requirements.txt") from None

jax.config.update("jax_enable_x64", True)
torch.set_num_threads(1)

PACKAGES = ("numpy", "torch", "scikit-learn", "jax")
APART = 1e-8  # final weights further from ours than this were not trained alike
LOOPED = 8  # runs of the stack that the loop over runs takes; its time is per run


class Case(NamedTuple):
    """What every entrant is given. start: (P,) or (runs, P).  batches: (T, B) or (T, runs, B)."""

    name: str
    model: MLP
    start: np.ndarray
    batches: np.ndarray
    learning_rate: float

    @property
    def classifies(self):
        return self.model.task == "classification"


def small_net(runs=None, epochs=50):
    data, rng = sine(n=640), np.random.default_rng(0)
    model = MLP(data.X, data.y, hidden=(16,))
    start = model.initial(rng) if runs is None else np.array([model.initial(rng) for _ in range(runs)])
    batches = np.array(list(reshuffled(rng, len(data), 32, epochs, runs)))
    return Case("1-16-1, B = 32" + (f", {runs} runs" if runs else ""), model, start, batches, learning_rate=0.05)


def digits_net(epochs=10):
    images, classes = load_digits(return_X_y=True)
    n, rng = 28 * 64, np.random.default_rng(0)
    model = MLP(images[:n] / 16, classes[:n], hidden=(64,), task="classification")
    batches = np.array(list(reshuffled(rng, n, 64, epochs)))
    return Case("64-64-10, B = 64", model, model.initial(rng), batches, learning_rate=0.1)


# An entrant: case -> a function that trains once, from the start, and returns the final weights (P,) or (runs, P).


def helpers(case):
    last = len(case.batches)  # of all steps keep the last, as the others do
    return lambda: train(case.model, sgd(), case.start, case.batches, case.learning_rate, keep_every=last).params[-1]


def helpers_loop(case):
    runs = [case._replace(start=case.start[run], batches=case.batches[:, run].copy()) for run in range(LOOPED)]
    return lambda: np.array([helpers(run)() for run in runs])


def pytorch(case):
    X, y = torch.from_numpy(case.model.X), torch.from_numpy(case.model.y)
    y, criterion = (y.long(), nn.CrossEntropyLoss()) if case.classifies else (y[:, None], nn.MSELoss())
    start = [tuple(map(torch.tensor, layer)) for layer in weights_and_biases(case.model, case.start)]
    batches = torch.from_numpy(case.batches)
    (hidden, inputs), (outputs, _) = (W.shape for W, _ in start)
    net = nn.Sequential(nn.Linear(inputs, hidden), nn.Tanh(), nn.Linear(hidden, outputs)).double()
    optimizer = torch.optim.SGD(net.parameters(), lr=case.learning_rate)

    def run():
        with torch.no_grad():
            for linear, (W, b) in zip(net[::2], start):
                linear.weight.copy_(W), linear.bias.copy_(b)
        for rows in batches:
            optimizer.zero_grad()
            criterion(net(X[rows]), y[rows]).backward()
            optimizer.step()
        return flat((linear.weight.detach(), linear.bias.detach()) for linear in net[::2])

    return run


def scikit_learn(case):
    """partial_fit takes one pass over the rows it is given, a batch at a time: here the rows of all steps in order."""
    X, y = case.model.X[case.batches.ravel()], case.model.y[case.batches.ravel()]
    kind, rate = (MLPClassifier, case.learning_rate) if case.classifies else (MLPRegressor, 2 * case.learning_rate)
    size = case.batches.shape[-1]  # the rate is doubled above because its squared loss is half the mean
    net = kind(activation="tanh", solver="sgd", alpha=0, momentum=0, nesterovs_momentum=False, shuffle=False)
    net.set_params(hidden_layer_sizes=case.model.hidden, batch_size=size, learning_rate_init=rate)
    classes = {"classes": np.unique(case.model.y)} if case.classifies else {}
    net.partial_fit(X[:size], y[:size], **classes)  # makes its weights, which each run sets to the start

    def run():
        start = weights_and_biases(case.model, case.start)
        net.coefs_, net.intercepts_ = [W.T.copy() for W, _ in start], [b.copy() for _, b in start]
        net.partial_fit(X, y)
        return flat((W.T, b) for W, b in zip(net.coefs_, net.intercepts_))

    return run


def jax_scan(case):
    X, y = jnp.array(case.model.X), jnp.array(case.model.y, dtype=int if case.classifies else float)
    start = [(jnp.array(W.mT), jnp.array(b)) for W, b in weights_and_biases(case.model, case.start)]
    batches = jnp.array(case.batches)

    def loss(layers, rows):
        (V, c), (W, b) = layers
        scores = jnp.tanh(X[rows] @ V + c) @ W + b
        if case.classifies:
            return -jnp.take_along_axis(jax.nn.log_softmax(scores), y[rows, None], axis=1).mean()
        return jnp.mean((scores[:, 0] - y[rows]) ** 2)

    def step(layers, rows):
        slopes = jax.grad(loss)(layers, rows)
        return jax.tree.map(lambda weights, slope: weights - case.learning_rate * slope, layers, slopes), None

    def scan(start, batches):
        return jax.lax.scan(step, start, batches)[0]

    compiled = jax.jit(jax.vmap(scan, in_axes=(0, 1)) if case.start.ndim > 1 else scan)
    return lambda: flat((np.asarray(W).mT, b) for W, b in compiled(start, batches))


def weights_and_biases(model, params):
    """params (..., P) -> [((..., units, inputs), (..., units)), ...]."""
    return [(layer[..., :-1], layer[..., -1]) for layer in model.layers(params)]


def flat(layers):
    """The way back: [((..., units, inputs), (..., units)), ...] -> (..., P)."""
    layers = [np.concatenate([W, np.asarray(b)[..., None]], axis=-1) for W, b in layers]
    return np.concatenate([layer.reshape(*layer.shape[:-2], -1) for layer in layers], axis=-1)


def measure(case, entrants, rounds):
    """The first of the entrants {who: entrant} is ours -> rows."""
    runs, final, times = {who: entrant(case) for who, entrant in entrants.items()}, {}, {who: [] for who in entrants}
    for _ in range(rounds + 1):
        for who, run in runs.items():
            start = process_time()
            final[who] = run()
            times[who].append(process_time() - start)
    ours, *others = entrants
    apart = {who: _apart(final[who], final[ours]) for who in others}
    for who in others:
        if not apart[who] < APART:
            raise SystemExit(f"{case.name}: the weights of {who} are {apart[who]:.1e} from ours; it was not trained alike.")
    steps = {who: len(case.batches) * weights.size // case.model.n_params for who, weights in final.items()}
    micros = {who: 1e6 * min(times[who][1:]) / steps[who] for who in entrants}
    return [
        {"case": case.name, "who": who, "µs": micros[who], "× ours": micros[who] / micros[ours], "apart": apart.get(who)}
        for who in entrants
    ]


def _apart(weights, ours):
    ours = ours[: len(weights)]
    return float(abs(weights - ours).max() / abs(ours).max())


def main():
    parser = arguments(__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=20, help="turns of each entrant that count (default: 20)")
    options = parser.parse_args()
    alone = {"helpers": helpers, "PyTorch eager": pytorch, "scikit-learn": scikit_learn, "JAX jit(scan)": jax_scan}
    stack = {"helpers, a stack": helpers, "helpers, a loop over runs": helpers_loop, "JAX jit(vmap(scan))": jax_scan}
    small = measure(small_net(), alone, options.rounds)
    digits = measure(digits_net(), alone, options.rounds)
    many = measure(small_net(runs=256, epochs=10), stack, options.rounds)
    report([*small, *digits, *many], PACKAGES, options.json)
    ratio = {row["who"]: row["× ours"] for row in (*small, *many)}
    jax_share = 1 / ratio["JAX jit(vmap(scan))"]
    print("\nGoals, on the net 1-16-1:")
    for goal, value, met in (
        ("at least 8 × as fast as PyTorch eager", ratio["PyTorch eager"], ratio["PyTorch eager"] >= 8),
        ("at least 4 × as fast as scikit-learn", ratio["scikit-learn"], ratio["scikit-learn"] >= 4),
        ("256 runs in at most 1.5 × JAX's time", jax_share, jax_share <= 1.5),
    ):
        print(f"  {goal}: {value:.2f}, {'met' if met else 'missed'}")


if __name__ == "__main__":
    main()
