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

class Bare(ZMQChannelsWebsocketConnection):
    def __init__(self, **settings):
        super().__init__(**settings)
        self.websocket_handler.set_nodelay = None

class Final(ZMQChannelsWebsocketConnection):
    def __init_subclass__(cls):
        raise TypeError("no subclasses")
"""


def run(coroutine):
    """The result of a coroutine, in a thread of its own: a browser of other tests may have a loop running in this one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, coroutine).result()


@pytest.fixture(autouse=True)
def probe(tmp_path, monkeypatch):
    """Every server of these tests looks at its sockets for us."""
    (tmp_path / "probe.py").write_text(PROBE)
    (tmp_path / "jupyter_server_config.d").mkdir()
    enabled = {"ServerApp": {"jpserver_extensions": {"probe": True}}}
    (tmp_path / "jupyter_server_config.d" / "probe.json").write_text(json.dumps(enabled))
    monkeypatch.setenv("JUPYTER_CONFIG_PATH", str(tmp_path))
    monkeypatch.setenv("PYTHONPATH", str(tmp_path), prepend=os.pathsep)


@pytest.fixture
def look(tmp_path):
    """look(*options) -> the option on a kernel's connection to a new server, and the server's warnings about such classes."""

    def look(*options):
        with jupyterlab(tmp_path, *options) as server:
            return run(_look(server))

    return look


async def _look(server, code="print(6 * 7)"):
    async with kernel(server) as connected:
        if code:
            assert await connected.execute(code) == "42\n"
        port = connected.socket.protocol.stream.socket.getsockname()[1]
        address = f"{server[0]}/look?port={port}&token={server[1]}"
        seen = json.load(await asyncio.to_thread(urllib.request.urlopen, address))
    return seen["set"], [line for line in seen["warnings"] if "nodelay" in line or "probe" in line]


def test_the_sockets_of_kernels_are_not_delayed(look):
    assert look() == (True, [])


def test_without_the_extension_they_are(look):
    assert look(PLAIN) == (False, [])


def test_a_configured_class_keeps_what_it_does(look):
    own = "--ServerApp.kernel_websocket_connection_class=probe.Telling"
    assert look(own, PLAIN) == (False, ["probe.Telling connects"])
    assert look(own) == (True, ["probe.Telling connects"])


def test_so_does_the_class_of_a_gateway(tmp_path):
    with (
        jupyterlab(tmp_path, PLAIN) as (url, token),
        jupyterlab(tmp_path, f"--GatewayClient.url={url}", f"--GatewayClient.auth_token={token}") as server,
    ):
        assert run(_look(server, code=None)) == (True, [])


@pytest.mark.parametrize(
    "name, words", [("Bare", "this kernel connection as it is"), ("Final", "the kernel connections as they are")]
)
def test_where_it_cannot_be_done_one_line_says_so_and_the_kernel_answers(look, name, words):
    is_set, warnings = look(f"--ServerApp.kernel_websocket_connection_class=probe.{name}")
    assert not is_set
    (line,) = warnings
    assert line.startswith(f"helpers.nodelay leaves {words}: TypeError(") and "\n" not in line


class Base:
    def connect(self, value=None):
        return value


def heard():
    """A log that only keeps its warnings, and those."""
    lines = []
    return SimpleNamespace(warning=lambda line, *values: lines.append(line % values)), lines


@pytest.mark.parametrize("server", [{}, {"web_app": None}, {"web_app": SimpleNamespace(settings={})}])
def test_a_server_of_another_make_is_left_alone(server):
    log, lines = heard()
    nodelay._load_jupyter_server_extension(SimpleNamespace(log=log, **server))
    assert len(lines) == 1 and lines[0].startswith("helpers.nodelay leaves")


def test_a_connection_without_a_handler_connects():
    log, lines = heard()
    assert nodelay.undelayed(Base, log)().connect(value=7) == 7
    assert len(lines) == 1 and "websocket_handler" in lines[0]


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


def test_it_is_enabled_where_the_course_is_installed():
    listed = subprocess.run(
        [sys.executable, "-m", "jupyter_server.extension.serverextension", "list"], capture_output=True, text=True
    ).stdout
    first, _, verdict = [line for line in listed.splitlines() if "helpers.nodelay" in line][:3]
    assert "enabled" in first and "ok" in verdict.lower()
