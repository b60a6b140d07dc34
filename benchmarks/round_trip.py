"""How long a redraw takes through the kernel's web socket, without a browser: python -m benchmarks.round_trip

The step slider of the flagship, 1000 pixels wide, is set as the front end sets it. In a drag the next value leaves as soon as
the kernel is idle; only then does the machine, which expects more to send, put off its acknowledgements. One client presses keys
and drags, then a class does, with a kernel each on one server, who think from 2 to 6 seconds before each drag. A plain Jupyter
server and one with the course's extension take turns, so that a slow moment of the machine falls on both.

    redraws, /s        how many were measured, and how many there were a second, of all clients together
    picture, idle      milliseconds from the message to the kernel until its picture is here, until its last message is
    busy %             of the machine's cores, by whatever runs on it
    plain ÷ this       the time until the last message on the plain server, divided by that with the extension
    kB                 of a picture
"""

import asyncio
import random
import statistics
import tempfile
import time
from contextlib import AsyncExitStack, ExitStack

import psutil

from benchmarks.report import arguments, report
from tools.kernels import kernel
from tools.server import PLAIN, jupyterlab

PACKAGES = ("numpy", "matplotlib", "ipywidgets", "jupyter-server", "tornado", "ipykernel")
SERVERS = {"plain": [PLAIN], "this": []}
FIGURE = """
from helpers.apps import magic; app = magic(); app.picture.size = {"width": 1000, "ratio": 1}  # as its page tells it
print(app.controls["step"].model_id, app.picture.model_id)
"""
ALONE = {  # in a turn: drags, redraws of each, and the seconds before it
    "key presses": (15, 1, (0.2, 0.4)),
    "drags": (2, 15, (0.2, 0.4)),
}
CLASS = {"drags": (2, 10, (2, 6))}


class Student:
    """One kernel with the flagship, and what its redraws took."""

    def __init__(self, connected, step, picture, seed):
        self.kernel, self.step, self.picture = connected, step, picture
        self.value, self.pauses = 0, random.Random(seed)

    async def redraw(self):
        """The next step -> milliseconds until the picture, milliseconds until the kernel is idle, bytes of the picture."""
        self.value = (self.value + 1) % 500
        update = {"method": "update", "state": {"value": self.value}, "buffer_paths": []}
        start, picture, size = time.perf_counter(), None, 0
        async for kind, content, buffers in self.kernel.ask("comm_msg", {"comm_id": self.step, "data": update}):
            if kind == "comm_msg" and content["comm_id"] == self.picture and "number" in content["data"]["state"]:
                picture, size = 1000 * (time.perf_counter() - start), sum(map(len, buffers))
        return picture, 1000 * (time.perf_counter() - start), size

    async def work(self, drags, redraws, pause):
        """Some drags, each after a pause."""
        taken = []
        for _ in range(drags):
            await asyncio.sleep(self.pauses.uniform(*pause))
            taken += [await self.redraw() for _ in range(redraws)]
        return taken


class Room:
    """The students on one server, and what was measured on them."""

    def __init__(self, server, stack):
        self.server, self.stack, self.students = server, stack, []

    async def enter(self):
        """One student more."""
        connected = await self.stack.enter_async_context(kernel(self.server))
        step, picture = (await connected.execute(FIGURE)).split()
        self.students.append(Student(connected, step, picture, seed=len(self.students)))
        await self.students[-1].redraw()  # the first picture of a figure takes longer

    def begin(self):
        self.taken, self.busy, self.seconds = [], [], 0.0

    async def turn(self, *work):
        """All students at once."""
        psutil.cpu_percent()  # it counts from one call to the next
        start = time.perf_counter()
        for taken in await asyncio.gather(*(student.work(*work) for student in self.students)):
            self.taken += taken
        self.seconds += time.perf_counter() - start
        self.busy.append(psutil.cpu_percent())

    def row(self, what, name, plain=None):
        picture, idle, size = zip(*self.taken)
        row = {
            "what": what,
            "kernels": len(self.students),
            "server": name,
            "redraws": len(idle),
            "/s": len(idle) / self.seconds,
            "busy %": statistics.mean(self.busy),
            "picture": statistics.median(picture),
            "picture p95": statistics.quantiles(picture, n=20)[-1],
            "idle": statistics.median(idle),
            "idle p95": statistics.quantiles(idle, n=20)[-1],
        }
        ratios = [plain[key] / row[key] if plain else None for key in ("idle", "idle p95")]
        return row | dict(zip(("plain ÷ this", "p95 plain ÷ this"), ratios)) | {"kB": statistics.median(size) / 1000}


async def measured(servers, kernels, rounds):
    """Rows for one client, then for a class, on each of the servers, (url, token) by name."""
    rows = []
    async with AsyncExitStack() as stack:
        rooms = {name: Room(server, stack) for name, server in servers.items()}
        for students, paces in ((1, ALONE), (kernels, CLASS)):
            while len(rooms["plain"].students) < students:
                await asyncio.gather(*(room.enter() for room in rooms.values()))
            for what, work in paces.items():
                for room in rooms.values():
                    room.begin()
                for number in range(rounds):
                    for room in [*rooms.values()][:: (-1) ** number]:
                        await room.turn(*work)
                plain = rooms["plain"].row(what, "plain")
                rows += [plain, rooms["this"].row(what, "this", plain)]
    return rows


def measure(kernels=20, rounds=10):
    """Start the servers and measure -> rows."""
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        servers = {name: stack.enter_context(jupyterlab(folder, *options)) for name, options in SERVERS.items()}
        return asyncio.run(measured(servers, kernels, rounds))


def main():
    parser = arguments(__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=10, help="turns of each server (default: 10)")
    parser.add_argument("--kernels", type=int, default=20, help="of a class; both servers hold as many (default: 20)")
    options = parser.parse_args()
    report(measure(options.kernels, options.rounds), PACKAGES, options.json)


if __name__ == "__main__":
    main()
