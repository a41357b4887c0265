"""One round of an office: take in what arrived, tell services the news, do what is due.

Promises: a round repeated has the result of one; it may be broken off anywhere. A round ends when
nothing more can be done now, when the house is told to stop, or when its rules have changed.
Never does: wait. Waiting is the daemon's.
"""

from __future__ import annotations

from asyncio import Event
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import structlog

from secretary.act.executor import Executor
from secretary.app.arrivals import sort_out
from secretary.app.cases import state_after
from secretary.app.folders import look_at_orders
from secretary.app.intake import House, take_in
from secretary.app.joining import one_note, writable
from secretary.app.people.beside import Beside, look_beside
from secretary.app.people.noted import take_word
from secretary.app.people.sent import look_at_sent
from secretary.app.planning import Occasion, plan, trial
from secretary.app.receipts import without_receipts
from secretary.app.rules.offers import OFFERS, tell_offers
from secretary.app.telling.digests import DIGEST, expect_digests, send_digest
from secretary.app.telling.overdue import tell_overdue
from secretary.app.trouble import escalation, kept, needs_person
from secretary.domain.action import OVERDUE, REMINDER, Escalate, EscalationReason, FolderRole
from secretary.domain.case import Case, CaseState, case_id
from secretary.domain.decision import Reasoned
from secretary.domain.effect import Effect, MessageRef, Settled
from secretary.domain.errors import EffectError
from secretary.ports import Arrived, Clock, DueTimer, Entry, Mailbox
from secretary.services.face import EffectSettled, ServiceEvent, Step, TimerFired

BATCH = 100  # mails fetched and moved in one go; a MOVE of a hundred costs little more than of one
REST = timedelta(seconds=50)  # of a mail that failed; less than the usual time between two looks
MAX_TURNS = 50  # a round that still finds news after so many turns goes on at the next wake-up
BY_HOUSE = {DIGEST: send_digest, OVERDUE: tell_overdue, OFFERS: tell_offers}  # timers that no building block hears of

log = structlog.get_logger("secretary.round")


@dataclass(frozen=True, slots=True)
class Rounds:
    """One office at work. `resting` are mails that failed, (uidvalidity, uid), and until when.

    `settling`: so long a mail must lie in a folder for orders before it counts. `besides` are principals'
    own mailboxes.
    """

    house: House
    mailbox: Mailbox
    executor: Executor
    clock: Clock
    resting: dict[tuple[int, int], datetime] = field(default_factory=dict)
    settling: timedelta = timedelta(seconds=20)
    besides: tuple[Beside, ...] = ()

    async def once(self, anew: Event | None = None) -> int:
        """Work until nothing is left to do now, or rules are to be taken `anew`; the number of mails taken in."""
        taken = 0
        expect_digests(self.house, self.clock.now())
        await look_at_sent(self.house, self.mailbox, self.clock.now())
        await look_beside(self.house, self.mailbox, self.besides, self.clock.now())
        for turn in range(MAX_TURNS):
            mails, copies = await self._arrivals()
            if turn == 0:
                # After what came, so that nobody's order settles a mail that they cannot have seen.
                await look_at_orders(self.house, self.mailbox, self.settling, self.clock.now())
            done = await self.aside()
            taken += mails
            halted = self.executor.stop.is_set() or (anew is not None and anew.is_set())
            if halted or not (mails or copies or done):
                break
        return taken

    async def close(self) -> None:
        """Log out everywhere. Idempotent."""
        await self.mailbox.close()
        for beside in self.besides:
            await beside.inbox.close()

    async def aside(self) -> int:
        """All that needs no new mail: timers, news, and what is due; how much was done."""
        return await self._duties() + await self._timers() + await self._news() + await self.executor.run_due()

    async def _arrivals(self) -> tuple[int, int]:
        """How many mails were taken in, and how many copies and receipts were filed."""
        office = self.house.office.id
        now = self.clock.now()
        for rested in [place for place, until in self.resting.items() if until <= now]:
            del self.resting[rested]
        skip = self.house.ledger.recorded_uids(office, "inbox") | self.resting.keys()
        arrived = await self.mailbox.arrivals("inbox", skip=skip, most=BATCH)
        others, receipts = without_receipts(arrived, self.house.office, self.house.ledger, now)
        sorting = sort_out(others, office, self.house.ledger)
        filed = [await self._beside(receipts, FolderRole.SENT.value)] if receipts else []
        filed += [await self._beside(refs, folder) for folder, refs in sorting.copies.items()]
        taken = [await self._taken(mail) for mail in sorting.fresh]
        return sum(taken), sum(filed)

    async def _taken(self, mail: Arrived) -> bool:
        """One that failed rests for a while: what ails it may pass, and three failures put it aside."""
        now = self.clock.now()
        taken = await take_word(self.house, self.mailbox, mail, now) or await take_in(self.house, mail, now)
        if not taken:
            self.resting[mail.uidvalidity, mail.uid] = now + REST
        return taken

    async def _beside(self, copies: Sequence[MessageRef], folder: str) -> int:
        """Copies that cannot be filed now stay where they are until the next look."""
        office = self.house.office.id
        try:
            moved = await self.mailbox.file(copies, folder)
        except EffectError as error:
            log.warning("copies-not-filed", office=office, folder=folder, problem=error.problem)
            return 0
        for copy in moved:
            log.info("copy", office=office, digest=copy.digest[:12], folder=folder)
        return len(moved)

    async def _duties(self) -> int:
        """What services do by themselves, each in a case of its own: that it is on record shows that it was done."""
        ledger, office, now = self.house.ledger, self.house.office, self.clock.now()
        due = [(name, duty) for name, service in self.house.services.items() for duty in service.duties(office, now)]
        anew = [(s, d, id_) for s, d in due if ledger.case(office.id, id_ := case_id(office.id, d.name)) is None]
        for service, duty, one in anew:
            case = Case(one, office.id, "", duty.party, now, service=service, language=duty.language)
            self._record(case, await self._react(case, duty.event), duty.name)
        return len(anew)

    async def _timers(self) -> int:
        due = self.house.ledger.due_timers(self.house.office.id, self.clock.now())
        for timer in due:
            await self._fire(timer)
        return len(due)

    async def _fire(self, timer: DueTimer) -> None:
        ledger, office = self.house.ledger, self.house.office
        case = ledger.case(office.id, timer.case)
        cause = f"timer {timer.name} {timer.due.isoformat()}"
        if case is None:
            return
        if timer.name in BY_HOUSE:
            BY_HOUSE[timer.name](self.house, case, timer, self.clock.now())
            return
        if timer.name == REMINDER or case.service not in self.house.services:
            step = _reminder(case, timer.note)
        else:
            step = await self._react(case, TimerFired(timer.name, timer.note))
        self._record(case, step, cause, timer=timer.name)

    async def _news(self) -> int:
        """Tell each service how its effects ended; its next step goes on record with that news."""
        ledger, office = self.house.ledger, self.house.office
        unheard = ledger.unheard(office.id)
        for which, service, settled in unheard:
            case = ledger.case(office.id, which)
            if case is not None:
                await self._hear(case, service, settled)
        return len(unheard)

    async def _hear(self, case: Case, service: str, settled: Settled) -> None:
        """What nobody takes care of comes before a person."""
        served = service in self.house.services
        step = Step({}, (), case.state)
        if served:
            step = await self._react(replace(case, service=service), EffectSettled(settled))
        beside: tuple[Effect, ...] = ()
        if not step.actions and needs_person(settled, served=served):
            step = replace(step, actions=(escalation(settled, self.house.office.language),))
            beside = kept(settled, case.office, case.id)
        self._record(case, step, f"settled {settled.key}", settled=settled.key, beside=beside)

    async def _react(self, case: Case, event: ServiceEvent) -> Step:
        service = self.house.services[case.service]
        now = self.clock.now()
        return await service.react(self.house.office, case, self.house.ledger.state(case.id), event, now)

    def _record(
        self,
        case: Case,
        step: Step,
        cause: str,
        *,
        settled: str = "",
        timer: str = "",
        beside: tuple[Effect, ...] = (),
    ) -> None:
        now: datetime = self.clock.now()
        ledger = self.house.ledger
        occasion = Occasion(
            case=case,
            cause=cause,
            now=now,
            service=case.service,
            references=tuple(ledger.references(case.id)),
            mails=ledger.mails_of(case.id),
        )
        reasons = one_note(writable(step.actions, trial(occasion, self.house.composer)))
        case = replace(case, state=state_after(case, (r.action for r in reasons), step.case_state))
        planned = plan(reasons, replace(occasion, case=case), self.house.composer)
        self.house.ledger.record(
            Entry(
                office=self.house.office.id,
                case=case,
                at=now,
                effects=(*planned.effects, *beside),
                reasons=reasons,
                state=step.state or None,
                timers=planned.timers,
                settled=settled,
                timer=timer,
            )
        )


def _reminder(case: Case, note: str) -> Step:
    """A case that nobody settled in time comes back to a person."""
    if case.state in {CaseState.CLOSED, CaseState.HANDED_OVER}:
        return Step({}, (), case.state)
    why = "The time set by a rule has passed and the case is still open."
    return Step({}, (Reasoned(Escalate(EscalationReason.RULE, note or why), "house.reminder", why),), case.state)
