"""The record: messages, cases, decisions, effects, timers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

from secretary.domain.address import Address
from secretary.domain.case import Case, Running
from secretary.domain.decision import History
from secretary.domain.effect import AppendMessage, Effect, SendMail, Settled, StoreEvent
from secretary.ports.entry import CaseMails, Counts, DeadLetter, DueTimer, Entry, Filed, Waiting
from secretary.ports.happened import Happened


class Ledger(Protocol):
    """The only truth: messages, cases, decisions, effects, timers. All calls are synchronous."""

    def restored(self) -> datetime | None:
        """When the record was last restored from a backup that may be older than what was sent."""
        ...

    def seen(self, office: str, digest: str) -> bool:
        """Whether a mail with this digest is on record."""
        ...

    def filed(self, office: str, digest: str) -> Filed | None:
        """What became of a mail with this digest; None where it is not on record."""
        ...

    def recorded_uids(self, office: str, folder: str) -> frozenset[tuple[int, int]]:
        """(uidvalidity, uid) of recorded mails whose filing has not settled yet."""
        ...

    def failures(self, office: str, digest: str) -> int:
        """How often this mail failed to be read or decided."""
        ...

    def note_failure(self, office: str, digest: str, problem: str, at: datetime) -> int:
        """Record one more failure; returns the new count."""
        ...

    def case(self, office: str, case_id: str) -> Case | None:
        """A case by its id."""
        ...

    def case_by_thread(self, office: str, message_ids: Sequence[str]) -> Case | None:
        """The case of the first of these Message-IDs that is on record (in or out)."""
        ...

    def case_by_uid(self, office: str, uid: str) -> Case | None:
        """The case that wrote an event with this UID, or that a calendar message about it began."""
        ...

    def open_cases_of(self, office: str, address: Address, service: str) -> Sequence[Case]:
        """Cases of a service, not closed, in which this address is the party."""
        ...

    def running(self, office: str, service: str) -> Sequence[Running]:
        """Cases of a service that wait for somebody, the oldest first; at most a few hundred."""
        ...

    def concerning(self, office: str, service: str, person: str, addresses: Iterable[str]) -> frozenset[str]:
        """The cases that somebody of the office has a part in, or that a building block leads for them."""
        ...

    def led_by(self, office: str, service: str) -> Sequence[Running]:
        """The latest cases of a service, whatever has become of them, the newest first; at most a few hundred."""
        ...

    def asked_by(self, office: str, service: str, who: Address, since: datetime) -> Sequence[Running]:
        """Cases of a service that an address has begun since then, or any address of the same domain.

        Domains of mail providers are no firm: there it is the one mailbox, however it is spelled.
        """
        ...

    def people_named(self, office: str, name: str) -> Sequence[Address]:
        """Parties of the office's cases whose name has all the words of this one, each address once."""
        ...

    def is_ours(self, office: str, message_id: str) -> bool:
        """Whether we enqueued a mail with this Message-ID."""
        ...

    def origin(self, office: str, message_id: str) -> str:
        """Where a Message-ID on record comes from: in, out, note, person; "" for one not on record."""
        ...

    def mails_of(self, case_id: str) -> CaseMails:
        """What lies in the mailbox because of a case."""
        ...

    def place(self, office: str, folder: str) -> tuple[int, int] | None:
        """How far a folder was looked through: (uidvalidity, uid)."""
        ...

    def looked_through(self, office: str, folder: str, place: tuple[int, int], known: Sequence[Address]) -> None:
        """Remember the place, and the persons to whom somebody of the office wrote."""
        ...

    def settling(self, office: str, folder: str) -> Mapping[tuple[int, int], datetime]:
        """When each mail in a folder for orders counts, by (uidvalidity, uid)."""
        ...

    def keep_settling(self, office: str, folder: str, due: Mapping[tuple[int, int], datetime]) -> None:
        """Remember when what lies in a folder for orders counts; the others are forgotten."""
        ...

    def own_texts(self, case_id: str) -> Sequence[bytes]:
        """The raw mails that we enqueued in a case, newest first (to subtract from quotes)."""
        ...

    def puts(self, case_id: str) -> Sequence[AppendMessage]:
        """The notes and drafts that we put into folders in a case, newest first."""
        ...

    def drafted_from(self, case_id: str) -> str:
        """The template of the draft that was last put before a person in a case, "" where none was."""
        ...

    def templates_of(self, case_id: str) -> frozenset[str]:
        """The templates of the mails that were enqueued in a case."""
        ...

    def references(self, case_id: str) -> Sequence[str]:
        """The Message-IDs of a case's thread, received and enqueued, the oldest first."""
        ...

    def history(self, office: str, address: Address, now: datetime) -> History:
        """What is on record about a writer."""
        ...

    def state(self, case_id: str) -> Mapping[str, Any] | None:
        """The service state of a case."""
        ...

    def record(self, entry: Entry) -> bool:
        """One transaction; False (and nothing written) when the mail is on record already."""
        ...

    def due_effects(self, office: str, now: datetime, most: int) -> Sequence[Waiting]:
        """Queued effects whose time has come, in order.

        Effects of one case keep their order: one that waits for a retry holds back those behind
        it, except filing and flags, which never wait.
        """
        ...

    def begin(self, key: str, now: datetime) -> bool:
        """Take an effect: queued → transmitting; False if somebody else has it."""
        ...

    def hand_over(self, key: str, now: datetime, look: datetime) -> None:
        """A mail is about to be sent: transmitting → unknown, to be looked for at `look` (first time)."""
        ...

    def keep_undo(self, key: str, text: str) -> None:
        """Keep what an effect is about to replace; what was kept before stays."""
        ...

    def retry(self, key: str, at: datetime, problem: str, *, counted: bool = True) -> None:
        """Give it back: transmitting or unknown → queued, to be tried again at a time."""
        ...

    def settle(self, settled: Settled, now: datetime, then: Sequence[Effect] = ()) -> None:
        """Close it: transmitting or unknown → sent, refused or unknown; `then` is enqueued with that."""
        ...

    def promised_events(self, office: str) -> Sequence[StoreEvent]:
        """Events that are to be written and may not stand in their calendar yet, in order.

        One that is to be removed again behind its writing is not among them.
        """
        ...

    def left_transmitting(self, office: str) -> Sequence[Waiting]:
        """Effects that a crash left in transmitting."""
        ...

    def in_doubt(self, office: str, until: datetime) -> Sequence[Waiting]:
        """Mails being looked for (unknown, without a reason), whose next look is due by then."""
        ...

    def look_again(self, key: str, at: datetime) -> None:
        """Put the next look for a mail in doubt off."""
        ...

    def own_mail(self, office: str, message_id: str) -> SendMail | None:
        """The mail of ours with this Message-ID."""
        ...

    def witness(self, office: str, message_id: str, now: datetime) -> None:
        """The receipt copy of a mail has come: it was sent, whatever was known before."""
        ...

    def receipts_since(self, office: str, handed: datetime) -> bool:
        """Whether the receipt copy of a mail handed over later has come."""
        ...

    def unheard(self, office: str) -> Sequence[tuple[str, str, Settled]]:
        """Settled effects whose news is not on record: (case id, service, how it ended).

        Every end of a service's effect is news; without a service ("") only the end of a mail or
        an event that does not stand, or may not.
        """
        ...

    def dead_letters(self, office: str, most: int) -> Sequence[DeadLetter]:
        """Effects that do not stand and are not tried any more, newest first."""
        ...

    def try_again(self, office: str, key: str, now: datetime) -> bool:
        """A person wants a dead letter done after all: refused or unknown → queued."""
        ...

    def due_timers(self, office: str, now: datetime) -> Sequence[DueTimer]:
        """Timers whose time has come."""
        ...

    def timer(self, case_id: str, name: str) -> DueTimer | None:
        """A timer that stands, due or not."""
        ...

    def happened(self, office: str, since: datetime, rules_since: datetime, ordering: frozenset[str]) -> Happened:
        """What waits for people, and what happened since an instant; see `Happened`.

        `rules_since` is how far back it is asked which rules fired, `ordering` the rules of people's orders.
        """
        ...

    def next_timer(self, office: str) -> datetime | None:
        """When the next timer, retry or order by moving is due."""
        ...

    def counts(self, office: str, mail: SendMail, case_id: str, now: datetime) -> Counts:
        """What has been sent lately, for the outbound gate."""
        ...
