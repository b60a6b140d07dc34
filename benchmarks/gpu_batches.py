"""Are powers of 2 quicker on a GPU? PyTorch measures: python -m benchmarks.gpu_batches --csv FILE

Two networks, an MLP and a small convolution, in float32 and bfloat16, are trained with plain SGD on images that lie in the
memory of the device. Batch sizes are powers of 2 with their neighbours: one less, one more, and the nearest other multiples of 8.

    step µs     seconds of a step, gradient and update, ± two standard errors; the median over the rounds
    epoch ms    the same for all N examples, the short last batch counted as a whole one
    step kB     the memory of a step beyond that of the network and the data, as PyTorch's allocator counts it
    × B ± 1     the time at this power over the mean time of B - 1 and B + 1, with two standard errors; × B ± 8 likewise

Where time is a + bB, both ratios are 1. A gain of every multiple of 8 shows in the first alone; one of powers of 2 alone in both.
Within a round all cases are timed in a random order, so that what slows the machine for a while slows all alike. A first pass,
in which libraries choose their kernels, does not count. It takes about three minutes. --csv writes what a notebook can show.
"""

import csv
from datetime import date
from time import perf_counter
from typing import NamedTuple

import numpy as np

from benchmarks.report import arguments, report
from helpers.lessons.batch_size.powers import median

try:
    import torch
    from torch import nn
except ImportError:
    raise SystemExit("torch is missing. Install the peers: pip install -r benchmarks/requirements.txt") from None

POWERS = tuple(2**k for k in range(3, 13))
APART = (-8, -1, 0, 1, 8)
N, CLASSES, SIDE, COLOURS = 16_384, 10, 16, 3  # images of so many pixels a side
NETWORKS = {
    "MLP": lambda: nn.Sequential(
        nn.Flatten(), nn.Linear(COLOURS * SIDE**2, 1024), nn.ReLU(), nn.Linear(1024, 1024), nn.ReLU(), nn.Linear(1024, CLASSES)
    ),
    "convolution": lambda: nn.Sequential(
        nn.Conv2d(COLOURS, 32, 3, padding=1),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Conv2d(32, 64, 3, padding=1),
        nn.ReLU(),
        nn.AdaptiveAvgPool2d(1),
        nn.Flatten(),
        nn.Linear(64, CLASSES),
    ),
}
TYPES = {"float32": torch.float32, "bfloat16": torch.bfloat16}


class Case(NamedTuple):
    """What is timed."""

    network: str
    dtype: str
    batch_size: int


def sizes(powers):
    """Each power with its neighbours, in order, each once."""
    return sorted({power + by for power in powers for by in APART if power + by > 0})


class Trainer:
    """One network in one type on one device, and the data it learns from."""

    def __init__(self, network, dtype, device):
        torch.manual_seed(0)
        kind = dict(device=device, dtype=TYPES[dtype])
        self.net = NETWORKS[network]().to(**kind)
        self.images = torch.randn(N, COLOURS, SIDE, SIDE).to(**kind)
        self.classes = torch.randint(CLASSES, (N,), device=device)
        self.order = torch.randperm(N, device=device)
        self.optimizer = torch.optim.SGD(self.net.parameters(), lr=0.01)
        self.criterion = nn.CrossEntropyLoss()

    def step(self, batch_size, number):
        """One step of SGD on a batch of the shuffled data."""
        first = number * batch_size % (N - batch_size)
        batch = self.order[first : first + batch_size]
        self.optimizer.zero_grad(set_to_none=True)
        self.criterion(self.net(self.images[batch]), self.classes[batch]).backward()
        self.optimizer.step()


def wait(device):
    """Until the device has done all that it was told."""
    if device == "cuda":
        torch.cuda.synchronize()


def seconds(trainer, batch_size, repeats, device):
    """Seconds of one of so many steps."""
    wait(device)
    before = perf_counter()
    for number in range(repeats):
        trainer.step(batch_size, number)
    wait(device)
    return (perf_counter() - before) / repeats


def memory(trainer, batch_size, device):
    """The bytes that a step takes beyond what is there before; None where the allocator does not count them."""
    if device != "cuda":
        return None
    wait(device)
    trainer.optimizer.zero_grad(set_to_none=True)
    torch.cuda.reset_peak_memory_stats()
    before = torch.cuda.memory_allocated()
    trainer.step(batch_size, 0)
    wait(device)
    return torch.cuda.max_memory_allocated() - before


def measure(cases, rounds, share, device):
    """((rounds, C) seconds of a step, (C,) bytes of a step)."""
    kinds = dict.fromkeys(case[:2] for case in cases)
    trainers = {kind: Trainer(*kind, device) for kind in kinds}
    repeats, taken, rng = [], [], np.random.default_rng(0)
    for network, dtype, size in cases:
        trainer = trainers[network, dtype]
        seconds(trainer, size, 3, device)
        repeats.append(int(np.clip(share / seconds(trainer, size, 3, device), 2, 200)))
        taken.append(memory(trainer, size, device))
    times = np.empty((rounds, len(cases)))
    for spent in times:
        for place in rng.permutation(len(cases)):
            network, dtype, size = cases[place]
            spent[place] = seconds(trainers[network, dtype], size, repeats[place], device)
    return times, taken


def ratio(times, place, others):
    """The time at one place over the mean of that at two others, by rounds: (median, standard error)."""
    return median(times[:, place] / times[:, others].mean(axis=1))


def rows_of(cases, times, taken):
    """A row a case, as the table and the CSV show it."""
    places = {case: place for place, case in enumerate(cases)}
    spent, errors = median(times)
    for case, place in places.items():
        row = {"network": case.network, "type": case.dtype, "B": case.batch_size}
        row |= {"step µs": 1e6 * spent[place], "± µs": 2e6 * errors[place]}
        row |= {"epoch ms": 1e3 * spent[place] * -(-N // case.batch_size), "step kB": taken[place] and taken[place] / 1024}
        for by in (1, 8):
            others = [places.get(case._replace(batch_size=case.batch_size + each)) for each in (-by, by)]
            found = case.batch_size in POWERS and None not in others
            row[f"× B ± {by}"], row[f"error {by}"] = ratio(times, place, others) if found else (None, None)
            if found:
                row[f"error {by}"] *= 2
        yield row


def main():
    parser = arguments(__doc__.splitlines()[0])
    parser.add_argument("--csv", metavar="PATH", help="write the rows, with card, versions and date")
    parser.add_argument("--device", choices=("cuda", "cpu"), default="cuda" if torch.cuda.is_available() else "cpu")
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--share", type=float, default=0.03, help="seconds of one timing")
    parser.add_argument("--largest", type=int, default=POWERS[-1], help="the largest power of 2")
    asked = parser.parse_args()
    powers = [power for power in POWERS if power <= asked.largest]
    cases = [Case(network, dtype, size) for network in NETWORKS for dtype in TYPES for size in sizes(powers)]
    rows = list(rows_of(cases, *measure(cases, asked.rounds, asked.share, asked.device)))
    card = torch.cuda.get_device_name() if asked.device == "cuda" else "no GPU: the processor"
    report([row for row in rows if row["B"] in POWERS], ("torch", "numpy"), asked.json)
    print(f"{card}, {asked.rounds} rounds, N = {N}")
    if asked.csv:
        with open(asked.csv, "w", encoding="utf-8", newline="") as file:
            file.write(f"# {card}; PyTorch {torch.__version__}; {date.today()}; N = {N}, {asked.rounds} rounds\n")
            table = csv.DictWriter(file, rows[0])
            table.writeheader()
            table.writerows({name: f"{v:.6g}" if isinstance(v, float) else v for name, v in row.items()} for row in rows)


if __name__ == "__main__":
    main()
