"""Mails out: through the gate, to SMTP, and the proof that they left.

Promises: a mail is on record as handed over before its first byte leaves, so that a crash at any
instant leaves it either surely unsent or in doubt. A mail that may have left before is looked for
before it leaves again. A mail in doubt is looked for: in the sent folder and, where receipts are
asked for, in the INBOX. Only the receipt of a later mail, where its own is missing, shows that it
did not leave; without that it is told to a person as "may have been sent".
Never does: send a mail beside the gate, or twice because nobody knew.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from secretary.act.gate import BRAKE, weigh
from secretary.domain.action import FolderRole
from secretary.domain.effect import AppendMessage, Effect, EffectState, SendMail, Settled, effect_key
from secretary.domain.errors import EffectError, HeldBack
from secretary.domain.office import Office
from secretary.ports import Clock, Ledger, Mailbox, Transport, Waiting

FRESH = timedelta(minutes=5)  # an older row may come from a restored backup, its mail may have left
DOUBTFUL = timedelta(days=30)  # after a restored backup: a mail that lay in the INBOX may come that late
BRAKE_PAUSE = 600.0  # seconds until the global brake is asked again
FIRST_LOOK = timedelta(seconds=5)  # a receipt takes a second or a few
LONGEST_LOOK = timedelta(minutes=5)
BLIND_PAUSE = timedelta(seconds=30)  # while the mailbox cannot be asked
UNSURE = "The connection or the process ended while the mail was handed over, and it was found nowhere."
UNSENT = "It was not taken: a later mail's receipt has come, its own has not."

log = structlog.get_logger("secretary.effect")
Ending = tuple[Settled, tuple[Effect, ...]]


@dataclass(frozen=True, slots=True)
class SentCopies:
    """Where a copy of each sent mail comes from, and how long one in doubt is looked for.

    `receipt_to` is an address of the office's own that is added to the envelope ("" for none);
    `append` puts mails into the sent folder after sending. With neither, the mail server does that.
    """

    receipt_to: str = ""
    append: bool = False
    wait: timedelta = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Sender:
    """The way out of one office."""

    office: Office
    ledger: Ledger
    mailbox: Mailbox
    transport: Transport
    clock: Clock
    copies: SentCopies

    async def send(self, waiting: Waiting, mail: SendMail) -> Ending:
        """Sent or refused; raises what the transport raises, HeldBack where it must wait."""
        now = self.clock.now()
        if self._may_have_left(waiting, now) and await self._found(mail):
            return _sent(waiting.effect, mail), ()
        counts = self.ledger.counts(self.office.id, mail, waiting.effect.case, now)
        stop = weigh(mail, counts, self.office.limits, self.office)
        if stop and stop.reason == BRAKE:
            raise HeldBack(stop.detail, retry_after=BRAKE_PAUSE)
        if stop:
            return Settled(waiting.effect.key, mail, EffectState.REFUSED, stop.reason, stop.detail), ()
        handed = await self.transport.transmit(
            mail, receipt_to=self.copies.receipt_to, handing_over=lambda: self._handing_over(waiting.effect.key)
        )
        return _sent(waiting.effect, mail), () if handed.receipt else self._copy(waiting.effect, mail)

    def _may_have_left(self, waiting: Waiting, now: datetime) -> bool:
        """Whether a copy must be looked for before the mail leaves."""
        if waiting.attempts or not timedelta() <= now - waiting.since <= FRESH:
            return True
        # A mail answered before the loss of the record is answered anew, and has the same Message-ID.
        restored = self.ledger.restored()
        return restored is not None and now - restored < DOUBTFUL

    def _handing_over(self, key: str) -> None:
        now = self.clock.now()
        self.ledger.hand_over(key, now, now + FIRST_LOOK)

    def _copy(self, effect: Effect, mail: SendMail) -> tuple[Effect, ...]:
        """The copy for the sent folder, where neither the server nor a receipt makes one."""
        if not (self.copies.append or self.copies.receipt_to):
            return ()
        put = AppendMessage(FolderRole.SENT.value, mail.raw, mail.message_id, ("\\Seen",))
        return (Effect(effect_key(effect.key, "copy"), effect.office, effect.case, put),)

    async def look(self, until: datetime) -> None:
        """Look for the mails in doubt whose next look is due by then."""
        for waiting in self.ledger.in_doubt(self.office.id, until):
            if not isinstance(waiting.effect.deed, SendMail):
                continue
            try:
                await self._look_for(waiting, waiting.effect.deed)
            except HeldBack as error:
                self.ledger.look_again(waiting.effect.key, self.clock.now() + BLIND_PAUSE)
                log.info("nobody can look", office=self.office.id, problem=error.problem)

    async def _look_for(self, waiting: Waiting, mail: SendMail) -> None:
        now, key = self.clock.now(), waiting.effect.key
        handed = waiting.handed or waiting.since
        if await self._found(mail):
            self._close(_sent(waiting.effect, mail))
        elif now < handed + self.copies.wait:
            pause = min(max(now - handed, FIRST_LOOK), LONGEST_LOOK)
            self.ledger.look_again(key, min(now + pause, handed + self.copies.wait))
        elif self.copies.receipt_to and self.ledger.receipts_since(self.office.id, handed):
            self.ledger.retry(key, now, UNSENT)
            log.info("effect", office=self.office.id, key=key[:12], kind="SendMail", state="not sent, again")
        else:
            self._close(Settled(key, mail, EffectState.UNKNOWN, "unknown", UNSURE))

    def _close(self, settled: Settled) -> None:
        self.ledger.settle(settled, self.clock.now())
        log.info("effect", office=self.office.id, key=settled.key[:12], kind="SendMail", state=settled.state.value)

    async def _found(self, mail: SendMail) -> bool:
        """Whether a copy lies where one would lie; raises HeldBack when nobody can look."""
        folders = (FolderRole.SENT.value, *((FolderRole.INBOX.value,) if self.copies.receipt_to else ()))
        try:
            for folder in folders:
                if await self.mailbox.holds(folder, mail.message_id):
                    return True
        except EffectError as error:
            raise HeldBack(f"Nobody can look whether it was sent: {error.problem}", remedy=error.remedy) from error
        return False


def _sent(effect: Effect, mail: SendMail) -> Settled:
    return Settled(effect.key, mail, EffectState.SENT)
