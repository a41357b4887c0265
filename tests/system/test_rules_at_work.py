"""What rules order, all the way: answers, drafts, forwards, reminders; on real servers."""

import asyncio
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest

from tests.system.town import HANDLED, OFFICE, REVIEW, WEBER, Town, words

HOURS = "Guten Tag, wann haben Sie geöffnet?"


def note_of(town: Town) -> EmailMessage:
    """The one cover note before the assistant."""
    [note] = [m for m in town.folder("sekretariat", REVIEW) if OFFICE in str(m["From"])]
    return note


def test_a_suggestion_waits_as_a_draft_and_nothing_is_sent(town: Town) -> None:
    town.rules = "rules:\n- {name: hours, when: {intent: question.hours}, then: [answer: opening_hours], why: x, autonomy: suggest}\n"
    asked = town.write(HOURS, "Frage")
    town.work()
    assert town.folder("weber") == []
    [draft] = town.folder("sekretariat", town.drafts)
    assert "Montag bis Freitag, 9 bis 17 Uhr" in words(draft)
    assert (draft["To"], draft["Subject"]) == (WEBER, "Re: Frage")
    assert draft["In-Reply-To"] == asked["Message-ID"]
    assert draft["Auto-Submitted"] is None, "what a person sends is not automatic"
    assert "Automatisches Sekretariat" not in words(draft)
    note = note_of(town)
    assert words(note).startswith("Warum hier:  Ein Vorschlag wartet auf Ihr Ja.\n")
    assert note["References"] == asked["Message-ID"]
    with town.session("sekretariat") as session:
        session.select_folder(REVIEW)
        assert len(session.search(["FLAGGED"])) == 1
        session.select_folder(town.drafts)
        assert len(session.search(["DRAFT"])) == 1
    original = next(m for m in town.folder("sekretariat", REVIEW) if m["Message-ID"] == asked["Message-ID"])
    assert words(original) == words(asked)


def test_a_draft_that_the_person_edits_and_sends_closes_the_case(town: Town) -> None:
    town.write("Ich bin sehr unzufrieden und möchte mich beschweren.", "Lieferung")
    town.work()
    [draft] = town.folder("sekretariat", town.drafts)
    assert "Es tut mir leid" in words(draft)
    # Programs save an edited draft as a new mail, with an identity of their own and none of our headers.
    sent = town.mail("Liebe Frau Weber, wir kommen am Dienstag.", str(draft["Subject"]), sender=OFFICE, to=WEBER)
    sent["In-Reply-To"], sent["References"] = draft["In-Reply-To"], draft["References"]
    town.put("Sent", sent)
    town.work()
    assert town.subjects(REVIEW) == []
    assert town.subjects(town.drafts) == [], "the draft that was left over is cleared away"
    assert town.subjects(HANDLED) == ["Lieferung", "Re: Lieferung", "Re: Lieferung"]


def test_a_draft_sent_as_it_lay_closes_the_case(box: Town) -> None:
    box.write("Ich bin sehr unzufrieden und möchte mich beschweren.", "Lieferung")
    box.work()
    box.move(box.drafts, "Sent", str(box.folder("sekretariat", box.drafts)[0]["Message-ID"]))
    box.work()
    assert box.subjects(REVIEW) == []


def test_a_forwarded_mail_arrives_unchanged_with_a_note(town: Town) -> None:
    town.rules = "rules:\n- {name: pass, when: {subject: Pläne}, then: [forward: eva@firma.test], why: x}\n"
    raw = (
        b"From: Sabine Weber <weber@kunde.test>\r\nTo: sekretariat@firma.test\r\nMessage-ID: <b@kunde.test>\r\n"
        b"Subject: =?utf-8?q?Pl=C3=A4ne?=\r\nContent-Type: multipart/mixed; boundary=nowhere\r\n\r\n\xe4\xff broken\r\n"
    )
    town.deliver(raw)
    town.work()
    [mail] = town.folder("eva", at_least=1)
    assert "diese Mail kam bei uns an und ist für Sie" in words(mail)
    [forwarded] = town.raws("eva")
    enclosed = forwarded.partition(b"Content-Type: message/rfc822")[2].partition(b"\r\n\r\n")[2]
    assert enclosed.startswith(b"Return-Path: <weber@kunde.test>\r\n")
    assert raw in enclosed


def test_a_reminder_comes_back_with_its_note_unless_somebody_answered(town: Town) -> None:
    town.rules = 'rules:\n- {name: keep, when: {subject: Vertrag}, then: [file: handled, remind: {days: 3, note: "Ist unterschrieben?"}], why: x}\n'
    town.write("Anbei der Vertrag.", "Vertrag A")
    answered = town.write("Anbei der Vertrag.", "Vertrag B")
    town.work()
    town.put("Sent", town.mail("Danke.", "Re: Vertrag B", sender=OFFICE, to=WEBER, answers=answered))
    town.work()
    town.clock.turn(timedelta(days=2, hours=23))
    town.work()
    assert town.subjects(REVIEW) == []
    town.clock.turn(timedelta(hours=2))
    town.work()
    assert town.subjects(REVIEW) == ["Re: Vertrag A", "Vertrag A"], "the mail lies beside its note again"
    assert "Ist unterschrieben?" in words(note_of(town))
    town.clock.turn(timedelta(days=9))
    town.work()
    assert len(town.subjects(REVIEW)) == 2, "once"


def test_an_answer_that_cannot_be_written_brings_the_mail_to_a_person(box: Town) -> None:
    folder = Path(box.home) / "templates"
    folder.mkdir()
    for language in ("de", "en"):
        (folder / f"opening_hours.{language}.txt.j2").write_text("Subject: x\n\n{{ office.facts.nowhere }}\n")
    box.rules = "rules:\n- {name: hours, when: {intent: question.hours}, then: [answer: opening_hours], why: x}\n"
    box.write(HOURS, "Frage")
    box.work()
    assert box.subjects(REVIEW) == ["Frage", "Re: Frage"]
    assert box.subjects(HANDLED) == []
    assert "Eine Antwort ließ sich nicht schreiben" in " ".join(words(note_of(box)).split())


def test_an_answer_never_goes_to_another_organisation(box: Town) -> None:
    box.write(HOURS, "Frage", headers={"Reply-To": "tom@client.test"})
    box.write(HOURS, "Frage 2", sender="info@kunde.test", headers={"Reply-To": WEBER})
    box.work()
    assert box.folder("tom") == []
    assert "die Antwort soll an ein anderes Haus" in " ".join(words(note_of(box)).split())
    [sent] = box.folder("sekretariat", "Sent")
    assert (sent["To"], sent["Subject"]) == (WEBER, "Re: Frage 2")


@pytest.mark.parametrize(
    ("text", "template"),
    [
        ("Bitte rufen Sie mich zurück.", "Rückruf ist weitergegeben"),
        ("Bitte streichen Sie mich aus Ihrem Verteiler.", "Rundmails"),
        ("Hello, please call me back.", "request for a call has been passed on"),
    ],
)
def test_who_asks_for_a_persons_help_hears_at_once_and_a_person_is_told(box: Town, text: str, template: str) -> None:
    box.write(text, "Bitte")
    box.work()
    [answer] = box.folder("weber")
    assert template in " ".join(words(answer).split())
    assert max(map(len, words(answer).splitlines())) <= 72
    assert box.subjects(REVIEW) == ["Bitte", "Re: Bitte"]


class TaughtMeanwhile(asyncio.Event):
    """Rules change while a round is at work, and the next mail is there before it ends."""

    def __init__(self, town: Town) -> None:
        super().__init__()
        self._town = town

    def is_set(self) -> bool:
        self._town.write(HOURS, "Danach")
        return True


def test_a_mail_that_comes_after_the_rules_were_changed_is_left_to_the_new_ones(box: Town) -> None:
    box.write(HOURS, "Davor")
    assert box.work(TaughtMeanwhile(box)) == 1
    box.rules = "rules:\n- {name: hours, when: {intent: question.hours}, then: [file: Zeiten], why: x}\n"
    assert box.work() == 1
    assert box.subjects("Zeiten") == ["Danach"]
    [answer] = box.folder("weber")
    assert answer["Subject"] == "Re: Davor"


def test_a_letter_says_the_same_in_plain_and_in_html(box: Town) -> None:
    box.write(HOURS + "\n\nFreundliche Grüße\nDr. Sabine Weber", "Frage <b>")
    box.work()
    [answer] = box.folder("weber")
    html = answer.get_body(("html",))
    assert html is not None
    assert words(answer).startswith(
        "Guten Tag Dr. Sabine Weber,\n\nwir haben geöffnet: Montag bis Freitag, 9 bis 17 Uhr.\n"
    )
    assert "<p>wir haben geöffnet: Montag bis Freitag, 9 bis 17 Uhr.</p>" in html.get_content()
    assert "<img" not in html.get_content()
    assert answer["X-Secretary-Loop"]
    assert answer["Auto-Submitted"] == "auto-replied"
    assert answer["Cc"] is None
