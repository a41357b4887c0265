"""The desk's web server, in the daemon's own loop.

Promises: listens where the configuration says, on loopback unless told otherwise; ends with the daemon.
Never does: install signal handlers; the daemon has its own.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn

from secretary.desk.web.app import application
from secretary.desk.web.desk import Desk
from secretary.domain.errors import SetupError

GRACE_SECONDS = 3  # an open page may finish; a live connection may not hold up the end


class _Server(uvicorn.Server):
    """Without signal handlers of its own."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave them to the daemon."""
        yield


def listening(host: str, port: int) -> socket.socket:
    """A socket of the desk. Raises SetupError where the port is taken or the address is not this machine's."""
    try:
        return socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except OSError as error:
        raise SetupError(
            f"The desk cannot listen on {host}:{port} ({error.strerror}).",
            key="desk",
            remedy="Choose another port, or stop what uses it.",
        ) from error


async def serve(desk: Desk, door: socket.socket, stop: asyncio.Event) -> None:
    """Serve until `stop` is set."""
    config = uvicorn.Config(
        application(desk),
        log_config=None,
        access_log=False,
        lifespan="off",
        server_header=False,
        proxy_headers=False,  # nobody's word on addresses or schemes is taken
        timeout_graceful_shutdown=GRACE_SECONDS,
    )
    server = _Server(config)
    serving = asyncio.create_task(server.serve(sockets=[door]))
    await stop.wait()
    server.should_exit = True
    await serving
