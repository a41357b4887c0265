"""The embedded office's CalDAV server: Radicale on a folder that lives as long as the office.

Promises: one calendar per user, filled before the first request. Whoever logs in may read and
write all of them, as a secretary may.
Never does: listen beyond loopback, or keep anything after `stop`.
"""

from __future__ import annotations

import hashlib
import json
import socket
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from secretary.domain.errors import SetupError

LOOPBACK = "127.0.0.1"
CALENDAR = "kalender"
START_SECONDS = 20.0
STOP_SECONDS = 5.0


class CaldavServer:
    """A running server. `calendars` maps users to whole iCalendar objects, one event (series) each."""

    def __init__(self, passwords: Mapping[str, str], calendars: Mapping[str, Sequence[str]]) -> None:
        self._passwords = passwords
        self._calendars = calendars
        self.port = 0

    def start(self) -> None:
        """Serve on a thread of its own. Raises SetupError where Radicale is not installed."""
        try:
            import radicale.config  # noqa: PLC0415 - an optional part
            import radicale.server  # noqa: PLC0415 - as above
        except ImportError as error:
            raise SetupError(
                "The calendar server of the embedded office is not installed.",
                remedy="Install it with: pip install 'secretary[demo]'",
            ) from error
        self._folder = tempfile.TemporaryDirectory(prefix="secretary-office-")
        self._fill(Path(self._folder.name))
        self.port = _free_port()
        config = radicale.config.load()
        config.update(self._settings(Path(self._folder.name)), "embedded office")
        self._stop, stopped = socket.socketpair()
        self._thread = threading.Thread(target=radicale.server.serve, args=(config, stopped), daemon=True)
        self._thread.start()
        _until_it_answers(self.port)

    def url(self, user: str) -> str:
        """The address of a user's calendar."""
        return f"http://{LOOPBACK}:{self.port}/{user}/{CALENDAR}/"

    def stop(self) -> None:
        """End the server and remove its folder."""
        self._stop.close()
        self._thread.join(STOP_SECONDS)
        self._folder.cleanup()

    def _settings(self, folder: Path) -> dict[str, dict[str, str]]:
        # Without delay=0 each first request, which comes without a log-in, is held for a second.
        return {
            "server": {"hosts": f"{LOOPBACK}:{self.port}"},
            "auth": {
                "type": "htpasswd",
                "htpasswd_filename": str(folder / "users"),
                "htpasswd_encryption": "plain",
                "delay": "0",
            },
            "rights": {"type": "authenticated"},
            "storage": {"filesystem_folder": str(folder)},
            "logging": {"level": "critical"},
        }

    def _fill(self, folder: Path) -> None:
        users = "".join(f"{user}:{password}\n" for user, password in self._passwords.items())
        (folder / "users").write_text(users, encoding="utf-8")
        for user in self._passwords:
            place = folder / "collection-root" / user / CALENDAR
            place.mkdir(parents=True)
            (place / ".Radicale.props").write_text(json.dumps({"tag": "VCALENDAR", "D:displayname": user}))
            for ics in self._calendars.get(user, ()):
                name = hashlib.sha256(ics.encode()).hexdigest()[:32]
                (place / f"{name}.ics").write_text(ics, encoding="utf-8", newline="")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return int(probe.getsockname()[1])


def _until_it_answers(port: int) -> None:
    end = time.monotonic() + START_SECONDS
    while True:
        try:
            socket.create_connection((LOOPBACK, port), 1).close()
        except OSError as error:
            if time.monotonic() > end:
                raise SetupError("The embedded calendar server did not start.", remedy="Try again.") from error
            time.sleep(0.01)
        else:
            return
