"""Cold visitors of the course's site, all at once; benchmarks.classroom --visitors shows the table.

A real page opens the flagship once, and tells which files it asked for. Then each visitor fetches all of these, through six
connections as a browser does, from the server of `lab.py site --serve`. The visitors run on the same machine, and throw away
what they fetch: what their browsers would do with it is not in it.

    visitors    how many came at once
    files, MB   of one visitor
    seconds     until the last one has all
    MB/s        of all together
    errors      files that did not come, or not whole
"""

import asyncio
import sys
import time
from contextlib import contextmanager
from multiprocessing import get_context

from tornado.httpclient import AsyncHTTPClient, HTTPClientError

from benchmarks.report import report
from tools.browser import chromium
from tools.lite import Lite
from tools.site.serve import server

CONNECTIONS, PATIENCE = 6, 600  # of a browser to one host; seconds
CLASS, LINES = 60, (100, 1000)  # students, and megabits a second of a school's line


def _serve(folder, pipe):
    with server(folder) as shown:
        pipe.send(shown.server_port)
        shown.serve_forever()


@contextmanager
def served(folder):
    """The address of the built site, on a server in a process of its own."""
    if not (folder / "live").is_dir():
        sys.exit(f"--site {folder} holds no site: build one with python3 lab.py site.")
    fresh = get_context("spawn")
    ours, theirs = fresh.Pipe()
    process = fresh.Process(target=_serve, args=(folder, theirs), daemon=True)
    process.start()
    try:
        yield f"http://127.0.0.1:{ours.recv()}"
    finally:
        process.terminate()
        process.join()


def asked(address):
    """What a page asks for until the flagship is there, each address once."""
    with chromium() as browser:
        page = Lite(browser, address, "04-the-magic")
        page.execute("from helpers.apps import magic\nmagic()")
        inside = "/api/drive"  # what the page asks of itself
        urls = dict.fromkeys(url for url in page.asked if url.startswith(address) and not url.endswith(inside))
        page.close()
    return list(urls)


async def visit(urls):
    """Fetch them all -> bytes, errors."""
    client = AsyncHTTPClient(force_instance=True, max_clients=CONNECTIONS)
    patience = {"connect_timeout": PATIENCE, "request_timeout": PATIENCE}
    size = errors = 0

    def take(chunk):
        nonlocal size
        size += len(chunk)

    fetched = [client.fetch(url, streaming_callback=take, **patience) for url in urls]
    for answer in asyncio.as_completed(fetched):
        try:
            await answer
        except (HTTPClientError, OSError):
            errors += 1
    client.close()
    return size, errors


async def visits(urls, visitors):
    """All visitors at once -> their row."""
    start = time.perf_counter()
    each = await asyncio.gather(*(visit(urls) for _ in range(visitors)))
    seconds, size = time.perf_counter() - start, sum(size for size, _ in each)
    row = {"visitors": visitors, "files": len(urls), "MB": size / visitors / 1e6, "seconds": seconds}
    return row | {"MB/s": size / 1e6 / seconds, "errors": sum(errors for _, errors in each)}


def main(folder, visitors, json):
    with served(folder) as address:
        urls = asked(address)
        rows = [asyncio.run(visits(urls, number)) for number in (1, visitors)]
    report(rows, ("tornado",), json)
    minutes = [CLASS * rows[0]["MB"] * 8 / line / 60 for line in LINES]
    lines = " and ".join(f"{time:.1f} minutes at {line} Mbit/s" for time, line in zip(minutes, LINES))
    print(f"A class of {CLASS} loads {CLASS * rows[0]['MB'] / 1000:.1f} GB on its first visit: at best {lines}.")
