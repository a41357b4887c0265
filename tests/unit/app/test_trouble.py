"""Nothing is lost silently: what does not stand comes before a person."""

import pytest

from secretary.app.receipts import is_copy
from secretary.app.trouble import escalation, kept, needs_person
from secretary.domain.action import Escalate, EscalationReason
from secretary.domain.effect import (
    AppendMessage,
    EffectState,
    FileMessage,
    MailClass,
    MessageRef,
    RemoveEvent,
    SendMail,
    Settled,
    StoreEvent,
)

RAW = b"From: sekretariat@firma.test\r\nMessage-ID: <1@firma.test>\r\n\r\nGuten Tag Frau Weber,\r\n\r\nja.\r\n"
MAIL = SendMail(RAW, "<1@firma.test>", "", ("weber@kunde.test",), MailClass.AUTO_REPLIED, "x", "Re: Frage")
EVENT = StoreEvent("anna", "u", "ics")


def settled(deed, state, reason=""):
    return Settled("k", deed, state, reason, "552 full")


@pytest.mark.parametrize(
    ("deed", "state", "reason", "expected"),
    [
        (MAIL, EffectState.UNKNOWN, "unknown", EscalationReason.MAY_HAVE_BEEN_SENT),
        (MAIL, EffectState.REFUSED, "limit", EscalationReason.LIMIT),
        (MAIL, EffectState.REFUSED, "rejected", EscalationReason.UNDELIVERABLE),
        (MAIL, EffectState.REFUSED, "gave-up", EscalationReason.UNDELIVERABLE),
        (EVENT, EffectState.REFUSED, "gave-up", EscalationReason.CALENDAR),
        (RemoveEvent("anna", "u"), EffectState.REFUSED, "rejected", EscalationReason.CALENDAR),
    ],
)
@pytest.mark.parametrize(("language", "word"), [("de", "Weber"), ("en", "Weber")])
def test_each_bad_end_has_its_reason_and_says_what_to_do(deed, state, reason, expected, language, word) -> None:
    bad = settled(deed, state, reason)
    assert needs_person(bad, served=True)
    action = escalation(bad, language).action
    assert isinstance(action, Escalate)
    assert (action.reason, bool(action.suggestions)) == (expected, True)
    assert "552 full" in action.detail
    assert (word.lower() in action.detail) == (deed is MAIL)
    assert "anna" in action.detail or deed is MAIL


def test_german_and_english_differ_for_every_reason() -> None:
    for reason in ("limit", "form", "address", "rejected", "gave-up", "unknown"):
        texts = {escalation(settled(MAIL, EffectState.REFUSED, reason), lang).action.detail for lang in ("de", "en")}
        assert len(texts) == 2


@pytest.mark.parametrize(
    "bad",
    [
        settled(MAIL, EffectState.SENT),
        settled(EVENT, EffectState.REFUSED, "busy"),
        settled(EVENT, EffectState.REFUSED, "exists"),
        settled(FileMessage(MessageRef("inbox", 1, 1, "d"), "handled"), EffectState.REFUSED),
        settled(AppendMessage("review", b"", "<n@firma.test>"), EffectState.REFUSED),
    ],
)
def test_what_stands_or_was_reckoned_with_bothers_nobody(bad: Settled) -> None:
    assert not needs_person(bad, served=True)


def test_a_taken_time_that_no_building_block_hears_of_bothers_somebody() -> None:
    assert needs_person(settled(EVENT, EffectState.REFUSED, "busy"), served=False)


def test_the_mail_itself_is_kept_beside_the_note() -> None:
    [effect] = kept(settled(MAIL, EffectState.UNKNOWN, "unknown"), "muster", "AAAAAAAA")
    assert isinstance(effect.deed, AppendMessage)
    assert (effect.deed.folder, effect.deed.raw) == ("review", RAW)
    assert kept(settled(EVENT, EffectState.REFUSED), "muster", "AAAAAAAA") == ()


def test_a_receipt_has_other_headers_and_line_ends_and_the_same_words() -> None:
    arrived = b"Return-Path: <>\nReceived: from here\n" + RAW.replace(b"\r\n", b"\n")
    assert is_copy(RAW, arrived)
    assert not is_copy(RAW, arrived.replace(b"ja.", b"nein."))
    assert not is_copy(RAW, arrived + b"\nPS: please pay\n")
    assert not is_copy(b"", b"")
