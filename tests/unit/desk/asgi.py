"""An application asked without a server, and an office at work that answers from a record alone."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urlencode

from starlette.types import ASGIApp, Message, Scope

from secretary.decide import RuleSet
from secretary.decide.teaching import Unteachable
from secretary.desk.health import OfficeHealth
from secretary.desk.lessons import Learned, Proposal
from secretary.desk.orders import Given, Reception
from secretary.desk.preview import Preview
from secretary.desk.tried import Tried
from secretary.domain.errors import SetupError
from secretary.domain.event import Interval
from secretary.domain.lesson import Lesson
from secretary.domain.message import Message as Mail
from secretary.domain.office import Office
from secretary.domain.past import Way


@dataclass(frozen=True)
class Answered:
    status: int
    location: str
    text: str


def ask(app: ASGIApp, method: str, target: str, cookie: str = "", **form: str) -> Answered:
    """One request and its whole answer."""
    path, _, query = target.partition("?")
    scope: Scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "server": ("desk.test", 80),
        "client": ("127.0.0.1", 1),
        "headers": [
            (b"host", b"desk.test"),
            (b"cookie", f"desk={cookie}".encode()),
            (b"content-type", b"application/x-www-form-urlencoded"),
        ],
    }
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": urlencode(form).encode(), "more_body": False}

    async def send(message: Message) -> None:
        sent.append(message)

    asyncio.run(app(scope, receive, send))  # type: ignore[arg-type]
    headers = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    text = b"".join(message.get("body", b"") for message in sent[1:]).decode()
    return Answered(sent[0]["status"], headers.get("location", ""), text)


@dataclass
class StillOffice:
    """Fulfils `secretary.desk.web.desk.AtWork`; remembers what it was told."""

    office: Office
    rules: RuleSet
    told: list[Given | str] = field(default_factory=list)
    taken: tuple[Interval, ...] | None = ()
    previews: tuple[Preview, ...] = ()
    holidays: bool = True
    proposal: Proposal | Unteachable = Unteachable.TOO_LITTLE
    problems: tuple[str, ...] = ()
    lessons: Learned = field(default_factory=Learned)

    @property
    def health(self) -> OfficeHealth:
        return OfficeHealth(ready=True, last_round=None)

    async def send_link(self, address: str, link: str) -> None:
        self.told.append(f"link {address} {link}")

    async def take(self, given: Given) -> Reception:
        self.told.append(given)
        return Reception.TAKEN

    async def mails(self, case: str) -> Sequence[Mail]:
        return ()

    async def busy(self, person: str, within: Interval, apart: frozenset[str]) -> tuple[Interval, ...] | None:
        return self.taken

    @property
    def keeps_holidays(self) -> bool:
        return self.holidays

    def templates(self) -> tuple[Preview, ...]:
        return self.previews

    def takes_mail(self, folder: str) -> bool:
        return folder != "INBOX"

    async def propose(self, case: str, by: str, way: Way | None) -> Proposal | Unteachable:
        return self.proposal

    def teach(self, lesson: Lesson, by: str) -> tuple[str, ...]:
        self.told.append(f"teach {lesson.id} {by}")
        return self.problems

    def unlearn(self, lesson: str, by: str) -> tuple[str, ...]:
        self.told.append(f"unlearn {lesson} {by}")
        return self.problems

    def decline(self, lesson: Lesson, by: str) -> None:
        self.told.append(f"decline {lesson.id} {by}")

    def preview(self, lesson: Lesson) -> Preview:
        return Preview("reply_draft", "de", "Ihre Nachricht", f"Guten Tag,\n\n{lesson.text}")

    def learned(self) -> Learned:
        return self.lessons

    async def try_out(self, raw: bytes) -> Tried:
        raise SetupError("Nothing can be tried out here.")

    def rest(self, by: str) -> None:
        self.told.append(f"rest {by}")

    def resume(self) -> None:
        self.told.append("resume")


@dataclass
class StillClock:
    at: datetime

    def now(self) -> datetime:
        return self.at
