"""Kernels of a Jupyter server, spoken to as JupyterLab does: they are started by REST, messages go through a web socket."""

import json
import uuid
from contextlib import asynccontextmanager

from jupyter_server.services.kernels.connection.base import deserialize_msg_from_ws_v1, serialize_msg_to_ws_v1
from tornado.httpclient import AsyncHTTPClient, HTTPRequest
from tornado.websocket import websocket_connect

PROTOCOL = "v1.kernel.websocket.jupyter.org"


@asynccontextmanager
async def kernel(server):
    """A kernel of that server, which ends with the block."""
    url, token = server
    headers, client = {"Authorization": f"token {token}"}, AsyncHTTPClient()
    answer = await client.fetch(f"{url}/api/kernels", method="POST", body="{}", headers=headers)
    place, session = f"{url}/api/kernels/{json.loads(answer.body)['id']}", uuid.uuid4().hex
    try:
        channels = HTTPRequest(f"{place.replace('http', 'ws', 1)}/channels?session_id={session}", headers=headers)
        socket = await websocket_connect(channels, subprotocols=[PROTOCOL])
        yield Kernel(socket, session)
        socket.close()
        while await socket.read_message() is not None:
            pass  # up to the end of the connection
    finally:
        await client.fetch(place, method="DELETE", headers=headers)


class Kernel:
    """One connection to a kernel; one request at a time."""

    def __init__(self, socket, session):
        self.socket, self.session = socket, session

    async def ask(self, kind, content):
        """Send a request on the shell channel; yields (kind, content, buffers) of its messages until the kernel is idle."""
        header = {"msg_id": uuid.uuid4().hex, "msg_type": kind, "session": self.session}
        header |= {"username": "", "date": "2000-01-01T00:00:00Z", "version": "5.4"}
        message = {"header": header, "parent_header": {}, "metadata": {}, "content": content}
        await self.socket.write_message(serialize_msg_to_ws_v1(message, "shell", _pack), binary=True)
        while True:
            answer = await self.socket.read_message()
            if answer is None:
                raise ConnectionError("The server has closed the connection to the kernel.")
            _, (about, parent, _, words, *buffers) = deserialize_msg_from_ws_v1(answer)
            if json.loads(parent).get("msg_id") != header["msg_id"]:
                continue
            kind, words = json.loads(about)["msg_type"], json.loads(words)
            yield kind, words, buffers
            if kind == "status" and words["execution_state"] == "idle":
                return

    async def execute(self, code):
        """Run code; returns what it prints."""
        text = ""
        async for kind, content, _ in self.ask("execute_request", {"code": code, "silent": False, "store_history": False}):
            if kind == "error":
                raise RuntimeError("\n".join(content["traceback"]))
            if kind == "stream":
                text += content["text"]
        return text


def _pack(part):
    return json.dumps(part).encode()
