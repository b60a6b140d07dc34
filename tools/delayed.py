"""A server behind a slow line: everything passes a proxy on 127.0.0.1 that holds it back for a while, each way."""

import asyncio
import contextlib
import threading

CHUNK = 1 << 16  # bytes read at once


@contextlib.contextmanager
def delayed(port, seconds):
    """Yields the port of a proxy to 127.0.0.1:port that delivers everything, in order, so many seconds later."""
    loop, ready = asyncio.new_event_loop(), threading.Event()
    thread = threading.Thread(target=_run, args=(loop, ready, port, seconds), daemon=True)
    thread.start()
    ready.wait()
    try:
        yield ready.port
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()


def _run(loop, ready, port, seconds):
    asyncio.set_event_loop(loop)

    async def connected(reader, writer):
        with contextlib.suppress(OSError, asyncio.CancelledError):
            other_reader, other_writer = await asyncio.open_connection("127.0.0.1", port)
            await asyncio.gather(_carry(reader, other_writer, seconds), _carry(other_reader, writer, seconds))

    async def serve():
        server = await asyncio.start_server(connected, "127.0.0.1", 0)
        ready.port = server.sockets[0].getsockname()[1]
        ready.set()
        return server

    server = loop.run_until_complete(serve())
    loop.run_forever()
    server.close()
    for task in asyncio.all_tasks(loop):
        task.cancel()
    loop.run_until_complete(asyncio.gather(*asyncio.all_tasks(loop), return_exceptions=True))
    loop.run_until_complete(asyncio.sleep(0))  # the sockets close
    loop.close()


async def _carry(reader, writer, seconds):
    """Carry bytes one way; what arrives at once is not held back one after the other."""
    loop, waiting = asyncio.get_running_loop(), asyncio.Queue()

    async def deliver():
        try:
            while (item := await waiting.get()) is not None:
                due, data = item
                await asyncio.sleep(due - loop.time())
                writer.write(data)
                await writer.drain()
        finally:
            writer.close()

    delivering = asyncio.create_task(deliver())
    with contextlib.suppress(OSError):
        while data := await reader.read(CHUNK):
            waiting.put_nowait((loop.time() + seconds, data))
    waiting.put_nowait(None)
    with contextlib.suppress(OSError):
        await delivering
