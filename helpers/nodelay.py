"""A Jupyter Server extension that sends each message of a kernel at once.

A redraw is answered by several messages. TCP holds a small one back until the other side has acknowledged the one before,
which it may do 40 ms late. The option TCP_NODELAY ends the wait, and Jupyter Server leaves it unset.
"""

SETTING = "kernel_websocket_connection_class"


def _jupyter_server_extension_points():
    return [{"module": __name__}]


def _load_jupyter_server_extension(server):
    """Put a subclass in the place of the class that the server, a gateway or a hub has chosen for its connections."""
    try:
        settings = server.web_app.settings
        settings[SETTING] = undelayed(settings[SETTING], server.log)
    except Exception as error:  # a slow figure is better than no server
        server.log.warning("helpers.nodelay leaves the kernel connections as they are: %r", error)


def undelayed(base, log):
    """A subclass of a connection class that sets TCP_NODELAY as it connects."""

    class Undelayed(base):
        def connect(self, *arguments, **settings):
            try:
                self.websocket_handler.set_nodelay(True)
            except Exception as error:
                log.warning("helpers.nodelay leaves this kernel connection as it is: %r", error)
            return super().connect(*arguments, **settings)  # to be awaited, where the base class says so

    return Undelayed
