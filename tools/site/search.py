"""The search over all pages to read: Pagefind writes an index that a browser reads in parts, from the site itself."""

import subprocess
import sys
from pathlib import Path

TEXT = "#text"  # what is searched of a page
NOT = ".live, .headerlink, .actions, aside"


def index(site: Path) -> None:
    """Write the index, and the search box, into the folder pagefind of the site."""
    command = [sys.executable, "-m", "pagefind", "--site", str(site), "--glob", "{*.html,reference/**/*.html}"]
    command += ["--root-selector", TEXT, "--exclude-selectors", NOT]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"the search could not be built:\n{(done.stdout + done.stderr)[-2000:]}")
