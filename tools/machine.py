"""What lab.py asks of a machine before it installs anything, and what it gives to one that lacks it: standard library only.

Each function takes what it judges as arguments, so that any machine can be tried on this one.
"""

import os
import subprocess
import sys
import tempfile

LONGEST = len(r"\.venv") + 160  # characters of the longest path below the course: 155 of them JupyterLab's, in .venv
MOST = 259  # characters of a path on Windows, where it does not allow longer ones
FAR = 200  # of the folder of the course where it does: a program's own folder stays limited
FOLDERS = {  # what writes into the home, by the variable that sends it elsewhere
    "JUPYTER_CONFIG_DIR": "jupyter",
    "JUPYTER_DATA_DIR": "jupyter-data",
    "JUPYTER_RUNTIME_DIR": "jupyter-runtime",
    "IPYTHONDIR": "ipython",
    "MPLCONFIGDIR": "matplotlib",
}


def refusal(system, root, largest, long_paths):
    """The sentence for a machine that the course cannot run on, or None.

    system: os.name.  root: the course's folder, as text.  largest: sys.maxsize.  long_paths: whether Windows allows them.
    """
    if largest < 2**32:
        return f"This course needs a 64-bit Python; this is a 32-bit one ({sys.executable}). Install that from python.org."
    if system != "nt":
        return None
    if root.removeprefix("\\\\?\\").startswith(("\\\\", "UNC\\")):
        return f"This course is in a network folder ({root}): copy it to a folder on this computer, such as C:\\sgd."
    most = FAR if long_paths else MOST - LONGEST
    if len(root) > most:
        shorter = f"move it to a folder with at most {most}, such as C:\\sgd"
        return f"The path of this course has {len(root)} characters, too many for Windows ({root}): {shorter}."
    return None


def long_paths():
    """Whether this is a Windows that allows paths of more than 259 characters."""
    try:
        import winreg

        with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, r"SYSTEM\CurrentControlSet\Control\FileSystem") as key:
            return winreg.QueryValueEx(key, "LongPathsEnabled")[0] == 1
    except (ImportError, OSError):
        return False


def check(root):
    """Stop with one sentence if the course cannot run on this machine, in the folder root."""
    words = refusal(os.name, str(root), sys.maxsize, long_paths())
    if words:
        sys.exit(words)


def folders(home, place):
    """{variable: folder} for Jupyter, IPython and matplotlib: none if they can write into home, else folders in place."""
    try:
        tempfile.TemporaryFile(dir=home).close()
        return {}
    except OSError:
        return {variable: os.path.join(place, name) for variable, name in FOLDERS.items()}


def find_fonts(python, environment):
    """Let matplotlib find the fonts of this machine now. It may take a minute, and in a notebook it would say so in red."""
    subprocess.call([python, "-c", "import matplotlib.font_manager"], env=environment, stderr=subprocess.DEVNULL)
