#!/usr/bin/env python3
"""Open this course in JupyterLab, or test it, in a Python environment of its own.

  python3 lab.py                            open notebooks/00-start-here.ipynb in JupyterLab
  python3 lab.py --no-browser --port 9000   arguments go on to JupyterLab
  python3 lab.py test                       run the tests
  python3 lab.py test -k sgd                arguments after "test" go on to pytest
  python3 lab.py site                       build the course's web site in site; "site --help" says more
  python3 lab.py --help                     show this text

The first run makes the environment in .venv: about 600 MB, one to three minutes.
Later runs start at once, and install again only when the requirements have changed.
On Windows, write py instead of python3.
"""

import sys

OLDEST, NEWEST = (3, 11), (3, 14)  # of what the packages in requirements.txt come ready made for


def check_python(version):
    """Stop if this Python is too old or too new; an old one must read this file first, so no f-strings here."""
    if not OLDEST <= tuple(version[:2]) <= NEWEST:
        words = "This course runs on Python %d.%d to %d.%d; this is Python %d.%d.%d (%s). "
        words += "Install one of these, for example from python.org, and start with that: python3.13 lab.py"
        sys.exit(words % (OLDEST + NEWEST + tuple(version[:3]) + (sys.executable,)))


check_python(sys.version_info)  # before the imports, some of which an old Python lacks

# ruff: noqa: E402
import argparse
import hashlib
import os
import re
import signal
import socket
import subprocess
import threading
import time
from pathlib import Path

from tools import machine

ROOT = Path(__file__).resolve().parent
SITE = sys.argv[1:2] == ["site"]  # what builds the web site has an environment of its own
VENV = ROOT / (".venv-site" if SITE else ".venv")
REQUIREMENTS = "tools/site/requirements.txt" if SITE else "requirements.txt"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
STAMP = VENV / "installed"  # written last: without it the installation did not finish
STEPS = (  # what pip prints, and what we show of it
    (r"(?:Collecting|Processing|Obtaining) (?:[^(]*[/\\])?([\w.-]+?)(?=-\d|[^\w.-])", "collecting %s"),
    (r"\s+Downloading (?:.*/)?([\w.]+)\S* \((\S+ MB)\)", "downloading %s (%s)"),
    (r"Installing collected packages()", "installing them all%s"),
)
ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1"}  # the figures multiply small matrices: more threads only wait for each other
OFFLINE = re.compile("connection broken by '(?!SSL)|Read timed out|error: (connection|proxy-connection|incomplete-download)")
AGAIN = "then run the same command again."


def say(text, end="\n"):
    """Print at once, even into a pipe."""
    sys.stdout.write(text + end)
    sys.stdout.flush()


def give_up(output, failure):
    """Stop with what a failed command printed from its first error on, and what to do about it."""
    error = re.search("^.*error", output, re.IGNORECASE | re.MULTILINE)
    lines = output[error.start() if error else 0 :].splitlines()
    if len(lines) > 20:
        lines[5:-15] = ["..."]
    sys.exit("\n".join(lines + [failure + ": mend what the lines above name, " + AGAIN]))


def listens(port):
    """Whether some program on this machine already listens on the port."""
    try:
        socket.create_connection(("localhost", port), timeout=1).close()
        return True
    except OSError:
        return False


def check_port(arguments):
    """Stop if the port asked for is no port or is taken, while nothing slow has happened yet."""
    parser = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    parser.add_argument("--port", "--ServerApp.port", dest="port", default="0")
    port = parser.parse_known_args(arguments)[0].port
    if not (port.isdecimal() and int(port) < 65536):
        sys.exit("--port %s is not a port: give a number from 1 to 65535, or leave --port out and Jupyter picks one." % port)
    if int(port) and listens(int(port)):
        other = next(n for n in range(8889, 65536) if not listens(n))
        sys.exit("Port %s is already in use on this machine: give --port %d, or none and Jupyter picks one." % (port, other))


def stamp():
    """Two digests: where VENV is and for which Python, and what is installed in it."""
    place = "%s %d.%d" % ((VENV,) + sys.version_info[:2])
    contents = [(ROOT / name).read_bytes() for name in (REQUIREMENTS, "pyproject.toml")]
    return [hashlib.sha256(part).hexdigest() for part in (place.encode(), b"\0".join(contents))]


def works():
    """Whether the Python in .venv runs; it does not when the Python it came from is gone."""
    try:
        return subprocess.call([str(PYTHON), "-Ic", "import pip"], stderr=subprocess.DEVNULL) == 0
    except OSError:
        return False


def start(module, arguments):
    """Start a module in .venv, guarded, with all its output in one pipe."""
    code = "import runpy; runpy.run_path('tools/guarded.py')['guarded'](%r, %d)" % (module, os.getpid())
    command = [str(PYTHON), "-I", "-c", code] + arguments
    pipes = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
    return subprocess.Popen(command, cwd=ROOT, text=True, errors="replace", **pipes)


def make():
    """Make .venv anew, with pip in it."""
    try:
        import ensurepip  # noqa: F401, which Debian leaves out
        import venv
    except ImportError as error:
        words = "This Python (%s) lacks the module %s: install it, on Debian or Ubuntu with sudo apt install python3-venv, "
        sys.exit(words % (sys.executable, error.name) + AGAIN)
    say("Setting up, once: a private Python environment in %s (about 600 MB, one to three minutes)." % VENV.name)
    venv.create(VENV, clear=True, symlinks=os.name != "nt")
    process = start("ensurepip", ["--default-pip"])
    said = process.communicate()[0]
    if process.returncode:
        give_up(said.rsplit("Traceback", 1)[0], "Could not put pip into %s" % VENV)  # pip's own words tell more


def install():
    """Let pip install the requirements into VENV, and show how far it is: in one live line if this is a terminal."""
    options = "--disable-pip-version-check --no-input --progress-bar off --retries 1"
    pip = start("pip", ["install", "-r", REQUIREMENTS] + options.split())
    live, begin = sys.stdout.isatty(), time.monotonic()
    lines, steps = [], ["starting pip"]

    def show():
        packages = len({step for step in steps if step.startswith("collecting")})
        text = "  %d s, packages: %d, %s" % (time.monotonic() - begin, packages, steps[-1])
        width = os.get_terminal_size().columns - 1 if live else 0
        say("\r" + text[:width].ljust(width) if live else text, end="" if live else "\n")

    def read():
        for line in pip.stdout:
            lines.append(line)
            for match, words in ((re.match(pattern, line), words) for pattern, words in STEPS):
                if match:
                    steps.append(words % match.groups())
                    show()

    reader = threading.Thread(target=read, daemon=True)
    reader.start()
    while reader.is_alive():
        reader.join(timeout=1)
        if live:
            show()
    said = "".join(lines)
    say("\n" * live, end="")
    if pip.wait() and OFFLINE.search(said):
        sys.exit("pip could not reach the Python package index: check the network and the proxy settings, " + AGAIN)
    if pip.returncode:
        give_up(said, "pip could not install %s" % REQUIREMENTS)


def quieten():
    """Set JupyterLab's answer to "Would you like to get notified about official Jupyter news?" to no."""
    overrides = VENV / "share" / "jupyter" / "lab" / "settings" / "overrides.json"
    overrides.parent.mkdir(parents=True, exist_ok=True)
    overrides.write_text('{"@jupyterlab/apputils-extension:notification": {"fetchNews": "false"}}')


def set_up():
    """Make .venv and install the requirements, as far as an earlier run has not done so."""
    wanted = stamp()
    found = STAMP.read_text(errors="replace").split() if STAMP.exists() else []
    sound = found[:1] == wanted[:1] and works()
    if sound and found == wanted:
        return
    if sound:
        say("The requirements have changed: installing them.")
        STAMP.unlink()
    else:
        make()
    install()
    quieten()
    machine.find_fonts(str(PYTHON), environment())
    STAMP.write_text("\n".join(wanted))
    say("Ready.")


def command(arguments):
    """The command that the arguments ask for."""
    if arguments[:1] == ["test"]:
        return [str(PYTHON), "-m", "pytest"] + arguments[1:]
    if arguments[:1] == ["site"]:
        return [str(PYTHON), "-m", "tools.site"] + arguments[1:]
    options = {"--ServerApp.root_dir": ROOT, "--LabApp.default_url": "/lab/tree/notebooks/00-start-here.ipynb"}
    options["--LabApp.check_for_updates_class"] = "jupyterlab.NeverCheckForUpdate"
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        options["--ServerApp.allow_root"] = True  # as in many containers; else Jupyter refuses
    synonyms = {"--notebook-dir": "--ServerApp.root_dir", "--allow-root": "--ServerApp.allow_root"}
    for name in (argument.partition("=")[0] for argument in arguments):
        options.pop(synonyms.get(name, name), None)  # Jupyter takes each but once: theirs
    return [str(PYTHON), "-m", "jupyterlab"] + ["%s=%s" % o for o in options.items()] + arguments


def environment():
    """The variables for what runs in .venv; those that the reader has set stay."""
    folders = machine.folders(os.path.expanduser("~"), str(VENV / "home"))
    return dict(ONE_THREAD, **dict(folders, **os.environ))


def run(command):
    """Run the command in the root of the course and return its exit code."""
    signal.signal(signal.SIGINT, lambda *_: None)  # a terminal sends Ctrl-C to the command too
    process = subprocess.Popen(command, cwd=ROOT, env=environment())
    signal.signal(signal.SIGTERM, lambda *_: process.terminate())
    code = process.wait()
    return code if code >= 0 else 128 - code  # a signal ended it: what a shell would report


def main(arguments):
    """Do what the arguments ask for and return the exit code."""
    if arguments[:1] not in (["test"], ["site"]):
        if {"-h", "--help"}.intersection(arguments):
            say(__doc__, end="")
            return 0
        check_port(arguments)
    machine.check(ROOT)
    try:
        set_up()
    except (OSError, ValueError) as error:
        sys.exit("Could not set up %s: %s. Make space, or move to a folder that you can write to, " % (VENV, error) + AGAIN)
    return run(command(arguments))


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        say("\nStopped. The same command starts again.")
        sys.exit(130)
