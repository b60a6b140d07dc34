#!/usr/bin/env python3
"""Open this course in JupyterLab, or test it, in a Python environment of its own.

  python3 lab.py                            open notebooks/00-start-here.ipynb in JupyterLab
  python3 lab.py --no-browser --port 9000   arguments go on to JupyterLab
  python3 lab.py test                       run the tests
  python3 lab.py test -k sgd                arguments after "test" go on to pytest
  python3 lab.py --help                     show this text

The first run makes the environment in .venv: about 600 MB, one to three minutes.
Later runs start at once, and install again only when the requirements have changed.
On Windows, write py instead of python3.
"""
import sys

OLDEST = (3, 11)


def check_python(version):
    """Stop with one sentence if this Python is too old.

    An old Python must be able to read this file, so it has no f-strings and no annotations.
    """
    if tuple(version[:2]) < OLDEST:
        sys.exit("This course needs Python %d.%d or newer; this is Python %d.%d.%d (%s). "
                 "Install a newer one, for example from python.org, and name it when you start: "
                 "python3.13 lab.py" % (OLDEST + tuple(version[:3]) + (sys.executable,)))


check_python(sys.version_info)  # before the imports, some of which an old Python lacks

import argparse
import hashlib
import os
import queue
import re
import shutil
import signal
import socket
import subprocess
import threading
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
STAMP = VENV / "installed"  # written last, so without it the installation did not finish
START = "notebooks/00-start-here.ipynb"

STEPS = (
    (r"(?:Collecting|Processing|Obtaining) (?:.*[/\\])?([\w.-]+)", "collecting %s"),
    (r"\s+Downloading ([\w.]+)\S* \((\S+ MB)\)", "downloading %s (%s)"),
    (r"Installing collected packages()", "installing them all%s"),
)
OFFLINE = re.compile("connection broken by '(?!SSL)|Max retries exceeded|Read timed out")


def say(text, end="\n"):
    """Print at once, even into a pipe."""
    sys.stdout.write(text + end)
    sys.stdout.flush()


def give_up(output, sentence):
    """Stop with the last lines of a failed command, from its first error on, and a sentence."""
    lines = output.splitlines()
    errors = (n for n, line in enumerate(lines) if line.lower().lstrip().startswith("error"))
    sys.exit("\n".join(lines[next(errors, 0):][-15:] + [sentence]))


# Before the set-up: what can be refused at once

def listens(port):
    """Whether some program on this machine already listens on the port."""
    try:
        socket.create_connection(("localhost", port), timeout=1).close()
        return True
    except OSError:
        return False


def free_port():
    """A port that nothing uses now."""
    with socket.socket() as probe:
        probe.bind(("localhost", 0))
        return probe.getsockname()[1]


def check_port(arguments):
    """Stop with one sentence if the port asked for is taken or is not a port."""
    parser = argparse.ArgumentParser(prog="lab.py", add_help=False, allow_abbrev=False)
    parser.add_argument("--port", "--ServerApp.port", dest="port", default="0")
    port = parser.parse_known_args(arguments)[0].port
    if not (port.isdecimal() and int(port) < 65536):
        sys.exit("--port %s is not a port: give a number from 1 to 65535, "
                 "or leave --port out and Jupyter picks one." % port)
    if int(port) and listens(int(port)):
        sys.exit("Port %s is already in use on this machine: give another, for example "
                 "--port %d, or leave --port out and Jupyter picks one." % (port, free_port()))


# The set-up: .venv and what is in it

def stamp():
    """Two digests: where .venv is and for which Python, and what is installed in it."""
    place = "%s %d.%d" % ((VENV,) + sys.version_info[:2])
    contents = [(ROOT / name).read_bytes() for name in ("requirements.txt", "pyproject.toml")]
    return [hashlib.sha256(part).hexdigest() for part in (place.encode(), b"\0".join(contents))]


def works():
    """Whether the Python in .venv runs; it stops when the Python it came from is removed."""
    try:
        return subprocess.run([str(PYTHON), "-c", "import pip"], capture_output=True).returncode == 0
    except OSError:
        return False


def make():
    """Make .venv anew."""
    try:
        import ensurepip, venv
    except ImportError as error:
        sys.exit("This Python (%s) has no %s module, which makes the private environment: install "
                 "it, on Debian or Ubuntu with sudo apt install python3-venv, then run the same "
                 "command again." % (sys.executable, error.name))
    say("Setting up, once: a private Python environment in .venv "
        "(about 600 MB, one to three minutes).")
    try:
        venv.create(VENV, clear=True, with_pip=True, symlinks=os.name != "nt")
    except subprocess.CalledProcessError as error:
        give_up(error.output.decode(errors="replace"),
                "Python could not put pip into %s: mend what the lines above name, then run the "
                "same command again." % VENV)


def follow(stream):
    """Yield each line of the stream, and an empty one after every second of silence."""
    lines = queue.Queue()

    def read():
        for line in stream:
            lines.put(line)
        lines.put(None)

    threading.Thread(target=read, daemon=True).start()
    while True:
        try:
            line = lines.get(timeout=1)
        except queue.Empty:
            line = ""
        if line is None:
            return
        yield line


def step(line):
    """What pip is about to do, in a few words, if this line of its output tells."""
    matches = ((re.match(pattern, line), words) for pattern, words in STEPS)
    return next((words % match.groups() for match, words in matches if match), None)


def watch(lines):
    """Show how far pip is, on one live line if this is a terminal, and return all it said."""
    begin, said, packages, doing = time.monotonic(), [], set(), "starting pip"
    for line in lines:
        said.append(line)
        news = step(line)
        doing = news or doing
        if doing.startswith("collecting"):
            packages.add(doing)
        text = "  %d packages, %d s: %s" % (len(packages), time.monotonic() - begin, doing)
        if sys.stdout.isatty():
            width = shutil.get_terminal_size().columns - 1
            say("\r" + text[:width].ljust(width), end="")
        elif news:
            say(text)
    say("\n" if sys.stdout.isatty() else "", end="")
    return "".join(said)


def install():
    """Let pip install requirements.txt into .venv."""
    pip = subprocess.Popen(
        [str(PYTHON), "-m", "pip", "install", "--disable-pip-version-check", "--no-input",
         "--progress-bar", "off", "--retries", "1", "-r", "requirements.txt"],
        cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace")
    try:
        said = watch(follow(pip.stdout))
    except BaseException:
        pip.terminate()
        raise
    if pip.wait() and OFFLINE.search(said):
        sys.exit("pip could not reach the Python package index: check the network connection, "
                 "then run the same command again.")
    if pip.returncode:
        give_up(said, "pip could not install requirements.txt: mend what the lines above name, "
                      "then run the same command again.")


def set_up():
    """Make .venv and install the requirements, as far as an earlier run has not done so."""
    wanted = stamp()
    found = STAMP.read_text().split() if STAMP.exists() else []
    sound = found[:1] == wanted[:1] and works()
    if sound and found == wanted:
        return
    if sound:
        say("The requirements have changed: installing them.")
    else:
        make()
    STAMP.unlink(missing_ok=True)
    install()
    STAMP.write_text("\n".join(wanted))
    say("Ready.")


# After it: the command itself

def jupyter(arguments):
    """The command that opens the course; of two equal options the later one, the user's, wins."""
    options = ["--ServerApp.root_dir=%s" % ROOT, "--LabApp.default_url=/lab/tree/" + START,
               "--LabApp.news_url=None",
               "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate"]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        options.append("--allow-root")  # in a container one is often root, and Jupyter then refuses
    return [str(PYTHON), "-m", "jupyterlab"] + options + arguments


def pytest(arguments):
    """The command that runs the tests."""
    return [str(PYTHON), "-m", "pytest"] + arguments


def run(command):
    """Run the command in the root of the course and return its exit code."""
    signal.signal(signal.SIGINT, lambda *_: None)  # a terminal sends Ctrl-C to the command as well
    process = subprocess.Popen(command, cwd=ROOT)
    signal.signal(signal.SIGTERM, lambda *_: process.terminate())
    code = process.wait()
    return code if code >= 0 else 128 - code  # as a shell reports a command that a signal ended


def main(arguments):
    """Do what the arguments ask for and return the exit code."""
    testing = arguments[:1] == ["test"]
    if not testing and {"-h", "--help"}.intersection(arguments):
        say(__doc__, end="")
        return 0
    if not testing:
        check_port(arguments)
    try:
        set_up()
    except (OSError, ValueError) as error:
        sys.exit("Could not set up %s: %s. Free some space, or move the course to a folder that "
                 "you can write to, then run the same command again." % (VENV, error))
    return run(pytest(arguments[1:]) if testing else jupyter(arguments))


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        say("\nStopped. The same command goes on from here.")
        sys.exit(130)
