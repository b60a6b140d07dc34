import os
from pathlib import Path
from threading import Thread

import pytest

from tools.site.serve import server

COMMANDS = "python3 lab.py site, then SGD_SITE=site python3 lab.py test"


@pytest.fixture(scope="session")
def built():
    """The site as it is built, in the folder that SGD_SITE names: to build one takes longer than its tests may."""
    if "SGD_SITE" not in os.environ:
        pytest.skip(f"A built site is tested where SGD_SITE names its folder: {COMMANDS}")
    site = Path(os.environ["SGD_SITE"]).resolve()
    if not (site / "live" / "jupyter-lite.json").is_file():
        pytest.fail(f"SGD_SITE must name the folder of a built site, but {site} holds none: {COMMANDS}", pytrace=False)
    return site


@pytest.fixture(scope="session")
def address(built):
    """Where the site is served."""
    with server(built.parent) as shown:  # not at the root, as on a server of many courses
        thread = Thread(target=shown.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{shown.server_port}/{built.name}"
        shown.shutdown()
        thread.join()
