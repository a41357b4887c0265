"""The law of the outbound gate: whatever happens, nobody gets more than the limits allow."""

from dataclasses import replace
from itertools import count

from hypothesis import given, settings
from hypothesis import strategies as st

from secretary.act.sending import SentCopies
from secretary.domain.effect import SendMail
from secretary.domain.errors import PermanentError, TemporaryError, UnknownOutcome, Unreachable
from secretary.domain.office import Limits
from secretary.ledger import SqlLedger
from tests.unit.act.world import CASE, OFFICE, World, breaches, mail

LIMITS = Limits(
    per_sender_per_day=2, conversation_per_day=3, turns_per_thread=2, per_subject_per_day=3, per_hour=4, tries=3
)
ADDRESSES = (
    "tom@kunde.test", "Tom+1@KUNDE.test", "anna.berg@gmail.com", "annaberg+x@googlemail.com", "a.n.n.a.berg@gmail.com",
    "robot1@robot.test", "robot2@robot.test", "robot3@robot.test", "robot4@robot.test",
)  # fmt: skip
FAULTS = ("", "", "", "later", "down", "refused", "lost, taken", "lost, not taken", "killed")
ORDERS = st.tuples(
    st.sampled_from(ADDRESSES),
    st.sampled_from(("hours", "price", "offers")),  # template
    st.sampled_from(("Frage", "Re: Frage", "AW: Termin")),  # subject
    st.sampled_from("ABC"),  # case
    st.booleans(),  # whether a building block leads the conversation
    st.sampled_from((0, 1, 20, 90, 600, 1500, 11_000)),  # minutes until it is ordered
    st.sampled_from(FAULTS),
)
LEDGER = SqlLedger("sqlite://")
names = count()


class KilledError(BaseException):
    """The process ends here."""


def strike(world: World, fault: str) -> None:
    """What the mail server does with the next mail."""
    before = {"later": TemporaryError("450"), "down": Unreachable("down"), "refused": PermanentError("550")}
    world.post.takes = fault != "lost, not taken"
    world.post.faults = [before[fault]] if fault in before else []
    lost: BaseException = KilledError() if fault == "killed" else UnknownOutcome("lost")
    world.post.after_data = lost if fault.startswith(("lost", "killed")) else None  # type: ignore[assignment]


def work(world: World) -> None:
    try:
        world.run()
    except KilledError:
        world.restart()
        world.recover()


@settings(max_examples=40)
@given(st.lists(ORDERS, min_size=1, max_size=30), st.booleans())
def test_no_sequence_of_mails_and_faults_brings_anybody_more_than_the_limits(orders, receipts) -> None:
    office = replace(OFFICE, id=f"office{next(names)}", limits=LIMITS)
    copies = SentCopies(receipt_to="sekretariat@firma.test") if receipts else SentCopies()
    world = World(office=office, copies=copies, ledger=LEDGER)
    cases: dict[str, str] = {}
    for to, template, subject, letter, leads, minutes, fault in orders:
        world.clock.turn(minutes=minutes)
        name = f"{office.id}-{len(cases)}"
        cases[f"<{name}@firma.test>"] = letter
        case = replace(CASE, id=f"{office.id}{letter}", office=office.id)
        strike(world, fault)
        before = len(world.post.sent)
        world.order({name: mail(name, to, template=template, subject=subject, conversation=leads)}, case=case)
        work(world)
        for taken in world.post.sent[before:] if receipts else ():  # what the server took, it copied
            world.ledger.witness(office.id, taken.message_id, world.clock.now())

    def case_of(sent: SendMail) -> str:
        return cases[sent.message_id]

    assert breaches(world.post, case_of, LIMITS) == []
    doubled = [m.message_id for m in world.post.sent]
    assert len(doubled) == len(set(doubled))


def test_the_law_can_be_broken_by_a_gate_that_forgets() -> None:
    """The measure itself: the same mails without the gate are found out."""
    world = World(office=replace(OFFICE, limits=Limits(per_sender_per_day=99, turns_per_thread=20)))
    for number in range(5):
        world.order({f"m{number}": mail(f"m{number}")}, case=replace(CASE, id=str(number)))
    world.run()
    assert breaches(world.post, lambda m: m.message_id, LIMITS)
