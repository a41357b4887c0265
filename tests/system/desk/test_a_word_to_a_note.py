"""An assistant answers a cover note in plain words from any mail program, and it is done."""

from datetime import timedelta
from email.message import EmailMessage

import pytest

from tests.system.town import EVA, OFFICE, REVIEW, WEBER, Town, words

MONEY = "Guten Tag,\n\nich habe eine Frage zu Ihrer Rechnung 4711.\n\nSabine Weber"
ANNA = "Anna Muster <anna@firma.test>"


def escalated(town: Town) -> EmailMessage:
    """A client asks what only a person may answer; the note about it."""
    town.write(MONEY, "Rechnung 4711")
    town.work()
    return newest_note(town)


def newest_note(town: Town) -> EmailMessage:
    return [mail for mail in town.folder("sekretariat", REVIEW) if "sekretariat@" in str(mail["From"])][-1]


def answer(town: Town, note: EmailMessage, text: str, **more: object) -> None:
    """As a mail program answers: above the quoted note."""
    quoted = "\n".join(f"> {line}" for line in words(note).splitlines())
    whole = f"{text}\n\nAm 24.11.2026 um 10:00 schrieb Sekretariat:\n{quoted}\n"
    options = {"sender": EVA, "answers": note, "authenticated": True, **more}
    town.write(whole, f"Re: {note['Subject']}", **options)
    town.work()


def told(town: Town, count: int = 1, user: str = "eva") -> str:
    return " ".join(words(town.folder(user, at_least=count)[-1]).split())


@pytest.mark.parametrize("word", ["1", "Ok, bitte senden."])
def test_the_draft_is_sent_as_it_lies_there_and_the_case_is_settled(town: Town, word: str) -> None:
    note = escalated(town)
    [draft] = town.folder("sekretariat", town.drafts)
    answer(town, note, word)
    [letter] = town.folder("weber", at_least=1)
    assert words(letter).strip() == words(draft).strip()
    assert letter["Auto-Submitted"] is None, "a person sent it"
    assert "Ist an Sabine Weber gesendet; der Fall ist erledigt." in told(town)
    assert town.subjects(REVIEW) == town.subjects(town.drafts) == []


def test_said_twice_it_is_sent_once(box: Town) -> None:
    note = escalated(box)
    answer(box, note, "ok")
    answer(box, note, "ok")
    assert len(box.folder("weber", at_least=1)) == 1
    assert "schon erledigt" in told(box, 2)


def test_a_draft_that_was_changed_is_not_sent_for_its_former_self(box: Town) -> None:
    note = escalated(box)
    [draft] = box.folder("sekretariat", box.drafts)
    with box.session("sekretariat") as session:
        session.select_folder(box.drafts)
        session.delete_messages(session.search())
        session.expunge()
    changed = box.mail("Ganz anders.", str(draft["Subject"]), sender=f"Muster <{OFFICE}>", to=WEBER)
    changed.replace_header("Message-ID", str(draft["Message-ID"]))
    box.put(box.drafts, changed)
    answer(box, note, "1")
    assert not box.folder("weber")
    assert "Der Entwurf liegt nicht mehr so da" in told(box)
    assert box.subjects(REVIEW), "it stays before the person"


def test_what_is_dictated_goes_out_as_a_letter(town: Town) -> None:
    note = escalated(town)
    answer(town, note, "Sag ihr, wir rufen morgen an")
    [letter] = town.folder("weber", at_least=1)
    assert "Guten Tag" in words(letter)
    assert "Wir rufen morgen an." in words(letter)
    assert town.subjects(REVIEW) == []


def test_settled_without_a_letter(box: Town) -> None:
    answer(box, escalated(box), "Hat sich erledigt")
    assert not box.folder("weber")
    assert "ich sende nichts" in told(box)
    assert box.subjects(REVIEW) == []


def test_later_means_that_it_comes_back(box: Town) -> None:
    answer(box, escalated(box), "Wiedervorlage in drei Tagen")
    assert "wieder vor." in told(box)
    before = len(box.subjects(REVIEW))
    box.clock.turn(timedelta(days=4))
    box.work()
    assert len(box.subjects(REVIEW)) > before


def test_what_is_unclear_is_asked_back_once_and_then_lies_before_a_person(box: Town) -> None:
    note = escalated(box)
    answer(box, note, "Hm, was meinst du denn?")
    assert "Das habe ich nicht verstanden." in told(box)
    answer(box, note, "Na das da")
    assert len(box.folder("eva")) == 1
    assert not box.folder("weber")
    assert len([m for m in box.folder("sekretariat", REVIEW) if "eva@" in str(m["From"])]) == 1


def test_an_answer_that_cannot_be_carried_out_goes_the_usual_way_and_stops_nobody(box: Town) -> None:
    raw = f"From: Sabine Weber <sabine..weber@kunde.test>\r\nTo: {OFFICE}\r\nSubject: Rechnung 4711\r\n\r\n{MONEY}"
    box.deliver(raw.encode())
    box.work()
    answer(box, newest_note(box), "Antwort: Das stimmt so.")
    box.write("Guten Tag, wann haben Sie geöffnet?", "Öffnungszeiten")
    box.work()
    assert len(box.folder("weber", at_least=1)) == 1, "the next mail is answered"
    assert not box.folder("sekretariat")


def test_a_principal_may_say_it_too(box: Town) -> None:
    answer(box, escalated(box), "erledigt", sender=ANNA)
    assert "ich sende nichts" in told(box, user="anna")


@pytest.mark.parametrize(
    "more",
    [{"authenticated": False}, {"sender": "Sabine Weber <weber@kunde.test>"}, {"headers": {"Auto-Submitted": "auto-replied"}}],
    ids=["not vouched for", "a client", "out of office"],
)  # fmt: skip
def test_nobody_else_says_anything(box: Town, more: dict[str, object]) -> None:
    note = escalated(box)
    answer(box, note, "1", **more)
    assert not [mail for mail in box.folder("weber") if "4711" not in str(mail["Subject"])]
    assert box.subjects(REVIEW), "the case stays with the person"
    assert len(box.folder("sekretariat", box.drafts)) >= 1, "and so does the draft"


def test_more_from_the_client_makes_the_older_note_old(box: Town) -> None:
    note = escalated(box)
    [asked] = [m for m in box.folder("sekretariat", REVIEW) if "weber@" in str(m["From"])]
    box.write("Noch etwas: die Summe stimmt auch nicht.", "Re: Rechnung 4711", answers=asked)
    box.work()
    answer(box, note, "ok")
    assert not box.folder("weber")
    assert "auf die neuere Notiz" in told(box)


def test_what_is_somebody_elses_goes_to_them_whole(town: Town) -> None:
    answer(town, escalated(town), "Gehört Anna")
    [mail] = town.folder("anna", at_least=1)
    [enclosed] = [part for part in mail.walk() if part.get_content_type() == "message/rfc822"]
    assert "Rechnung 4711" in enclosed.as_string()
    assert "Die Mail geht an Anna Muster" in told(town)
    assert town.subjects(REVIEW) == []


def test_a_name_that_is_nobodys_and_a_time_without_a_calendar_change_nothing(box: Town) -> None:
    note = escalated(box)
    answer(box, note, "gehört Petra")
    assert "finde ich im Büro niemanden" in told(box)
    answer(box, note, "Termin Di 14 Uhr")
    assert "Termine sind hier nicht eingerichtet" in told(box, 2)
    assert box.subjects(REVIEW)


def test_what_is_to_be_remembered_is_filed_so_and_a_rule_is_proposed(box: Town) -> None:
    answer(box, escalated(box), "merken: immer Rechnung")
    assert "Liegt unter „Rechnung“" in told(box)
    assert box.subjects("Sekretariat/Erledigt/Rechnung") == ["Rechnung 4711"]
    assert [subject.partition(":")[0] for subject in box.subjects(REVIEW)] == ["Vorschlag für eine Regel"]
