"""A button that hands a file of the reader's to the kernel, and refuses in the browser what is too large to send."""

from pathlib import Path

import anywidget
import traitlets

MOST = 8_000_000  # bytes; Jupyter's server closes the connection at messages of more than 10 MB


class Upload(anywidget.AnyWidget):
    """name, content: of the last file.  sent counts the files.  refused: a sentence, where the file was too large."""

    _esm = (Path(__file__).parent / "upload.js").read_text(encoding="utf-8")
    most = traitlets.Int(MOST).tag(sync=True)
    name = traitlets.Unicode().tag(sync=True, echo_update=False)
    content = traitlets.Bytes().tag(sync=True, echo_update=False, from_json=lambda value, widget: bytes(value or b""))
    sent = traitlets.Int(0).tag(sync=True, echo_update=False)
    refused = traitlets.Unicode().tag(sync=True, echo_update=False)
