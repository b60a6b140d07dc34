"""How lab.py runs pip: so that nothing of it outlives lab.py."""

import os
import runpy
import signal
import threading
import time


def guarded(module, parent):
    """Run a module as python -m does, and end with all it started as soon as the process parent, lab.py, is gone."""

    def guard():
        while os.getppid() == parent:
            time.sleep(0.05)
        os.killpg(0, signal.SIGKILL)  # or it would write on, into the .venv of the next run

    if os.name == "posix":
        os.setpgid(0, 0)
        threading.Thread(target=guard, daemon=True).start()
    runpy.run_module(module, run_name="__main__", alter_sys=True)
