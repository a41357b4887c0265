"""Sent once: what is known of a mail at each moment, and how doubt is settled."""

from dataclasses import replace
from datetime import timedelta

import pytest

from secretary.act.sending import SentCopies
from secretary.domain.effect import EffectState, MailClass
from secretary.domain.errors import CredentialsRejected, TemporaryError, UnknownOutcome, Unreachable
from secretary.domain.office import Limits
from tests.unit.act.world import CASE, OFFICE, World, mail

SELF = "sekretariat@firma.test"
WAIT = timedelta(minutes=15)
RECEIPT, APPEND, SERVER = SentCopies(receipt_to=SELF), SentCopies(append=True), SentCopies()
LOST = UnknownOutcome("The connection ended.")


class KilledError(BaseException):
    """The process ends here; nothing in it runs any more."""


@pytest.mark.parametrize(
    ("copies", "folder"), [(RECEIPT, []), (APPEND, ["<a@firma.test>"]), (SERVER, [])], ids=["receipt", "append", "sent"]
)
def test_a_copy_comes_from_where_it_is_wanted(copies: SentCopies, folder: list[str]) -> None:
    world = World(copies=copies)
    world.order({"m": mail()})
    while world.run():
        pass
    assert world.post.receipts == ([SELF] if copies.receipt_to else [])
    assert world.box.folders.get("sent", []) == folder


def test_a_receipt_address_that_is_refused_costs_the_receipt_and_not_the_copy() -> None:
    world = World(copies=RECEIPT)
    world.post.refuses_receipt = True
    world.order({"m": mail()})
    while world.run():
        pass
    assert world.box.folders["sent"] == ["<a@firma.test>"]


@pytest.mark.parametrize("copies", [RECEIPT, APPEND, SERVER])
def test_a_mail_in_doubt_that_is_found_was_sent(copies: SentCopies) -> None:
    world = World(copies=copies)
    world.post.after_data = LOST
    world.order({"m": mail()}, service="appointments")
    world.run()
    assert world.news() == []
    world.clock.turn(seconds=5)
    world.box.folders["sent"] = ["<a@firma.test>"]
    world.run()
    assert [s.state for s in world.news()] == [EffectState.SENT]
    assert len(world.post.sent) == 1


def test_a_receipt_that_still_lies_in_the_inbox_proves_it_too() -> None:
    world = World(copies=RECEIPT)
    world.post.after_data = LOST
    world.order({"m": mail()})
    world.run()
    world.box.folders["inbox"] = ["<a@firma.test>"]
    world.recover()
    assert world.ledger.next_timer("muster") is None


@pytest.mark.parametrize("copies", [RECEIPT, APPEND, SERVER])
def test_a_mail_that_is_found_nowhere_comes_before_a_person_and_is_never_repeated(copies: SentCopies) -> None:
    world = World(copies=copies)
    world.post.after_data = LOST
    world.order({"m": mail()})
    looks = 0
    while not world.news():
        world.run()
        assert world.clock.now() - CASE.opened < WAIT + timedelta(hours=1)
        world.clock.turn(seconds=max(world.until_next(), 1))
        looks += 1
    assert [(s.state, s.reason) for s in world.news()] == [(EffectState.UNKNOWN, "unknown")]
    assert WAIT <= world.clock.now() - CASE.opened < WAIT + timedelta(minutes=1)
    assert looks < 15, "the pauses between looks grow"
    assert len(world.post.sent) == 1


def test_the_receipt_of_a_later_mail_shows_that_the_one_without_did_not_leave() -> None:
    world = World(copies=RECEIPT)
    world.post.takes, world.post.after_data = False, LOST
    world.order({"m": mail()})
    world.run()
    world.post.takes = True
    world.clock.turn(seconds=1)
    world.order({"o": mail("o", "weber@kunde.test")}, case=replace(CASE, id="B"))
    world.run()
    world.ledger.witness("muster", "<o@firma.test>", world.clock.now())
    world.clock.turn(minutes=20)
    world.run()
    world.run()
    assert [m.message_id for m in world.post.sent] == ["<o@firma.test>", "<a@firma.test>"]
    assert world.news() == []


def test_nobody_can_look_while_the_mailbox_is_away_and_nothing_is_guessed() -> None:
    world = World()
    world.post.after_data = LOST
    world.order({"m": mail()})
    world.run()
    for error in (TemporaryError("away"), Unreachable("away"), CredentialsRejected("no")):
        world.clock.turn(hours=1)
        world.box.faults = [error]
        world.run()
        assert world.news() == []
    assert len(world.post.sent) == 1


@pytest.mark.parametrize("copies", [RECEIPT, APPEND, SERVER])
@pytest.mark.parametrize("left", [True, False])
def test_a_mail_in_doubt_for_seconds_only_is_looked_for_before_a_person_has_it_sent_again(
    copies: SentCopies, *, left: bool
) -> None:
    """However short `doubt_seconds` is: a row that is minutes old had counted as one that was never tried."""
    world = World(copies=replace(copies, wait=timedelta(seconds=1)))
    world.post.after_data, world.post.takes = LOST, left
    world.order({"m": mail()})
    world.run()
    world.clock.turn(seconds=6)
    world.run()
    assert [s.reason for s in world.news()] == ["unknown"]
    world.box.folders["sent"] = ["<a@firma.test>"] if left else []  # the copy was late
    world.post.takes = True
    assert world.ledger.try_again("muster", "m", world.clock.now())
    while world.run():
        pass
    assert len(world.post.sent) == 1
    assert world.dead() == []


def test_a_mail_from_the_time_before_a_clock_was_put_back_is_looked_for_first() -> None:
    world = World(copies=SERVER)
    world.order({"m": mail()})
    world.clock.turn(days=-3)
    world.box.folders["sent"] = ["<a@firma.test>"]
    world.run()
    assert world.post.sent == []


@pytest.mark.parametrize("age", [timedelta(), timedelta(days=1)])
def test_a_mail_that_a_restored_record_believes_unsent_is_looked_for_first(age: timedelta) -> None:
    world = World(copies=SERVER)
    world.order({"m": mail()})
    world.clock.turn(seconds=age.total_seconds())
    world.box.folders["sent"] = ["<a@firma.test>"]
    world.run()
    assert len(world.post.sent) == (0 if age else 1)
    assert world.waiting() == {}


def test_killed_before_the_mail_is_handed_over_it_goes_out_once_after_the_restart() -> None:
    world = World()
    world.post.faults = [_kill]
    world.order({"m": mail()})
    with pytest.raises(KilledError):
        world.run()
    world.restart()
    world.recover()
    while world.run():
        pass
    assert len(world.post.sent) == 1


@pytest.mark.parametrize("taken", [True, False])
def test_killed_while_it_is_handed_over_it_is_never_sent_again(taken: bool) -> None:  # noqa: FBT001 - a parameter
    world = World(copies=RECEIPT)
    world.post.takes, world.post.after_data = taken, KilledError()  # type: ignore[assignment]
    world.order({"m": mail()})
    with pytest.raises(KilledError):
        world.run()
    world.restart()
    if taken:
        world.box.folders["inbox"] = ["<a@firma.test>"]
    world.recover()
    world.clock.turn(hours=1)
    world.run()
    assert len(world.post.sent) == (1 if taken else 0)
    assert [s.reason for s in world.news()] == ([] if taken else ["unknown"])


def test_a_record_that_cannot_be_written_sends_nothing() -> None:
    world = World()
    world.order({"m": mail()})
    world.post.faults = [_disk_full(world)]
    with pytest.raises(OSError, match="full"):
        world.run()
    assert world.post.sent == []


def test_the_brake_makes_mails_wait_and_a_persons_mail_passes() -> None:
    world = World(office=replace(OFFICE, limits=Limits(per_hour=2)), copies=SERVER)
    for n in range(4):
        world.order({f"m{n}": mail(f"m{n}", f"{n}@kunde{n}.test")}, case=replace(CASE, id=str(n)))
    human = replace(mail("h", "h@h.test"), mail_class=MailClass.HUMAN)
    world.order({"h": human}, case=replace(CASE, id="h"))
    world.run()
    assert [m.message_id for m in world.post.sent] == ["<m0@firma.test>", "<m1@firma.test>", "<h@firma.test>"]
    assert world.waiting() == {"m2": 0, "m3": 0}
    world.clock.turn(hours=1, seconds=1)
    world.run()
    assert len(world.post.sent) == 5


def test_a_limit_refuses_and_is_told() -> None:
    world = World()
    for n in range(5):
        world.order({f"m{n}": mail(f"m{n}")}, case=replace(CASE, id=str(n)))
    world.run()
    assert len(world.post.sent) == 4
    assert [(s.key, s.reason) for s in world.news()] == [("m4", "limit")]


def _kill() -> None:
    raise KilledError


def _disk_full(world: World):
    def strike() -> None:
        def full(*_: object) -> None:
            raise OSError("disk full")

        world.ledger.hand_over = full  # type: ignore[method-assign]

    return strike
