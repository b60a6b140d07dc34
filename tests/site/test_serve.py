"""The server of the built site: a class that comes at once, a reader who leaves early."""

import socket
from contextlib import ExitStack, contextmanager
from http.client import HTTPConnection
from threading import Thread

import pytest

from tools.site.serve import server

pytestmark = pytest.mark.site
VISITORS = 100  # fewer than macOS lets wait, more than Python's own five
LARGE = 50_000_000  # bytes, more than a connection holds


@contextmanager
def opened(shown):
    """Let the visitors of a server in; at the end all of them have been served."""
    thread = Thread(target=shown.serve_forever)
    thread.start()
    yield
    shown.shutdown()
    thread.join()


def test_a_hundred_visitors_who_come_before_the_first_is_let_in_are_all_served(tmp_path):
    (tmp_path / "index.html").write_text("the course")
    with ExitStack() as stack:
        shown = stack.enter_context(server(tmp_path))
        visitors = [HTTPConnection("127.0.0.1", shown.server_port, timeout=5) for _ in range(VISITORS)]
        for visitor in visitors:
            stack.callback(visitor.close)
            visitor.connect()
        stack.enter_context(opened(shown))
        for visitor in visitors:
            visitor.request("GET", "/index.html")
        assert {visitor.getresponse().read() for visitor in visitors} == {b"the course"}


def test_a_reader_who_leaves_early_is_no_error(tmp_path, capsys):
    (tmp_path / "large").write_bytes(bytes(LARGE))
    with server(tmp_path) as shown:
        shown.daemon_threads = False  # the end waits for what they say
        with opened(shown), socket.create_connection(("127.0.0.1", shown.server_port)) as reader:
            reader.sendall(b"GET /large HTTP/1.0\r\n\r\n")
            reader.recv(1000)  # and leaves the rest
    assert capsys.readouterr().err == ""


def test_any_other_error_is_told(tmp_path, capsys, monkeypatch):
    def broken(*_):
        raise ValueError("a disk that fails")

    with server(tmp_path) as shown:
        shown.daemon_threads = False
        monkeypatch.setattr(shown, "finish_request", broken)
        with opened(shown), socket.create_connection(("127.0.0.1", shown.server_port)) as reader:
            assert reader.recv(1000) == b""
    assert "ValueError: a disk that fails" in capsys.readouterr().err
