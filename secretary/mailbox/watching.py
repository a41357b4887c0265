"""The IDLE line: waits for a change of one folder (RFC 2177).

Promises: IDLE is begun anew before anybody on the way forgets the connection; a line that ends, says
BYE or does not answer is opened anew; a server without IDLE is not asked, the caller's own look
after the wait is all there is. What the server tells is a reason to look, never more.
Never does: fetch.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

import structlog

from secretary.domain.errors import TemporaryError
from secretary.mailbox.account import Timing
from secretary.mailbox.answers import brings_mail
from secretary.mailbox.link import TROUBLE, Link, LostError
from secretary.mailbox.session import Session

_log = structlog.get_logger(__name__)


class Watcher:
    """One line, used by one thread at a time."""

    def __init__(self, link: Link, timing: Timing) -> None:
        self._link = link
        self._timing = timing
        self._since: float | None = None
        self._lost_at: float | None = None
        self._untold = False

    def wait(self, folder: str, seen_next: int | None, seconds: float, stop: threading.Event) -> bool:
        """True when the folder changed before the seconds ran out.

        `seen_next` is the UIDNEXT of the last look: mail that came since then announces itself to nobody.
        What came when nobody waited any more is told to whoever waits next.
        """
        if self._untold:
            return True
        end = time.monotonic() + seconds
        try:
            return self._until(end, folder, seen_next, stop)
        except (*TROUBLE, TemporaryError) as error:
            _log.info("idle-lost", problem=str(error))
            self._link.drop()
            self._since = None
            if self._is_first_loss():
                self._untold = True
                return True
        stop.wait(max(0.0, end - time.monotonic()))
        return False

    def told(self) -> None:
        """Somebody has heard what the last wait found."""
        self._untold = False

    def close(self) -> None:
        """End the line politely."""
        if self._since is not None and self._link.is_open:
            with suppress(*TROUBLE):
                self._link.session().idle_done()
        self._since = None
        self._link.logout()

    def _is_first_loss(self) -> bool:
        """After a good while what the line was about to tell is looked for at once; a bad line is not pestered."""
        before, self._lost_at = self._lost_at, time.monotonic()
        return before is None or self._lost_at - before > self._timing.calm

    def _until(self, end: float, folder: str, seen_next: int | None, stop: threading.Event) -> bool:
        session = self._link.session()
        if not session.has_capability("IDLE"):
            stop.wait(max(0.0, end - time.monotonic()))
            return False
        if self._since is None and self._begin(session, folder, seen_next):
            return True
        while not stop.is_set() and (left := end - time.monotonic()) > 0:
            if brings_mail(self._renewed(session)) or brings_mail(_looked(session, min(left, self._timing.look))):
                self._untold = True
                return True
        return False

    def _begin(self, session: Session, folder: str, seen_next: int | None) -> bool:
        answer = session.select_folder(folder, readonly=True)
        session.idle()
        self._link.heard()
        self._since = time.monotonic()
        return seen_next is not None and answer.get(b"UIDNEXT", 0) > seen_next

    def _renewed(self, session: Session) -> Sequence[Any]:
        if self._since is not None and time.monotonic() - self._since < self._timing.idle:
            return ()
        _, answers = session.idle_done()
        session.idle()
        self._link.heard()
        self._since = time.monotonic()
        return tuple(answers)


def _looked(session: Session, seconds: float) -> Sequence[Any]:
    began = time.monotonic()
    answers = session.idle_check(timeout=seconds)
    if not answers and time.monotonic() - began < seconds / 2:
        raise LostError("the server closed the connection")  # the library hides the end of file
    if any(answer[0] == b"BYE" for answer in answers):
        raise LostError("the server said goodbye")
    return tuple(answers)
