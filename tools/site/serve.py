"""A plain web server for the site, on this machine alone."""

import re
import sys
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

FOR_EVER = re.compile(r"/live/(static/kernel-[0-9a-f]+/|(build|extensions)/.*[0-9a-f]{7})")  # a digest in its address


PROGRAMS = {".js": "text/javascript", ".mjs": "text/javascript", ".wasm": "application/wasm"}  # Windows may say otherwise


class Quiet(SimpleHTTPRequestHandler):
    """It says nothing of each request, and lets a browser keep for ever what never changes, and nothing else unasked."""

    extensions_map = SimpleHTTPRequestHandler.extensions_map | PROGRAMS

    def end_headers(self) -> None:
        kept = FOR_EVER.search(self.path)
        self.send_header("Cache-Control", "max-age=31536000, immutable" if kept else "no-cache")
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:
        pass


class Wide(ThreadingHTTPServer):
    """A class may come all at once: each browser opens six connections."""

    request_queue_size = 1024  # that wait to be let in; Python's own five are for one reader

    def handle_error(self, request: object, client_address: object) -> None:
        """A reader who leaves while a file is sent is no error to tell of."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


def server(folder: Path, port: int = 0) -> ThreadingHTTPServer:
    """A server of the folder on 127.0.0.1; port 0 takes a free one. Its server_port says which."""
    return Wide(("127.0.0.1", port), partial(Quiet, directory=str(folder)))
