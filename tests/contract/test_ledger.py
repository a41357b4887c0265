"""What every ledger does, whatever database it lies in."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from secretary.domain.action import Close, DropTimer, SetTimer
from secretary.domain.address import Address
from secretary.domain.case import Case, CaseState
from secretary.domain.decision import Check, Decision, Outcome, Reasoned, RuleTrace
from secretary.domain.effect import (
    AppendMessage,
    Effect,
    EffectState,
    FileMessage,
    FlagMessage,
    GatherMessages,
    MailClass,
    MessageRef,
    RemoveEvent,
    SendMail,
    Settled,
    StoreEvent,
)
from secretary.domain.errors import SetupError
from secretary.domain.event import Interval
from secretary.ledger import SqlLedger
from secretary.ports import CaseLine, CaseMails, Counts, DueTimer, Entry

CLAIMING = "import sys; from secretary.ledger import SqlLedger; SqlLedger(sys.argv[1]).claim()"
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
ANNA = Address("anna.berg@gmail.com", "Anna Berg")
OFFICE = "kanzlei"
CASE = Case("AAAAAAAA", OFFICE, "Termin nächste Woche", ANNA, NOW, service="appointments")
OTHER = replace(CASE, id="BBBBBBBB")
REF = MessageRef("inbox", 4_294_967_295, 7, "d1", "<m1@gmail.com>")


def mail(name, to="anna.berg@gmail.com", template="offer", **more):
    raw = b"Subject: Termin\r\n\r\n\xff" + name.encode()
    return SendMail(
        raw, f"<{name}@kanzlei.de>", "", (to,), more.pop("mail_class", MailClass.AUTO_REPLIED), template, **more
    )


def effect(key, deed, case=CASE, service=""):
    return Effect(key, OFFICE, case.id, deed, service)


def enqueue(ledger, *effects, case=CASE, at=NOW, **more):
    assert ledger.record(Entry(OFFICE, case, at, effects, **more))


def send(ledger, name, at=NOW, case=CASE, state=EffectState.SENT, **more):
    deed = mail(name, **more)
    enqueue(ledger, effect(name, deed, case), case=case, at=at)
    assert ledger.begin(name, at)
    ledger.settle(Settled(name, deed, state), at)


def due(ledger, now=NOW, most=100):
    return [w.effect.key for w in ledger.due_effects(OFFICE, now, most)]


def test_a_mail_is_on_record_once_and_the_second_time_writes_nothing(ledger):
    filed = effect("f", FileMessage(REF, "handled"))
    assert ledger.record(Entry(OFFICE, CASE, NOW, (filed,), ref=REF))
    again = Entry(
        OFFICE, replace(OTHER, subject="x"), NOW, (effect("g", mail("g")),), ref=REF, timers=(SetTimer("t", NOW),)
    )
    assert not ledger.record(again)
    assert ledger.seen(OFFICE, "d1")
    assert not ledger.seen("other", "d1")
    assert ledger.case(OFFICE, OTHER.id) is None
    assert due(ledger) == ["f"]
    assert not ledger.due_timers(OFFICE, NOW)


def test_a_broken_step_leaves_nothing(ledger):
    naive = SetTimer("t", datetime(2026, 11, 24, 9, 0))  # noqa: DTZ001 - the mistake under test
    with pytest.raises(Exception, match="aware"):
        ledger.record(Entry(OFFICE, CASE, NOW, (effect("a", mail("a")),), ref=REF, timers=(naive,)))
    assert not ledger.seen(OFFICE, "d1")
    assert due(ledger) == []


def test_every_deed_comes_back_as_it_was(ledger):
    zone = timezone(timedelta(hours=1))
    guard = Interval(NOW.astimezone(zone), (NOW + HOUR).astimezone(zone))
    deeds = (
        mail("a", subject="Grüße 🙂", internal=True),
        FileMessage(REF, "handled"),
        FlagMessage(REF, "\\Flagged"),
        GatherMessages("review", "handled", (("d1", "<m1@gmail.com>"), ("", "<n@kanzlei.de>"))),
        AppendMessage("review", b"\x00\xff", "<n@kanzlei.de>", ("\\Flagged",)),
        StoreEvent("c", "u", "BEGIN:VCALENDAR\r\n", "*", guard, ("c", "d"), ("x",)),
        StoreEvent("c", "u2", "ü\udc80\0"),
        RemoveEvent("c", "u"),
    )
    effects = tuple(effect(str(n), deed) for n, deed in enumerate(deeds))
    enqueue(ledger, *effects)
    assert [w.effect for w in ledger.due_effects(OFFICE, NOW, 100)] == list(effects)


def test_a_case_and_its_state_are_kept_over_a_restart(ledger, url):
    case = replace(CASE, opened=NOW.astimezone(timezone(timedelta(hours=5))))
    enqueue(ledger, case=case, state={"phase": "offered", "n": [1, 2]})
    enqueue(ledger, case=replace(case, state=CaseState.WAITING))
    again = SqlLedger(url)
    assert again.case(OFFICE, CASE.id) == replace(case, state=CaseState.WAITING)
    assert again.case("other", CASE.id) is None
    assert again.state(CASE.id) == {"phase": "offered", "n": [1, 2]}
    assert again.state("none") is None
    again.close()


def test_hostile_text_is_recorded(ledger):
    case = replace(CASE, subject="a\0b\udc80", party=Address("x\udcff\0@y", "\0"))
    trace = (RuleTrace("r\0", "house", fired=True, checks=(Check("a", "\udc80", held=True),)),)
    enqueue(ledger, case=case, ref=replace(REF, message_id="<\udc80\0>"), decision=Decision((), Outcome.HANDLED, trace))
    assert ledger.case(OFFICE, CASE.id).subject == "ab?"
    assert ledger.case_by_thread(OFFICE, ["<\udc80\0>"]).id == CASE.id
    assert ledger.note_failure(OFFICE, "d\x01", "bad \0 \udc80", NOW) == 1


def test_reasons_of_any_action_are_recorded(ledger):
    enqueue(ledger, reasons=(Reasoned(SetTimer("t", NOW), "rule", "why"),))


def test_failures_are_counted(ledger):
    assert ledger.failures(OFFICE, "d") == 0
    assert [ledger.note_failure(OFFICE, "d", "p", NOW) for _ in range(3)] == [1, 2, 3]
    assert ledger.failures(OFFICE, "d") == 3


def test_a_recorded_mail_is_skipped_until_its_filing_stands(ledger):
    filing = FileMessage(REF, "handled")
    enqueue(ledger, effect("f", filing), ref=REF)
    enqueue(ledger, ref=replace(REF, digest="d2", uid=8))
    both = {(REF.uidvalidity, 7), (REF.uidvalidity, 8)}
    assert ledger.recorded_uids(OFFICE, "inbox") == both
    assert ledger.recorded_uids(OFFICE, "junk") == frozenset()
    ledger.begin("f", NOW)
    assert ledger.recorded_uids(OFFICE, "inbox") == both
    ledger.settle(Settled("f", filing, EffectState.SENT), NOW)
    assert ledger.recorded_uids(OFFICE, "inbox") == {(REF.uidvalidity, 8)}


def test_a_thread_is_found_by_any_of_its_mails(ledger):
    enqueue(ledger, effect("a", mail("a")), effect("n", AppendMessage("review", b"", "<n@kanzlei.de>")), ref=REF)
    enqueue(ledger, effect("b", mail("b"), OTHER), case=OTHER)
    assert ledger.case_by_thread(OFFICE, ["<unknown@x>", "<m1@gmail.com>"]) == CASE
    assert ledger.case_by_thread(OFFICE, ["<b@kanzlei.de>", "<a@kanzlei.de>"]) == OTHER
    assert ledger.case_by_thread(OFFICE, ["<n@kanzlei.de>"]) == CASE
    assert ledger.case_by_thread(OFFICE, []) is None
    assert ledger.case_by_thread("other", ["<a@kanzlei.de>"]) is None
    assert ledger.is_ours(OFFICE, "<a@kanzlei.de>")
    assert not ledger.is_ours(OFFICE, "<m1@gmail.com>")
    assert list(ledger.references(CASE.id)) == ["<m1@gmail.com>", "<a@kanzlei.de>"]


def test_a_stranger_cannot_take_a_message_id_of_ours(ledger):
    enqueue(ledger, effect("a", mail("a")))
    enqueue(ledger, case=OTHER, ref=replace(REF, message_id="<a@kanzlei.de>"))
    assert ledger.case_by_thread(OFFICE, ["<a@kanzlei.de>"]) == CASE
    assert ledger.is_ours(OFFICE, "<a@kanzlei.de>")


def test_own_texts_come_newest_first(ledger):
    enqueue(ledger, effect("a", mail("a")), effect("b", mail("b")))
    assert list(ledger.own_texts(CASE.id)) == [mail("b").raw, mail("a").raw]


def test_a_case_is_found_by_the_event_it_wrote(ledger):
    enqueue(ledger, effect("e", StoreEvent("c", "uid-1", "")))
    assert ledger.case_by_uid(OFFICE, "uid-1") == CASE
    assert ledger.case_by_uid(OFFICE, "uid-2") is None


def test_open_cases_are_those_of_the_party_that_are_not_closed(ledger):
    enqueue(ledger)
    enqueue(ledger, case=replace(OTHER, state=CaseState.CLOSED))
    assert list(ledger.open_cases_of(OFFICE, Address("Anna.Berg@Gmail.com"), "appointments")) == [CASE]
    assert not ledger.open_cases_of(OFFICE, ANNA, "other")


def test_what_runs_is_told_with_its_state_and_since_when_it_waits(ledger):
    waiting = replace(CASE, state=CaseState.WAITING)
    enqueue(ledger, effect("a", mail("a")), case=waiting, state={"v": 2})
    assert [(r.case, r.state, r.written) for r in ledger.running(OFFICE, "appointments")] == [(waiting, {"v": 2}, None)]
    send(ledger, "b", case=waiting)
    assert [r.written for r in ledger.running(OFFICE, "appointments")] == [NOW]
    assert not ledger.running(OFFICE, "other")
    assert not ledger.running("another", "appointments")


def test_what_a_firm_has_asked_for_lately_is_told_and_a_providers_mailbox_stands_for_itself(ledger):
    lately = NOW - timedelta(days=7)
    firm = replace(CASE, id="FIRMAAAA", party=Address("a_b@kunde.test"))
    other = replace(CASE, id="FIRMBBBB", party=Address("aXb@kunde.test"))
    old = replace(CASE, id="FIRMOLDD", party=Address("c@kunde.test"), opened=NOW - timedelta(days=8))
    mailbox = replace(CASE, id="GMAILAAA", party=Address("jane.doe+x@gmail.com"))
    for number, case in enumerate((firm, other, old, mailbox)):
        enqueue(ledger, case=case, state={"serial": number})
    asked = ledger.asked_by(OFFICE, "appointments", Address("Tom@KUNDE.test"), lately)
    assert {r.case.id: r.state for r in asked} == {"FIRMAAAA": {"serial": 0}, "FIRMBBBB": {"serial": 1}}
    assert [r.case.id for r in ledger.asked_by(OFFICE, "appointments", Address("janedoe@gmail.com"), lately)] == [
        "GMAILAAA"
    ]
    assert not ledger.asked_by(OFFICE, "appointments", Address("x@unde.test"), lately)
    assert not ledger.asked_by(OFFICE, "appointments", Address(""), lately)
    assert not ledger.asked_by("another", "appointments", Address("tom@kunde.test"), lately)


def test_what_runs_leaves_out_what_is_with_people_or_closed(ledger):
    enqueue(ledger, case=replace(CASE, state=CaseState.ESCALATED), state={"v": 2})
    enqueue(ledger, case=replace(OTHER, state=CaseState.CLOSED), state={"v": 2})
    assert not ledger.running(OFFICE, "appointments")


def test_an_effect_recorded_twice_is_one(ledger):
    enqueue(ledger, effect("a", mail("a")))
    enqueue(ledger, effect("a", mail("a")))
    assert due(ledger) == ["a"]


def test_one_taker_only(ledger, url):
    enqueue(ledger, effect("a", mail("a")))
    second = SqlLedger(url)
    assert ledger.begin("a", NOW)
    assert not second.begin("a", NOW)
    assert [w.effect.key for w in second.left_transmitting(OFFICE)] == ["a"]
    second.close()


def test_a_retry_holds_back_what_is_behind_it_in_its_case_except_filing(ledger):
    enqueue(ledger, effect("a", mail("a")), effect("b", mail("b")), effect("f", FileMessage(REF, "handled")))
    enqueue(ledger, effect("o", mail("o"), OTHER), case=OTHER)
    assert due(ledger) == ["a", "b", "f", "o"]
    assert ledger.begin("a", NOW)
    assert due(ledger) == ["f", "o"]
    ledger.retry("a", NOW + HOUR, "greylisted")
    assert due(ledger) == ["f", "o"]
    assert due(ledger, most=1) == ["f"]
    assert not ledger.begin("b", NOW)
    later = ledger.due_effects(OFFICE, NOW + HOUR, 100)
    assert [(w.effect.key, w.attempts) for w in later] == [("a", 1), ("b", 0), ("f", 0), ("o", 0)]


def test_filing_that_waits_holds_nothing_back(ledger):
    enqueue(ledger, effect("f", FileMessage(REF, "handled")), effect("a", mail("a")))
    ledger.begin("f", NOW)
    ledger.retry("f", NOW + HOUR, "no connection")
    assert due(ledger) == ["a"]


def test_the_next_wake_up_is_the_first_timer_or_retry(ledger):
    assert ledger.next_timer(OFFICE) is None
    enqueue(ledger, effect("a", mail("a")), effect("b", mail("b")), timers=(SetTimer("t", NOW + DAY),))
    ledger.begin("a", NOW)
    assert ledger.next_timer(OFFICE) == NOW + DAY
    ledger.retry("a", NOW + HOUR, "later")
    assert ledger.next_timer(OFFICE) == NOW + HOUR


def test_a_service_hears_once_how_its_effects_ended(ledger):
    deed = StoreEvent("c", "u", "")
    enqueue(ledger, effect("s", deed, service="appointments"), effect("x", mail("x")))
    assert not ledger.unheard(OFFICE)
    ended = Settled("s", deed, EffectState.REFUSED, "busy", "Belegt.", "e1")
    ledger.settle(ended, NOW)
    assert not ledger.unheard(OFFICE)
    ledger.begin("s", NOW)
    ledger.settle(ended, NOW)
    ledger.begin("x", NOW)
    ledger.settle(Settled("x", mail("x"), EffectState.SENT), NOW)
    assert list(ledger.unheard(OFFICE)) == [(CASE.id, "appointments", ended)]
    enqueue(ledger, settled="s")
    assert not ledger.unheard(OFFICE)
    assert not ledger.record(Entry(OFFICE, CASE, NOW, (effect("y", mail("y")),), settled="s"))
    assert due(ledger) == []


def test_timers_are_set_replaced_fired_and_dropped(ledger):
    enqueue(ledger, timers=(SetTimer("t", NOW + HOUR), SetTimer("u", NOW + HOUR)))
    enqueue(ledger, timers=(SetTimer("t", NOW), DropTimer("u"), DropTimer("none")))
    assert list(ledger.due_timers(OFFICE, NOW)) == [DueTimer(CASE.id, "t", NOW)]
    assert not ledger.due_timers(OFFICE, NOW - MINUTE)
    enqueue(ledger, timer="t", timers=(SetTimer("t", NOW + DAY),))
    assert list(ledger.due_timers(OFFICE, NOW + DAY)) == [DueTimer(CASE.id, "t", NOW + DAY)]
    enqueue(ledger, timer="t", at=NOW + DAY)
    assert ledger.next_timer(OFFICE) is None


def test_limits_count_what_left_or_may_have_left_by_mailbox(ledger):
    send(ledger, "a", NOW - 2 * DAY, to="annaberg+x@googlemail.com")
    send(ledger, "b", NOW - 2 * HOUR, state=EffectState.UNKNOWN)
    send(ledger, "c", NOW - MINUTE, state=EffectState.REFUSED)
    send(ledger, "d", NOW - MINUTE, case=OTHER, to="x@y.de")
    enqueue(ledger, effect("e", mail("e")))
    expected = Counts(same_template=2, to_address_today=1, turns_in_thread=2, office_this_hour=1)
    assert ledger.counts(OFFICE, mail("e"), CASE.id, NOW) == expected
    ledger.begin("e", NOW)
    assert ledger.counts(OFFICE, mail("e"), CASE.id, NOW) == expected
    assert ledger.counts(OFFICE, mail("f"), CASE.id, NOW) == replace(
        expected, same_template=3, to_address_today=2, turns_in_thread=3, office_this_hour=2
    )
    assert ledger.counts("other", mail("f"), CASE.id, NOW) == Counts()


def test_mails_with_one_subject_to_one_domain_are_counted_together(ledger):
    for number, subject in enumerate(("Re: Frage", "AW: [Extern] Re: frage", "Frage 2")):
        send(ledger, f"s{number}", to=f"robot{number}@robot.de", subject=subject)
    send(ledger, "other", to="robot@other.de", subject="Re: Frage")
    found = ledger.counts(OFFICE, mail("z", to="robot9@robot.de", subject="Frage"), CASE.id, NOW)
    assert (found.same_subject_today, found.to_address_today) == (2, 0)
    assert ledger.counts(OFFICE, mail("z", to="robot9@robot.de"), CASE.id, NOW).same_subject_today == 0


def test_a_mail_in_doubt_is_nobodys_news_until_the_search_is_given_up(ledger):
    deed = mail("a")
    enqueue(ledger, effect("a", deed, service="appointments"))
    ledger.begin("a", NOW)
    ledger.hand_over("a", NOW, NOW + MINUTE)
    assert ledger.counts(OFFICE, mail("z"), CASE.id, NOW).to_address_today == 1
    assert not ledger.left_transmitting(OFFICE)
    assert not ledger.unheard(OFFICE)
    assert not ledger.dead_letters(OFFICE, 9)
    assert not ledger.in_doubt(OFFICE, NOW)
    assert ledger.next_timer(OFFICE) == NOW + MINUTE
    [waiting] = ledger.in_doubt(OFFICE, NOW + MINUTE)
    assert (waiting.effect.deed, waiting.handed, waiting.attempts, waiting.since) == (deed, NOW, 1, NOW)
    ledger.look_again("a", NOW + HOUR)
    assert ledger.next_timer(OFFICE) == NOW + HOUR
    lost = Settled("a", deed, EffectState.UNKNOWN, "unknown", "Nobody knows.")
    ledger.settle(lost, NOW + HOUR)
    assert not ledger.in_doubt(OFFICE, NOW + DAY)
    assert list(ledger.unheard(OFFICE)) == [(CASE.id, "appointments", lost)]
    assert [(d.settled, d.case) for d in ledger.dead_letters(OFFICE, 9)] == [(lost, CASE.id)]


def test_what_could_not_be_handed_over_goes_back_and_a_pause_of_the_server_costs_no_try(ledger):
    enqueue(ledger, effect("a", mail("a")))
    for counted in (True, False, True):
        assert ledger.begin("a", NOW)
        ledger.hand_over("a", NOW, NOW + MINUTE)
        ledger.retry("a", NOW, "451", counted=counted)
    [waiting] = ledger.due_effects(OFFICE, NOW, 9)
    assert (waiting.attempts, waiting.handed) == (2, None)
    assert ledger.counts(OFFICE, mail("z"), CASE.id, NOW).to_address_today == 0


@pytest.mark.parametrize("state", ["queued", "transmitting", "in doubt", "unknown", "refused", "sent"])
def test_a_receipt_settles_its_mail_whatever_was_known(ledger, state):
    deed = mail("a")
    enqueue(ledger, effect("a", deed, service="appointments"))
    if state != "queued":
        ledger.begin("a", NOW)
    if state in {"in doubt", "unknown"}:
        ledger.hand_over("a", NOW, NOW)
    if state in {"unknown", "refused", "sent"}:
        ledger.settle(Settled("a", deed, EffectState(state), "" if state == "sent" else "x"), NOW)
        enqueue(ledger, settled="a")
    assert ledger.own_mail(OFFICE, deed.message_id) == deed
    assert not ledger.receipts_since(OFFICE, NOW - MINUTE)
    ledger.witness(OFFICE, deed.message_id, NOW + MINUTE)
    assert due(ledger) == []
    heard = [] if state == "sent" else [(CASE.id, "appointments", Settled("a", deed, EffectState.SENT))]
    assert list(ledger.unheard(OFFICE)) == heard
    assert ledger.receipts_since(OFFICE, NOW - MINUTE)
    assert not ledger.receipts_since(OFFICE, NOW + DAY)


def test_a_strangers_message_id_witnesses_nothing(ledger):
    enqueue(ledger, ref=REF)
    assert ledger.own_mail(OFFICE, REF.message_id) is None
    assert ledger.own_mail("other", "<a@kanzlei.de>") is None
    ledger.witness(OFFICE, REF.message_id, NOW)
    assert not ledger.receipts_since(OFFICE, NOW - DAY)


def test_failed_mails_and_events_without_a_service_are_news_too(ledger):
    deeds = {"m": mail("m"), "e": StoreEvent("c", "u", ""), "f": FileMessage(REF, "handled"), "s": mail("s")}
    enqueue(ledger, *(effect(key, deed) for key, deed in deeds.items()))
    for key, deed in deeds.items():
        ledger.begin(key, NOW)
        ledger.settle(Settled(key, deed, EffectState.SENT if key == "s" else EffectState.REFUSED, "x"), NOW)
    assert [settled.key for _, _, settled in ledger.unheard(OFFICE)] == ["m", "e"]
    enqueue(ledger, settled="m")
    assert [settled.key for _, _, settled in ledger.unheard(OFFICE)] == ["e"]


def test_a_dead_letter_is_tried_again_when_a_person_says_so(ledger):
    deed = mail("a")
    enqueue(ledger, effect("a", deed))
    assert not ledger.try_again(OFFICE, "a", NOW)
    ledger.begin("a", NOW)
    ledger.settle(Settled("a", deed, EffectState.REFUSED, "gave-up"), NOW)
    enqueue(ledger, settled="a")
    assert not ledger.try_again("other", "a", NOW)
    assert ledger.try_again(OFFICE, "a", NOW + HOUR)
    assert not ledger.dead_letters(OFFICE, 9)
    [waiting] = ledger.due_effects(OFFICE, NOW + HOUR, 9)
    assert (waiting.attempts, waiting.since) == (1, NOW), "an earlier try may have left something behind"
    ledger.begin("a", NOW + HOUR)
    ledger.settle(Settled("a", deed, EffectState.REFUSED, "gave-up"), NOW + HOUR)
    assert [settled.key for _, _, settled in ledger.unheard(OFFICE)] == ["a"]


def test_what_follows_an_end_is_enqueued_with_it_once(ledger):
    deed = mail("a")
    copy = effect("copy", AppendMessage("sent", deed.raw, deed.message_id, ("\\Seen",)))
    enqueue(ledger, effect("a", deed))
    ledger.settle(Settled("a", deed, EffectState.SENT), NOW, (copy,))
    assert due(ledger) == ["a"]
    ledger.begin("a", NOW)
    ledger.settle(Settled("a", deed, EffectState.SENT), NOW, (copy,))
    ledger.settle(Settled("a", deed, EffectState.SENT), NOW, (copy,))
    assert due(ledger) == ["copy"]
    assert list(ledger.references(CASE.id)) == [deed.message_id], "the copy is the mail itself, not a note"


def test_what_an_effect_replaces_is_kept_as_its_first_try_found_it(ledger):
    enqueue(ledger, effect("e", StoreEvent("c", "u", "new", "*")))
    ledger.keep_undo("e", "old")
    ledger.keep_undo("e", "new")
    assert [w.undo for w in ledger.due_effects(OFFICE, NOW, 9)] == ["old"]


def test_one_process_at_a_time_carries_effects_out(url):
    ledger = SqlLedger(url)
    ledger.claim()
    ledger.claim()
    told = subprocess.run([sys.executable, "-c", CLAIMING, url], capture_output=True, text=True, check=False)
    assert "Another secretary is at work" in told.stderr
    ledger.close()
    again = subprocess.run([sys.executable, "-c", CLAIMING, url], capture_output=True, text=True, check=False)
    assert (again.returncode, again.stderr) == (0, "")


def test_turns_begin_anew_when_a_person_writes(ledger):
    send(ledger, "a")
    send(ledger, "h", mail_class=MailClass.HUMAN, template="")
    send(ledger, "b")
    send(ledger, "c", internal=True, to="chef@kanzlei.de")
    assert ledger.counts(OFFICE, mail("z"), CASE.id, NOW).turns_in_thread == 1


def test_the_days_of_a_template_are_the_offices_choice(url):
    ledger = SqlLedger(url, template_days={OFFICE: 1})
    send(ledger, "a", NOW - 2 * DAY)
    assert ledger.counts(OFFICE, mail("b"), CASE.id, NOW).same_template == 0
    ledger.close()


def test_history_tells_what_is_on_record_about_a_writer(ledger):
    assert ledger.history(OFFICE, ANNA, NOW).mails_before == 0
    enqueue(ledger, ref=REF, at=NOW - DAY)
    send(ledger, "a", NOW - 2 * HOUR)
    found = ledger.history(OFFICE, ANNA, NOW)
    assert (found.known, found.mails_before, found.last_mail) == (False, 1, NOW - DAY)
    assert (found.automatic_today, found.automatic_this_hour) == (1, 0)
    assert found.answered == (("offer", NOW - 2 * HOUR),)
    send(ledger, "h", mail_class=MailClass.HUMAN)
    assert ledger.history(OFFICE, ANNA, NOW).known


def test_a_url_of_no_use_is_told(tmp_path):
    for url in ("nonsense", "oracle://x"):
        with pytest.raises(SetupError, match="database"):
            SqlLedger(url)


def test_the_migrations_make_the_tables_that_the_code_reads(ledger):
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    from secretary.ledger.tables import Row

    with ledger._engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Row.metadata) == []


def test_many_writers_take_turns(url):
    def take(number):
        own = SqlLedger(url)
        new = own.record(Entry(OFFICE, CASE, NOW, (effect("a", mail("a")),), ref=REF))
        begun = own.begin("a", NOW)
        own.close()
        return new, begun

    with ThreadPoolExecutor(4) as pool:
        results = list(pool.map(take, range(8)))
    assert [sum(column) for column in zip(*results, strict=True)] == [1, 1]


def test_a_database_of_a_newer_release_is_refused(url):
    ledger = SqlLedger(url)
    with ledger._engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    ledger.close()
    with pytest.raises(SetupError, match="newer release"):
        SqlLedger(url)


def test_turns_begin_anew_when_a_person_wrote_by_themselves(ledger):
    send(ledger, "a")
    send(ledger, "b", template="other")
    assert ledger.case(OFFICE, CASE.id).turns == ledger.counts(OFFICE, mail("z"), CASE.id, NOW).turns_in_thread == 2
    enqueue(ledger, person=True, written="<hand@kanzlei.de>")
    assert ledger.case(OFFICE, CASE.id).turns == ledger.counts(OFFICE, mail("z"), CASE.id, NOW).turns_in_thread == 0
    send(ledger, "c", template="third")
    assert ledger.case(OFFICE, CASE.id).turns == 1
    assert ledger.origin(OFFICE, "<hand@kanzlei.de>") == "person"
    assert not ledger.record(Entry(OFFICE, CASE, NOW, person=True, written="<hand@kanzlei.de>"))


def test_a_draft_of_ours_that_a_person_sent_is_a_persons_mail_once(ledger):
    enqueue(ledger, effect("n", AppendMessage("drafts", b"", "<n@kanzlei.de>")))
    assert ledger.record(Entry(OFFICE, CASE, NOW, person=True, written="<n@kanzlei.de>"))
    assert not ledger.record(Entry(OFFICE, CASE, NOW, person=True, written="<n@kanzlei.de>"))


def test_places_and_acquaintances_are_remembered_for_each_office(ledger):
    assert ledger.place(OFFICE, "sent") is None
    ledger.looked_through(OFFICE, "sent", (9, 12), [ANNA, ANNA])
    ledger.looked_through(OFFICE, "sent", (4_294_967_295, 14), [ANNA])
    assert ledger.place(OFFICE, "sent") == (4_294_967_295, 14)
    assert ledger.place("other", "sent") is None
    assert ledger.history(OFFICE, replace(ANNA, addr_spec=ANNA.addr_spec.upper()), NOW).known
    assert not ledger.history("other", ANNA, NOW).known


def test_what_lies_in_the_mailbox_because_of_a_case_is_told(ledger):
    enqueue(ledger, effect("n", AppendMessage("review", b"", "<n@kanzlei.de>")), effect("a", mail("a")), ref=REF)
    assert ledger.mails_of(CASE.id) == CaseMails((("d1", "<m1@gmail.com>"),), ("<n@kanzlei.de>",), (ANNA.key,))
    assert ledger.mails_of(OTHER.id) == CaseMails()


def test_a_case_gives_orders_to_another_one_and_takes_them_back(ledger):
    enqueue(ledger, case=OTHER)
    enqueue(ledger, timers=(SetTimer("order", NOW, "do it", OTHER.id), SetTimer("order", NOW + DAY)))
    assert list(ledger.due_timers(OFFICE, NOW)) == [DueTimer(OTHER.id, "order", NOW, "do it")]
    enqueue(ledger, timers=(DropTimer("order", OTHER.id),))
    assert list(ledger.due_timers(OFFICE, NOW + DAY)) == [DueTimer(CASE.id, "order", NOW + DAY)]


def test_a_timer_keeps_what_was_noted(ledger):
    enqueue(ledger, timers=(SetTimer("reminder", NOW, "Anrufen"),))
    assert list(ledger.due_timers(OFFICE, NOW)) == [DueTimer(CASE.id, "reminder", NOW, "Anrufen")]


def test_events_are_promised_from_their_order_until_they_are_written_or_withdrawn(ledger):
    kept, withdrawn = StoreEvent("c", "u", "x"), StoreEvent("c", "v", "y")
    enqueue(ledger, effect("k", kept), effect("w", withdrawn), effect("r", RemoveEvent("c", "v")))
    assert list(ledger.promised_events(OFFICE)) == [kept]
    assert not ledger.promised_events("another")
    ledger.begin("k", NOW)
    assert list(ledger.promised_events(OFFICE)) == [kept]
    ledger.settle(Settled("k", kept, EffectState.SENT), NOW)
    assert not ledger.promised_events(OFFICE)


def test_when_a_moved_mail_counts_is_kept_over_a_restart_until_it_is_gone(ledger, url):
    due = {(4_294_967_295, 7): NOW + MINUTE, (1, 8): NOW + HOUR}
    ledger.keep_settling(OFFICE, "done", due)
    ledger.keep_settling("other", "done", {(1, 8): NOW})
    again = SqlLedger(url)
    assert again.settling(OFFICE, "done") == due
    assert again.settling(OFFICE, "approve") == {}
    assert again.next_timer(OFFICE) == NOW + MINUTE, "the secretary looks again when the first one counts"
    again.keep_settling(OFFICE, "done", {(1, 8): NOW + HOUR})
    assert again.settling(OFFICE, "done") == {(1, 8): NOW + HOUR}
    again.close()


def test_the_first_of_a_timer_is_kept_where_only_the_first_counts(ledger):
    enqueue(ledger, timers=(SetTimer("overdue", NOW + HOUR, "a", first=True),))
    enqueue(ledger, timers=(SetTimer("overdue", NOW + DAY, "b", first=True),))
    assert ledger.timer(CASE.id, "overdue") == DueTimer(CASE.id, "overdue", NOW + HOUR, "a")
    assert ledger.timer(CASE.id, "other") is ledger.timer(OTHER.id, "overdue") is None


def test_what_happened_since_an_instant_is_told_and_what_waits_for_people(ledger):
    waits, led = replace(CASE, state=CaseState.ESCALATED, service=""), replace(OTHER, party=Address("tom@client.de"))
    enqueue(ledger, case=waits, ref=REF)
    enqueue(ledger, case=led, at=NOW - DAY, reasons=(Reasoned(Close(), "house.done-by-person", "x"),))
    enqueue(
        ledger,
        case=led,
        at=NOW,
        reasons=(Reasoned(Close(), "house.done-by-person", "x"), Reasoned(Close(), "mine", "x")),
    )
    send(ledger, "before", at=NOW - DAY, case=led)
    send(ledger, "since", at=NOW, case=led)
    send(ledger, "by-hand", at=NOW, case=led, mail_class=MailClass.HUMAN)
    send(ledger, "inside", at=NOW, case=led, internal=True)
    send(ledger, "failed", at=NOW, case=led, state=EffectState.REFUSED)
    enqueue(ledger, effect("q", mail("q"), led), case=led)
    assert ledger.begin("q", NOW)
    ledger.retry("q", NOW + HOUR, "later")
    enqueue(ledger, effect("fresh", mail("fresh"), led), case=led)
    found = ledger.happened(OFFICE, NOW - HOUR, NOW - 2 * DAY, frozenset({"house.done-by-person"}))
    assert found.waiting == (CaseLine(CASE.id, CASE.subject, "Anna Berg", NOW),)
    assert [(line.who, line.word) for line in found.sent] == [("tom@client.de", "offer")]
    assert found.orders == (CaseLine(OTHER.id, OTHER.subject, "tom@client.de", NOW, "house.done-by-person"),)
    assert (found.fired["house.done-by-person"], found.fired["mine"]) == (2, 1)
    assert (found.first_step, found.failed, found.queued) == (NOW - DAY, 1, 1)
    assert ledger.happened("other", NOW - HOUR, NOW, frozenset()).waiting == ()
