"""A person is forgotten in each database: no trace of the address stays, and nothing is done twice for that."""

import base64
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP

import pytest

from secretary.domain.action import Escalate, EscalationReason, SetTimer
from secretary.domain.address import Address
from secretary.domain.case import Case, CaseState
from secretary.domain.decision import Reasoned
from secretary.domain.effect import (
    AppendMessage,
    Effect,
    EffectState,
    FileMessage,
    MailClass,
    MessageRef,
    SendMail,
    Settled,
    StoreEvent,
)
from secretary.domain.errors import SetupError
from secretary.ledger import LegalHold, LegalHolds
from secretary.ledger.audit import verified
from secretary.ledger.dump import dump
from secretary.ledger.privacy.forgetting import forget
from secretary.ledger.privacy.person import held_on
from secretary.ports import Entry

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
ANNA, BEN = Address("Anna.Berg@Kunde.test", "Anna Berg"), Address("ben@kunde.test", "Ben Kurz")
OFFICE = "kanzlei"
CASE = Case("AAAAAAAA", OFFICE, "Termin", ANNA, NOW, CaseState.CLOSED, "appointments")
OTHER = Case("BBBBBBBB", OFFICE, "Besprechung mit anna.berg@kunde.test", BEN, NOW, CaseState.CLOSED, "appointments")


def letter(text: str, to: str, encoding: str = "quoted-printable") -> bytes:
    mail = EmailMessage(policy=SMTP)
    mail["From"], mail["To"], mail["Subject"] = "sekretariat@kanzlei.test", to, "Ihr Termin"
    mail.set_content(text, cte=encoding)
    return mail.as_bytes()


def done(ledger, key, deed, case, state=EffectState.SENT):
    ledger.record(Entry(OFFICE, case, NOW, (Effect(key, OFFICE, case.id, deed),)))
    assert ledger.begin(key, NOW)
    ledger.settle(Settled(key, deed, state), NOW)


def sent(name, *to, text="Guten Tag"):
    raw = letter(text, ", ".join(to))
    return SendMail(raw, f"<{name}@kanzlei.test>", "", to, MailClass.AUTO_REPLIED, "offer", "Termin")


def came(ledger, case, number, sender=ANNA):
    """A mail on record, filed."""
    ref = MessageRef("inbox", 1, number, f"digest-{number}", f"<{number}.{sender.key}>")
    reasons = (Reasoned(Escalate(EscalationReason.RULE, f"{sender.addr_spec} schrieb"), "money", "a reason"),)
    filing = Effect(f"file-{number}", OFFICE, case.id, FileMessage(ref, "handled"))
    assert ledger.record(Entry(OFFICE, case, NOW, (filing,), reasons, ref))
    assert ledger.begin(filing.key, NOW)
    ledger.settle(Settled(filing.key, filing.deed, EffectState.SENT), NOW)


@pytest.fixture
def lived(ledger):
    """Anna's own matter, and Ben's, in which she takes part."""
    came(ledger, CASE, 1)
    done(ledger, "a-offer", sent("a-offer", ANNA.addr_spec), CASE)
    note = letter(f"Über {ANNA.addr_spec}, bitte ansehen", "eva@kanzlei.test", "base64")
    done(ledger, "a-note", AppendMessage("review", note, "<note@kanzlei.test>"), CASE)
    done(ledger, "a-event", StoreEvent("anna", "uid-a", f"ATTENDEE:mailto:{ANNA.addr_spec}"), CASE)
    ledger.record(Entry(OFFICE, CASE, NOW, state={"party": ANNA.addr_spec}))
    came(ledger, OTHER, 2, BEN)
    done(ledger, "b-offer", sent("b-offer", BEN.addr_spec), OTHER)
    done(ledger, "b-both", sent("b-both", BEN.addr_spec, ANNA.addr_spec), OTHER)
    done(ledger, "b-lost", sent("b-lost", ANNA.addr_spec), OTHER, EffectState.REFUSED)
    done(ledger, "b-note", AppendMessage("review", note, "<note-b@kanzlei.test>"), OTHER)
    ledger.record(Entry(OFFICE, OTHER, NOW, state={"asked": [ANNA.addr_spec, BEN.addr_spec]}))
    ref = MessageRef("inbox", 1, 3, "digest-3", "<3.anna.berg@kunde.test>")
    ledger.record(Entry(OFFICE, replace(OTHER, party=ANNA), NOW, ref=ref))  # she writes into Ben's matter
    ledger.record(Entry(OFFICE, OTHER, NOW))
    ledger.looked_through(OFFICE, "sent", (1, 1), [ANNA, BEN])
    ledger.note_failure(OFFICE, "digest-1", f"ValueError: {ANNA.addr_spec}", NOW)
    return ledger


def everything(url):
    """The whole record as text, with what lies in it encoded."""
    lines = list(dump(url))
    raws = [part for line in lines for part in line.split('\\"') if part.endswith("=") or len(part) > 80]
    decoded = [base64.b64decode(raw, validate=False) for raw in raws if len(raw) % 4 == 0 and " " not in raw]
    inner = [base64.b64decode(raw.split(b"\r\n\r\n", 1)[1], validate=False) for raw in decoded if b"base64" in raw]
    return "\n".join([*lines, *(raw.decode("utf-8", "replace") for raw in (*decoded, *inner))]).casefold()


def test_no_trace_of_the_address_stays_and_others_keep_theirs(lived, url):
    assert everything(url).count(ANNA.key) > 10
    told = forget(url, ANNA, NOW, really=True)
    assert ANNA.key not in everything(url)
    assert "anna berg" not in everything(url)
    assert not held_on(url, ANNA).rows
    assert told.cases == (CASE.id,)
    assert not told.running
    assert lived.case(OFFICE, OTHER.id).party.addr_spec == BEN.addr_spec
    assert lived.state(OTHER.id) == {"asked": ["(forgotten)", BEN.addr_spec]}
    assert len([raw for raw in lived.own_texts(OTHER.id) if raw]) == 1, "what went to Ben alone stays as it was"


def test_what_lies_elsewhere_is_told(lived, url):
    told = forget(url, ANNA, NOW, really=False)
    assert told.mails == {"handled": 1, "inbox": 1}
    assert (told.sent, told.notes, told.events) == (1, 1, (("anna", "uid-a"),))


def test_a_dry_run_tells_the_same_and_changes_nothing(lived, url):
    before = list(dump(url))
    dry = forget(url, ANNA, NOW, really=False)
    assert list(dump(url)) == before
    assert forget(url, ANNA, NOW, really=True) == dry


def test_a_mail_of_a_forgotten_person_is_still_known_and_lies_in_no_inbox(lived, url):
    forget(url, ANNA, NOW, really=True)
    assert all(lived.seen(OFFICE, f"digest-{number}") for number in (1, 2, 3))
    assert lived.filed(OFFICE, "digest-1") is not None
    assert (1, 1) not in lived.recorded_uids(OFFICE, "inbox")
    assert lived.case_by_thread(OFFICE, ["<1.anna.berg@kunde.test>", "<a-offer@kanzlei.test>"]) is None


def test_limits_go_on_counting_for_others(lived, url):
    forget(url, ANNA, NOW, really=True)
    assert lived.history(OFFICE, BEN, NOW + timedelta(minutes=1)).automatic_today == 2
    assert lived.history(OFFICE, ANNA, NOW + timedelta(minutes=1)).automatic_today == 0
    assert lived.history(OFFICE, ANNA, NOW + timedelta(minutes=1)).mails_before == 0


def test_nothing_of_what_was_taken_away_is_tried_again(lived, url):
    forget(url, ANNA, NOW, really=True)
    assert not lived.dead_letters(OFFICE, 10)
    assert not lived.due_effects(OFFICE, NOW + timedelta(days=1), 10)
    assert not lived.unheard(OFFICE)


def test_the_audit_log_holds_and_tells_how_many_decisions_are_gone(lived, url):
    known = verified(url).last
    forget(url, ANNA, NOW, really=True)
    found = verified(url, known)
    assert found.erased == 1
    came(lived, replace(CASE, id="CCCCCCCC"), 9)
    assert verified(url, known).entries > found.entries


@pytest.mark.parametrize("state", [CaseState.WAITING, CaseState.ESCALATED, CaseState.OPEN])
def test_a_case_that_is_not_settled_stays_unless_that_is_wanted(lived, url, state):
    lived.record(Entry(OFFICE, replace(CASE, state=state), NOW, timers=(SetTimer("lapse", NOW),)))
    with pytest.raises(SetupError, match=f"Not settled yet: {CASE.id}"):
        forget(url, ANNA, NOW, really=True)
    assert lived.due_timers(OFFICE, NOW)
    forget(url, ANNA, NOW, really=True, even_open=True)
    assert ANNA.key not in everything(url)
    assert not lived.due_timers(OFFICE, NOW)


def test_a_mail_that_is_under_way_keeps_its_case(lived, url):
    lived.record(Entry(OFFICE, CASE, NOW, (Effect("a-late", OFFICE, CASE.id, sent("a-late", ANNA.addr_spec)),)))
    with pytest.raises(SetupError, match="Not settled yet"):
        forget(url, ANNA, NOW, really=True)
    forget(url, ANNA, NOW, really=True, even_open=True)
    assert not lived.due_effects(OFFICE, NOW, 10)


def test_another_persons_running_matter_goes_on_and_is_named(lived, url):
    lived.record(Entry(OFFICE, replace(OTHER, state=CaseState.WAITING), NOW))
    told = forget(url, ANNA, NOW, really=True)
    assert told.running == (OTHER.id,)
    assert lived.state(OTHER.id) == {"asked": [ANNA.addr_spec, BEN.addr_spec]}
    lived.record(Entry(OFFICE, OTHER, NOW))
    assert forget(url, ANNA, NOW, really=True).rows == {"case_": 1}
    assert ANNA.key not in everything(url)


@pytest.fixture
def holds(ledger, url):
    opened = LegalHolds(url)
    yield opened
    opened.close()


@pytest.mark.parametrize("subject", [ANNA.key, CASE.id, OTHER.id, BEN.key])
def test_a_legal_hold_keeps_all_that_it_covers(lived, url, holds, subject):
    holds.place(LegalHold(subject, "Rechtsstreit", NOW))
    before = list(dump(url))
    with pytest.raises(SetupError, match="A legal hold covers"):
        forget(url, ANNA, NOW, really=True, even_open=True)
    assert list(dump(url)) == before
    assert holds.release(subject)
    assert not holds.release(subject)
    assert forget(url, ANNA, NOW, really=True).cases == (CASE.id,)


def test_a_hold_whose_day_has_passed_holds_nothing(lived, url, holds):
    holds.place(LegalHold(ANNA.key, "Prüfung", NOW, NOW + timedelta(days=1)))
    with pytest.raises(SetupError, match="legal hold"):
        forget(url, ANNA, NOW, really=False)
    assert forget(url, ANNA, NOW + timedelta(days=1), really=False).cases


def test_a_hold_placed_again_gets_its_new_reason_and_end(holds):
    holds.place(LegalHold(CASE.id, "Prüfung", NOW, NOW))
    holds.place(LegalHold(CASE.id, "Klage", NOW + timedelta(days=2)))
    assert holds.all() == (LegalHold(CASE.id, "Klage", NOW),)


def test_who_is_not_on_record_changes_nothing(lived, url):
    assert not forget(url, Address("nobody@nowhere.test"), NOW, really=True).rows


def test_marks_of_a_pattern_in_an_address_are_no_pattern(lived, url):
    assert not forget(url, Address("%@kunde.test"), NOW, really=True).rows
    assert not forget(url, Address("anna_berg@kunde.test"), NOW, really=True).rows
