"""The operator hears by mail that an office does not get on, and that it does again."""

import asyncio
from dataclasses import replace
from datetime import timedelta

from secretary.app.daemon import OfficeDaemon
from secretary.app.telling.alarms import Watchman, troubles_of
from secretary.config.models import AlarmConfig
from secretary.domain.address import Address
from secretary.domain.case import Case, CaseState
from secretary.domain.effect import AppendMessage, Effect, EffectState, MessageRef, Settled
from secretary.ledger import Alarms, Records
from secretary.ports import Entry
from tests.servers.chaos import Chaos
from tests.system.town import Town, words


def look(daemon: OfficeDaemon, town: Town, language: str = "de") -> None:
    """A watchman who knows only what is on record, as after a restart."""
    settings = AlarmConfig(to=("eva@firma.test",), after_minutes=15, language=language)
    url = f"sqlite:///{town.home}/secretary.db"
    asyncio.run(Watchman(settings, [daemon], Records(url), Alarms(url)).look(town.clock.now()))


def test_a_server_out_of_reach_is_told_once_and_its_return_once(town: Town) -> None:
    daemon = town.daemon()
    daemon.health.ill("The mail server cannot be reached.", town.clock.now())
    for _ in range(5):
        look(daemon, town)
        town.clock.turn(timedelta(minutes=10))
    [wrong] = town.folder("eva", at_least=1)
    assert str(wrong["Subject"]).startswith("Störung bei Muster & Partner seit ")
    assert "The mail server cannot be reached." in words(wrong)
    assert str(wrong["Auto-Submitted"]) == "auto-generated"

    daemon.health.well(town.clock.now())
    for _ in range(5):
        daemon.health.expect(town.clock.now())
        look(daemon, town)
        town.clock.turn(timedelta(minutes=20))
    [_, well] = town.folder("eva", at_least=2)
    assert str(well["Subject"]) == "Muster & Partner läuft wieder"


def test_an_office_that_stands_still_without_a_word_is_told(box: Town) -> None:
    daemon = box.daemon()
    daemon.health.expect(box.clock.now())
    box.clock.turn(timedelta(minutes=31))
    look(daemon, box)
    assert len(box.folder("eva", at_least=1)) == 1


def test_a_mail_server_that_takes_nothing_is_told_though_each_try_is_put_off(box: Town) -> None:
    with Chaos(box.smtp) as network:
        network.refuse()
        away = replace(box, smtp=network.port)
        box.write("Guten Tag, wann haben Sie geöffnet?", "Öffnungszeiten")
        for _ in range(4):
            away.work()
            box.clock.turn(timedelta(minutes=7))
        daemon = away.daemon()
        daemon.health.well(box.clock.now())
        daemon.health.expect(box.clock.now())
        [trouble] = troubles_of(daemon, Records(f"sqlite:///{box.home}/secretary.db"), box.clock.now())
    assert (trouble.kind, box.clock.now() - trouble.since > timedelta(minutes=20)) == ("queue", True)
    here = box.daemon()
    here.health.expect(box.clock.now())
    look(here, box)
    assert "wartet seit" in words(box.folder("eva", at_least=1)[0])


def test_english_is_written_to_who_wants_it_and_a_rest_is_no_trouble(box: Town) -> None:
    daemon = box.daemon()
    daemon.health.ill("The log-in was rejected.", box.clock.now())
    box.clock.turn(timedelta(minutes=20))
    daemon.pauses.rest(daemon.name, "eva@firma.test", box.clock.now())
    look(daemon, box, "en")
    daemon.pauses.resume(daemon.name)
    look(daemon, box, "en")
    [mail] = box.folder("eva", at_least=1)
    assert "Muster & Partner has not got on since" in " ".join(words(mail).split())


def test_what_was_given_up_and_what_was_put_aside_is_told_until_the_office_has_settled_it(box: Town) -> None:
    daemon = box.daemon()
    ledger = daemon.rounds.house.ledger
    now = box.clock.now()
    case = Case("AAAAAAAA", daemon.name, "Frage", Address("weber@kunde.test"), now, CaseState.ESCALATED)
    note = AppendMessage("review", b"x", "<n@firma.test>")
    ref = MessageRef("inbox", 1, 1, "d1")
    ledger.record(Entry(daemon.name, case, now, (Effect("k1", daemon.name, case.id, note),), ref=ref))
    ledger.begin("k1", now)
    ledger.settle(Settled("k1", note, EffectState.REFUSED, "gave-up"), now)
    ledger.note_failure(daemon.name, "d1", "ValueError: weber@kunde.test", now)
    for minutes in (20, 20):
        box.clock.turn(timedelta(minutes=minutes))
        daemon.health.expect(box.clock.now())
        look(daemon, box)
    told = " ".join(words(mail) for mail in box.folder("eva", at_least=2))
    assert "secretary retry" in told
    assert "Ordner für Problemfälle" in told
    assert "weber" not in told
    ledger.record(Entry(daemon.name, replace(case, state=CaseState.CLOSED), box.clock.now()))
    for _ in range(3):
        box.clock.turn(timedelta(minutes=50))
        daemon.health.expect(box.clock.now())
        look(daemon, box)
    assert len(box.folder("eva", at_least=4)) == 4
