"""A service manager hears when the secretary is ready, that it lives, and when it stops."""

import socket
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from secretary.app.operating.health import STANDSTILL, Health
from secretary.app.operating.supervision import Manager
from tests.servers import wait_until
from tests.system.faults.wreck import QUESTION, Ports, Wreck

NOW = datetime(2026, 7, 14, 12, tzinfo=UTC)


class Listener:
    """The manager's end of the line."""

    def __init__(self, address: str) -> None:
        self.address = address
        self._line = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._line.bind(f"\0{address[1:]}" if address.startswith("@") else address)
        self._line.settimeout(0.0)
        self.heard: list[str] = []

    def hears(self, line: str, times: int = 1) -> bool:
        while True:
            try:
                self.heard += self._line.recv(4096).decode().split("\n")
            except BlockingIOError:
                return self.heard.count(line) >= times

    def close(self) -> None:
        self._line.close()


@pytest.fixture(params=["path", "abstract"])
def manager(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Listener]:
    listener = Listener(str(tmp_path / "notify") if request.param == "path" else f"@secretary-{uuid.uuid4()}")
    monkeypatch.setenv("NOTIFY_SOCKET", listener.address)
    monkeypatch.setenv("WATCHDOG_USEC", "600000")
    yield listener
    listener.close()


@pytest.mark.everywhere
def test_the_manager_hears_of_the_whole_life(manager: Listener, ports: Ports, tmp_path: Path) -> None:
    with Wreck(ports, tmp_path) as office:
        question = office.write(QUESTION)
        office.start()
        wait_until(lambda: manager.hears("READY=1"), "the word that it is ready", 30)
        wait_until(lambda: manager.hears("WATCHDOG=1", times=3), "three signs of life", 30)
        wait_until(lambda: manager.hears("STATUS=muster at work"), "how the office is", 30)
        office.work_off()
        assert manager.hears("STOPPING=1")
        assert office.audit().answers[question] == 1


def test_an_office_that_stands_still_is_told_from_one_that_waits() -> None:
    health = Health(timedelta(minutes=1), NOW)
    health.expect(NOW + timedelta(minutes=30))  # it rests after a refused log-in
    assert health.moves(NOW + timedelta(minutes=30) + STANDSTILL)
    assert not health.moves(NOW + timedelta(minutes=31) + STANDSTILL)


def test_without_a_manager_nothing_is_told_and_nobody_minds() -> None:
    Manager.of({}).tell(ready="1")
    Manager.of({"NOTIFY_SOCKET": "/nowhere/at/all"}).tell(ready="1")
    assert Manager.of({"NOTIFY_SOCKET": "/x", "WATCHDOG_USEC": "3000000", "WATCHDOG_PID": "1"}).patience == 0
    assert Manager.of({"NOTIFY_SOCKET": "/x", "WATCHDOG_USEC": "3000000"}).patience == 3
