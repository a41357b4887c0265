"""Xandikos (CalDAV with scheduling properties) for tests, as a process of its own.

It comes with the development requirements; it knows one user and asks for no password.
"""

from __future__ import annotations

import itertools
import shutil
import sys
import urllib.request

from tests.servers import LOOPBACK, Child, free_ports, new_folder

USER = "user"


class Xandikos:
    """A running Xandikos. `url` is the server, `calendar_url` the calendar that exists from the start."""

    host = LOOPBACK

    def __init__(self) -> None:
        self.folder = new_folder("xandikos")
        (self.port,) = free_ports(1)
        self.url = f"http://{LOOPBACK}:{self.port}/"
        self.home_url = f"{self.url}{USER}/calendars/"
        self.calendar_url = f"{self.home_url}calendar/"
        self._numbers = itertools.count(1)
        command = [sys.executable, "-m", "xandikos", "serve", "-d", str(self.folder / "store"), "--defaults"]
        command += ["--current-user-principal", f"/{USER}/", "--state-dir", str(self.folder / "state")]
        command += ["--no-detect-systemd", "-l", LOOPBACK, "-p", str(self.port)]
        self._child = Child(command, self.folder / "xandikos.log")

    def start(self) -> None:
        """Start on the same port as before; content is kept."""
        self._child.start(self.port)

    def stop(self) -> None:
        """Stop; content is kept."""
        self._child.stop()

    def close(self) -> None:
        """Stop and remove every trace."""
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def new_calendar(self) -> str:
        """The URL of a new, empty calendar (MKCALENDAR, RFC 4791 section 5.3.1)."""
        url = f"{self.home_url}test-{next(self._numbers)}/"
        request = urllib.request.Request(url, method="MKCALENDAR")  # noqa: S310 - our own loopback address
        with urllib.request.urlopen(request, timeout=10):  # noqa: S310 - as above
            return url
