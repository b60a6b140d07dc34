"""The extension of Jupyter Server: what real servers do with the sockets of their kernels. Needs no browser."""

import asyncio
import json
import os
import subprocess
import sys
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import pytest
from jupyter_server.gateway.connections import GatewayWebSocketConnection

from helpers import nodelay
from tools.kernels import kernel
from tools.server import PLAIN, jupyterlab

PROBE = """
import gc, logging, socket
from jupyter_server.base.handlers import JupyterHandler
from jupyter_server.services.kernels.connection.channels import ZMQChannelsWebsocketConnection
from tornado import web


warnings = []
handler = logging.Handler(logging.WARNING)
handler.emit = lambda record: warnings.append(handler.format(record))  # with the traceback, if there is one
logging.getLogger("ServerApp").addHandler(handler)

class Look(JupyterHandler):
    @web.authenticated
    def get(self):
        "The option on the server's end of the connection that comes from this port."
        sockets = [s for s in gc.get_objects() if type(s) is socket.socket and s.fileno() >= 0]
        tcp = [s for s in sockets if s.family == socket.AF_INET and s.type == socket.SOCK_STREAM]
        (end,) = [s for s in tcp if s.getsockname()[1] == self.serverapp.port and peer(s) == int(self.get_argument("port"))]
        self.finish({"set": end.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY) != 0, "warnings": warnings})

def peer(end):
    try:
        return end.getpeername()[1]
    except OSError:  # it listens, or its other end is gone
        return None

def _load_jupyter_server_extension(server):
    server.web_app.add_handlers(".*", [("/look", Look)])

class Telling(ZMQChannelsWebsocketConnection):
    async def connect(self):
        self.log.warning("probe.Telling connects")
        return await super().connect()

"""


OWN = "--ServerApp.kernel_websocket_connection_class=probe.Telling"


def run(coroutine):
    """The result of a coroutine, in a thread of its own: a browser of other tests may have a loop running in this one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, coroutine).result()


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Every server of these tests looks at its sockets for us."""
    folder = tmp_path_factory.mktemp("probe")
    (folder / "probe.py").write_text(PROBE)
    (folder / "jupyter_server_config.d").mkdir()
    enabled = {"ServerApp": {"jpserver_extensions": {"probe": True}}}
    (folder / "jupyter_server_config.d" / "probe.json").write_text(json.dumps(enabled))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JUPYTER_CONFIG_PATH", str(folder))
        patch.setenv("PYTHONPATH", str(folder), prepend=os.pathsep)
        yield folder


@pytest.fixture(scope="module")
def plain(folder):
    """A server without the extension, of a configured class."""
    with jupyterlab(folder, OWN, PLAIN) as server:
        yield server


def look(server, code=""):
    """The option on a kernel's connection to the server, and the server's warnings about such classes."""
    return run(_look(server, code))


async def _look(server, code):
    async with kernel(server) as connected:
        if code:
            assert await connected.execute(code) == "42\n"
        port = connected.socket.protocol.stream.socket.getsockname()[1]
        address = f"{server[0]}/look?port={port}&token={server[1]}"
        seen = json.load(await asyncio.to_thread(urllib.request.urlopen, address))
    return seen["set"], [line for line in seen["warnings"] if "nodelay" in line or "probe" in line]


def test_the_sockets_of_kernels_are_not_delayed(folder):
    """Where the course is installed, without any option."""
    with jupyterlab(folder) as server:
        assert look(server, "print(6 * 7)") == (True, [])


def test_without_the_extension_they_are(plain):
    assert look(plain) == (False, ["probe.Telling connects"])


def test_a_configured_class_keeps_what_it_does(folder):
    with jupyterlab(folder, OWN) as server:
        assert look(server) == (True, ["probe.Telling connects"])


def test_so_does_the_class_of_a_gateway(folder, plain):
    url, token = plain
    with jupyterlab(folder, f"--GatewayClient.url={url}", f"--GatewayClient.auth_token={token}") as server:
        assert look(server) == (True, [])


class Base:
    def connect(self, value=None):
        return value


def heard():
    """A log that only keeps its warnings, and those."""
    lines = []
    return SimpleNamespace(warning=lambda line, *values: lines.append(line % values)), lines


class Final(Base):
    def __init_subclass__(cls):
        raise TypeError("no subclasses")


@pytest.mark.parametrize(
    "server",
    [{}, {"web_app": None}, *({"web_app": SimpleNamespace(settings=settings)} for settings in ({}, {nodelay.SETTING: Final}))],
)
def test_a_server_of_another_make_is_left_alone(server):
    log, lines = heard()
    nodelay._load_jupyter_server_extension(SimpleNamespace(log=log, **server))
    assert server in ({}, {"web_app": None}) or server["web_app"].settings in ({}, {nodelay.SETTING: Final})
    (line,) = lines
    assert line.startswith("helpers.nodelay leaves the kernel connections as they are: ") and "\n" not in line


@pytest.mark.parametrize("handler", [{}, {"websocket_handler": None}, {"websocket_handler": SimpleNamespace(set_nodelay=None)}])
def test_a_connection_that_cannot_be_told_connects(handler):
    log, lines = heard()
    connection = nodelay.undelayed(Base, log)()
    vars(connection).update(handler)
    assert connection.connect(value=7) == 7
    (line,) = lines
    assert line.startswith("helpers.nodelay leaves this kernel connection as it is: ") and "\n" not in line


def test_what_connect_returns_is_passed_on_to_be_awaited():
    class Later(Base):
        async def connect(self):
            return order.append("connect")

    log, lines = heard()
    order, connection = [], nodelay.undelayed(Later, log)()
    connection.websocket_handler = SimpleNamespace(set_nodelay=lambda value: order.append(value))
    run(connection.connect())
    assert order == [True, "connect"] and not lines


def test_the_class_is_a_subclass_of_the_one_in_the_settings():
    log, lines = heard()
    settings = {nodelay.SETTING: GatewayWebSocketConnection}
    nodelay._load_jupyter_server_extension(SimpleNamespace(log=log, web_app=SimpleNamespace(settings=settings)))
    assert issubclass(settings[nodelay.SETTING], GatewayWebSocketConnection) and not lines
    assert settings[nodelay.SETTING] is not GatewayWebSocketConnection


def test_the_server_loads_nothing_else():
    code = "import sys, helpers.nodelay; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert "helpers.nodelay" in loaded
    assert not {"numpy", "matplotlib", "ipywidgets", "jupyter_server"} & set(loaded)
