"""How effects are carried out, tried again, given up, and taken up after a crash."""

from dataclasses import replace

import pytest

from secretary.domain.effect import AppendMessage, EffectState, FileMessage, FlagMessage, RemoveEvent, StoreEvent
from secretary.domain.errors import (
    Conflict,
    CredentialsRejected,
    PermanentError,
    TemporaryError,
    UnknownOutcome,
    Unreachable,
)
from tests.unit.act.world import CASE, REF, World, mail


@pytest.fixture
def world() -> World:
    return World()


def note(name: str = "n") -> AppendMessage:
    return AppendMessage("review", f"Message-ID: <{name}@firma.test>\r\n\r\n".encode(), f"<{name}@firma.test>")


def test_each_kind_of_deed_is_done_once(world: World) -> None:
    world.order(
        {
            "m": mail(),
            "n": note(),
            "e": StoreEvent("c", "u", "ics"),
            "r": RemoveEvent("c", "gone"),
            "g": FlagMessage(REF, "$Done"),
            "f": FileMessage(REF, "handled"),
        }
    )
    assert world.run() == 6
    assert world.run() == 1, "the copy for the sent folder"
    assert world.run() == 0
    assert [m.message_id for m in world.post.sent] == ["<a@firma.test>"]
    assert world.box.folders == {"review": ["<n@firma.test>"], "sent": ["<a@firma.test>"]}
    assert world.box.filed == [(REF, "handled")]
    assert world.diary.texts == {("c", "u"): "ics"}
    assert world.dead() == []


def test_filing_comes_last_and_in_one_move(world: World) -> None:
    moves: list[int] = []
    world.box.faults = [lambda: moves.append(len(world.post.sent))]
    refs = [replace(REF, uid=n, digest=str(n)) for n in range(3)]
    for ref in refs:
        world.order({f"f{ref.uid}": FileMessage(ref, "handled"), f"m{ref.uid}": mail(f"m{ref.uid}", f"{ref.uid}@k.de")})
    world.run()
    assert world.box.filed == [(ref, "handled") for ref in refs]
    assert moves == [3]


def test_a_server_that_puts_off_is_asked_again_with_growing_pauses(world: World) -> None:
    world.post.faults = [TemporaryError("450 greylisted")] * 3
    world.order({"m": mail()})
    pauses = []
    for _ in range(3):
        world.run()
        pauses.append(world.until_next())
        world.clock.turn(seconds=pauses[-1])
    world.run()
    assert len(world.post.sent) == 1
    assert 30 <= pauses[0] < pauses[1] < pauses[2] < 200


def test_after_enough_tries_a_person_is_told_and_can_have_it_tried_again(world: World) -> None:
    world.post.faults = [TemporaryError("452 full")] * world.office.limits.tries
    world.order({"m": mail()})
    for _ in range(world.office.limits.tries):
        world.run()
        world.clock.turn(hours=2)
    assert world.waiting() == {}
    [told] = world.news()
    assert (told.state, told.reason, told.detail) == (EffectState.REFUSED, "gave-up", "After 4 tries: 452 full")
    assert [d.settled for d in world.dead()] == [told]
    assert world.ledger.try_again("muster", "m", world.clock.now())
    world.run()
    assert len(world.post.sent) == 1


def test_a_server_that_is_down_costs_no_tries_and_is_left_alone(world: World) -> None:
    world.post.faults = [Unreachable("refused")] * 40
    world.order({"m": mail(), "n": note()})
    world.order({"o": mail("o", "weber@kunde.test")}, case=replace(CASE, id="BBBBBBBB"))
    for _ in range(40):
        world.run()
        world.clock.turn(seconds=world.until_next())
    assert world.post.faults == [], "one try for all mails at a time"
    assert set(world.waiting().values()) == {0}
    world.run()
    assert [m.message_id for m in world.post.sent] == ["<a@firma.test>", "<o@firma.test>"]
    assert world.dead() == []


def test_the_pause_that_a_server_names_is_kept_within_bounds(world: World) -> None:
    world.diary.faults = [Unreachable("429", retry_after=90.0), Unreachable("429", retry_after=1e9)]
    world.order({"e": StoreEvent("c", "u", "ics")})
    world.run()
    assert 90 <= world.until_next() < 120
    world.clock.turn(seconds=120)
    world.run()
    assert world.until_next() <= 750


def test_a_rejected_log_in_rests_its_server_only(world: World) -> None:
    world.post.faults = [CredentialsRejected("535")]
    world.order({"m": mail()})
    world.order({"e": StoreEvent("c", "u", "ics"), "f": FileMessage(REF, "handled")}, case=replace(CASE, id="B"))
    world.run()
    assert world.until_next() == 1800
    assert world.diary.texts
    assert world.box.filed
    assert world.waiting() == {"m": 0}


def test_a_refusal_is_final_and_told_with_its_remedy(world: World) -> None:
    world.diary.faults = [Conflict("changed", remedy="Read again."), PermanentError("403")]
    world.order({"e": StoreEvent("c", "u", "ics"), "g": StoreEvent("c", "v", "ics")})
    world.run()
    assert [(s.reason, s.detail) for s in world.news()] == [("exists", "changed Read again."), ("rejected", "403")]


@pytest.mark.parametrize("deed", [note(), FileMessage(REF, "handled")])
@pytest.mark.parametrize(
    "error", [PermanentError("[OVERQUOTA]"), TemporaryError("busy"), UnknownOutcome("lost"), CredentialsRejected("no")]
)
def test_filing_and_notes_are_tried_until_the_mailbox_is_mended(
    world: World, deed: AppendMessage | FileMessage, error: Exception
) -> None:
    world.order({"x": deed})
    for _ in range(9):
        world.box.faults = [error]
        world.run()
        assert list(world.waiting()) == ["x"]
        world.clock.turn(hours=2)
    world.box.faults = []
    world.run()
    assert world.waiting() == {}
    assert world.dead() == []


def test_a_note_whose_answer_was_lost_is_looked_for_and_not_put_twice(world: World) -> None:
    world.order({"n": note()})
    world.box.faults = [None, UnknownOutcome("lost")]
    world.run()
    world.clock.turn(hours=1)
    world.run()
    assert world.box.folders == {"review": ["<n@firma.test>"]}
    assert world.waiting() == {}


def test_a_mail_that_left_its_place_needs_no_filing_any_more(world: World) -> None:
    world.box.there = False
    world.order({"f": FileMessage(REF, "handled"), "g": FlagMessage(REF, "x")}, service="appointments")
    world.run()
    assert [(s.state, s.reason) for s in world.news()] == [(EffectState.SENT, "gone")] * 2


def test_without_a_calendar_server_an_event_is_refused(world: World) -> None:
    world.executor = replace(world.executor, events=None)
    world.order({"e": StoreEvent("c", "u", "ics")})
    world.run()
    assert [s.reason for s in world.news()] == ["rejected"]


def test_told_to_stop_nothing_more_is_begun(world: World) -> None:
    world.order({"m": mail(), "n": note()})
    world.post.faults = [world.executor.stop.set]
    world.run()
    assert len(world.post.sent) == 1
    assert list(world.waiting()) == ["n", "m"] or "n" in world.waiting()
    assert world.box.folders == {}


def test_what_a_crash_left_begun_is_done_again(world: World) -> None:
    world.order({"m": mail(), "n": note(), "e": StoreEvent("c", "u", "ics"), "f": FileMessage(REF, "handled")})
    for key in ("m", "n", "e", "f"):
        world.ledger.begin(key, world.clock.now())
    world.restart()
    assert world.run() == 0
    world.recover()
    while world.run():
        pass
    assert len(world.post.sent) == 1
    assert world.box.filed == [(REF, "handled")]
    assert world.diary.texts == {("c", "u"): "ics"}
