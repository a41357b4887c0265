"""What people make of drafts is offered back to them, and a move says yes: other words, and more freedom."""

import re
from datetime import timedelta
from email.message import EmailMessage

import pytest

from tests.system.desk.test_done_by_folder import settled_after_the_delay
from tests.system.desk.test_orders_by_moving import APPROVE, COMPLAINT, REJECT, empty, resaved
from tests.system.town import REVIEW, WEBER, Town, words

TOM = "Tom Cole <tom@client.test>"
OURS = "Ich sehe mir an, was geschehen ist, und melde mich dann bei Ihnen."
THEIRS = "Wir senden Ihnen noch heute Ersatz und rufen Sie an."
DELIVERY = "Guten Tag,\n\nwann kommt unsere Lieferung {}?\n\nSabine Weber"
ACTING = "rules:\n- {name: delivery, when: {intent: delivery}, then: [answer: receipt_confirmed], why: x}\n"
SHOWN_FIRST = "rules:\n- {name: delivery, when: {intent: delivery}, then: [answer: receipt_confirmed], autonomy: suggest, why: x}\n"

on_dovecot = pytest.mark.parametrize("town", ["dovecot"], indirect=True)


def draft_for(town: Town, text: str, subject: str, sender: str) -> EmailMessage:
    town.write(text, subject, sender=sender)
    town.work()
    return next(mail for mail in town.folder("sekretariat", town.drafts) if mail["Subject"] == f"Re: {subject}")


def proposal(town: Town) -> EmailMessage:
    [mail] = [m for m in town.folder("sekretariat", REVIEW) if str(m["Subject"]).startswith("Vorschlag")]
    return mail


def changed(draft: EmailMessage) -> str:
    text, count = re.subn(r"\s+".join(map(re.escape, OURS.split())), THEIRS, words(draft))
    assert count == 1
    return text


@on_dovecot
def test_words_changed_alike_in_any_program_become_the_templates_by_a_move_and_nobodys_name_with_them(
    town: Town,
) -> None:
    """Two drafts are saved anew and approved, one is sent by the person's own program."""
    for number, client in enumerate((WEBER, TOM)):
        draft = draft_for(town, COMPLAINT, f"Lieferung {number}", client)
        edited = resaved(town, draft, changed(draft), to=client)
        town.move(town.drafts, APPROVE, str(edited["Message-ID"]))
        settled_after_the_delay(town)
    assert empty(town, REVIEW), "twice is not often enough"
    draft = draft_for(town, COMPLAINT, "Lieferung 2", WEBER)
    town.put("Sent", resaved(town, draft, changed(draft) + "\nAm 30.11.2026 schrieb Sabine Weber:\n> zu spät\n"))
    town.work()
    told = words(proposal(town))
    assert f"Künftig: {THEIRS}" in " ".join(told.split())
    assert "weber" not in told.lower().replace("<b>weber</b>", "")
    town.move(REVIEW, APPROVE, str(proposal(town)["Message-ID"]))
    settled_after_the_delay(town)
    assert empty(town, REVIEW, APPROVE)
    draft = draft_for(town, COMPLAINT, "Lieferung 3", TOM)
    assert THEIRS in " ".join(words(draft).split())
    assert OURS not in " ".join(words(draft).split())


def put_right(town: Town, asked: EmailMessage, letter: EmailMessage) -> None:
    """A person corrects an answer of ours in their own program."""
    own = town.mail("Es tut mir leid, das war falsch.", str(letter["Subject"]), sender=str(letter["From"]), to=WEBER)
    own["In-Reply-To"], own["References"] = str(letter["Message-ID"]), f"{asked['Message-ID']} {letter['Message-ID']}"
    town.put("Sent", own)
    town.work()


@on_dovecot
def test_a_rule_whose_drafts_were_approved_acts_after_a_move_and_asks_again_after_corrections(town: Town) -> None:
    town.rules, town.more = SHOWN_FIRST, "    teaching: {approvals: 2, corrections: 1}\n"
    for number in range(2):
        draft = draft_for(town, DELIVERY.format(number), f"Lieferung {number}", WEBER)
        town.move(town.drafts, APPROVE, str(draft["Message-ID"]))
        settled_after_the_delay(town)
        town.clock.turn(timedelta(minutes=1))
    assert "Soll sie künftig selbst antworten?" in " ".join(words(proposal(town)).split())
    town.move(REVIEW, APPROVE, str(proposal(town)["Message-ID"]))
    settled_after_the_delay(town)
    town.clock.turn(timedelta(days=8))  # the same template goes to one address once a week
    asked = town.write(DELIVERY.format(3), "Lieferung 3")
    town.work()
    assert empty(town, REVIEW, town.drafts)
    letter = town.folder("weber", at_least=3)[-1]
    assert letter["Auto-Submitted"] == "auto-replied", "the rule has answered by itself"
    put_right(town, asked, letter)
    assert "richtigstellen" in words(proposal(town))
    town.move(REVIEW, REJECT, str(proposal(town)["Message-ID"]))
    settled_after_the_delay(town)
    assert empty(town, REVIEW, REJECT)
    town.work()
    assert empty(town, REVIEW), "what was declined is not offered again"


def test_a_rule_whose_answers_were_corrected_only_suggests_once_a_move_has_said_so(box: Town) -> None:
    box.rules, box.more = ACTING, "    teaching: {corrections: 1}\n"
    asked = box.write(DELIVERY.format(1), "Lieferung 1")
    box.work()
    [letter] = box.folder("weber", at_least=1)
    assert letter["Auto-Submitted"] == "auto-replied"
    put_right(box, asked, letter)
    box.move(REVIEW, APPROVE, str(proposal(box)["Message-ID"]))
    settled_after_the_delay(box)
    assert empty(box, REVIEW, APPROVE)
    box.clock.turn(timedelta(days=8))  # the same template goes to one address once a week
    draft_for(box, DELIVERY.format(2), "Lieferung 2", WEBER)
    assert [mail["Subject"] for mail in box.folder("weber")] == ["Re: Lieferung 1"], "the second waits as a draft"
