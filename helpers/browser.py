"""Whether Python runs in a browser (Pyodide): there it has no threads, and its folders are out of a reader's sight."""

import sys

IN_BROWSER = sys.platform == "emscripten"
