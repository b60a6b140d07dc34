"""What a class costs a Jupyter server: python -m benchmarks.classroom

Each student has a kernel with the flagship, 1000 pixels wide, and works as a student does: drags the step slider for five
seconds, then looks and thinks for ten. In a drag the next value leaves as soon as the kernel is idle, but not before the next
frame of the display. Students begin at different moments.

    students         kernels on the server
    redraws /s       of one student while dragging
    p50, p95         milliseconds from the message to the kernel until its picture is here, over all students
    kernel %         of one core: what a student's kernel takes on average, thinking included
    server %         of one core: what the server adds for each student
    busy %           of the whole machine, by whatever runs on it
    MB               memory of one kernel: what it has alone, and its part of what it shares

The clients run on the same machine, and a browser's own work is not in it. The last line says how many students this machine
bears at 60 % of its cores; more of them get fewer pictures a second.

With --visitors N it serves the built site to N cold visitors at once instead, as benchmarks.visitors says.
"""

import asyncio
import os
import random
import statistics
import tempfile
import time
from contextlib import AsyncExitStack

import psutil

from benchmarks import visitors
from benchmarks.report import arguments, report
from benchmarks.round_trip import FIGURE, Student
from tools.kernels import kernel
from tools.server import jupyterlab

PACKAGES = ("numpy", "matplotlib", "ipywidgets", "jupyter-server", "ipykernel")
CLASSES = (1, 5, 10, 20)
DRAG, THINK, FRAME = 5.0, 10.0, 1 / 60  # seconds
COMFORTABLE = 0.6  # of the cores


class Seat:
    """A student at work: a kernel, its process, and what its redraws took."""

    def __init__(self, student, pid, seed):
        self.student, self.process, self.pauses = student, psutil.Process(pid), random.Random(seed)
        self.taken, self.dragged = [], 0.0

    async def work(self, turns):
        """Think for a part of the pause, then drag and think in turns."""
        await asyncio.sleep(self.pauses.uniform(0, DRAG + THINK))
        for _ in range(turns):
            start = time.perf_counter()
            while (now := time.perf_counter()) - start < DRAG:
                picture, *_ = await self.student.redraw()
                self.taken.append(picture)
                await asyncio.sleep(max(FRAME - (time.perf_counter() - now), 0))
            self.dragged += time.perf_counter() - start
            await asyncio.sleep(THINK)


async def seat(server, stack, seed):
    """A new student with a kernel, the figure shown once."""
    connected = await stack.enter_async_context(kernel(server))
    step, picture = (await connected.execute(FIGURE)).split()
    student = Student(connected, step, picture, seed)
    await student.redraw()  # the first picture takes longer
    return Seat(student, int(await connected.execute("import os; print(os.getpid())")), seed)


def spent(processes):
    """Seconds of processor time of these processes."""
    return sum(sum(process.cpu_times()[:2]) for process in processes)


async def lesson(seats, turns):
    """All students at once -> a row."""
    for each in seats:
        each.taken, each.dragged = [], 0.0
    kernels, server = [each.process for each in seats], [seats[0].process.parent()]
    before, start = [spent(kernels), spent(server)], time.perf_counter()
    psutil.cpu_percent()  # it counts from one call to the next
    await asyncio.gather(*(each.work(turns) for each in seats))
    seconds, busy = time.perf_counter() - start, psutil.cpu_percent()
    of_kernels, of_server = (after - earlier for after, earlier in zip((spent(kernels), spent(server)), before))
    pictures = [picture for each in seats for picture in each.taken]
    return {
        "students": len(seats),
        "redraws /s": statistics.mean(len(each.taken) / each.dragged for each in seats),
        "p50": statistics.median(pictures),
        "p95": statistics.quantiles(pictures, n=20)[-1],
        "kernel %": 100 * of_kernels / seconds / len(seats),
        "server %": 100 * of_server / seconds / len(seats),
        "busy %": busy,
        "MB": statistics.mean(getattr(each.process.memory_full_info(), "pss", 0) for each in seats) / 1e6,
    }


async def lessons(server, classes, turns):
    """A row for each size of class."""
    rows, seats = [], []
    async with AsyncExitStack() as stack:
        for size in classes:
            while len(seats) < size:
                seats.append(await seat(server, stack, seed=len(seats)))
            rows.append(await lesson(seats, turns))
    return rows


def main():
    parser = arguments(__doc__.splitlines()[0], site=True)
    parser.add_argument("--turns", type=int, default=3, help="drags of each student (default: 3)")
    parser.add_argument("--classes", type=int, nargs="+", default=CLASSES, help="sizes of classes (default: 1 5 10 20)")
    parser.add_argument("--visitors", type=int, metavar="N", help="serve the built site to N at once, and start no kernel")
    options = parser.parse_args()
    if options.visitors:
        visitors.main(options.site, options.visitors, options.json)
        return
    with tempfile.TemporaryDirectory() as folder, jupyterlab(folder) as server:
        rows = asyncio.run(lessons(server, sorted(options.classes), options.turns))
    report(rows, PACKAGES, options.json)
    cores, each = os.cpu_count(), max(row["kernel %"] + row["server %"] for row in rows) / 100
    memory = max(row["MB"] for row in rows)
    bears = f"{cores} cores bear {COMFORTABLE * cores / each:.0f} at full pace"
    need = f"60 need {60 * each / COMFORTABLE:.0f} cores and {60 * memory / 1000:.0f} GB"
    print(f"A student takes up to {each:.2f} of a core and {memory:.0f} MB: {bears}; {need}.")


if __name__ == "__main__":
    main()
