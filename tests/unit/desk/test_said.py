"""An assistant's answer to a cover note is understood where it is plain, and asked back everywhere else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secretary.desk.said import Said, Wish, said


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("1", Said(Wish.CHOICE, 1)), ("2.", Said(Wish.CHOICE, 2)), ("Nummer 1 bitte", Said(Wish.CHOICE, 1)),
        ("Nr. 2", Said(Wish.CHOICE, 2)), ("ok", Said(Wish.APPROVE)), ("Ja, bitte senden!", Said(Wish.APPROVE)),
        ("Passt so.", Said(Wish.APPROVE)), ("send it", Said(Wish.APPROVE)), ("Go ahead", Said(Wish.APPROVE)),
        ("nein", Said(Wish.DONE)), ("Hat sich erledigt.", Said(Wish.DONE)), ("already settled", Said(Wish.DONE)),
        ("später", Said(Wish.LATER)), ("Wiedervorlage Montag", Said(Wish.LATER, text="montag")),
        ("remind me on Friday", Said(Wish.LATER, text="on friday")),
        ("Sag ihr, wir rufen morgen an", Said(Wish.WRITE, text="Wir rufen morgen an.")),
        ("Antwort: Das geht in Ordnung!\n\nWir liefern am Montag.", Said(Wish.WRITE, text="Das geht in Ordnung!\n\nWir liefern am Montag.")),
        ("gehört Petra", Said(Wish.HAND_OVER, text="petra")), ("Das gehört Frau Dr. Klein.", Said(Wish.HAND_OVER, text="klein")),
        ("ist für Jean-Luc", Said(Wish.HAND_OVER, text="jean-luc")), ("Bitte an Petra weiterleiten", Said(Wish.HAND_OVER, text="petra")),
        ("belongs to Petra Lang", Said(Wish.HAND_OVER, text="petra lang")), ("Please hand it over to Ms. Lang", Said(Wish.HAND_OVER, text="lang")),
        ("Termin Di 14 Uhr", Said(Wish.APPOINT, text="di 14 uhr")), ("Termin am 3.12. um 9:30", Said(Wish.APPOINT, text="3.12. um 9:30")),
        ("Biete ihr Donnerstag 10 Uhr an", Said(Wish.APPOINT, text="donnerstag 10 uhr")),
        ("Meeting on Tue 2pm", Said(Wish.APPOINT, text="tue 2pm")), ("offer him Thursday 10:00", Said(Wish.APPOINT, text="thursday 10:00")),
        ("merken: immer Rechnung", Said(Wish.TEACH, text="Rechnung")), ("Remember: always invoices", Said(Wish.TEACH, text="invoices")),
        ("Warum?", Said(Wish.WHY)), ("Und warum nicht am Donnerstag?", Said(Wish.WHY)), ("Why?", Said(Wish.WHY)),
        ("Tell him: the invoice is right.", Said(Wish.WRITE, text="The invoice is right.")),
    ],
)  # fmt: skip
def test_plain_words_are_understood(text: str, wish: Said) -> None:
    assert said(text) == wish


@pytest.mark.parametrize(
    "text",
    ["", "Ok, aber ändere bitte den zweiten Satz", "1 oder 2", "10", "ja nein", "Was meinst du?", "nein, doch",
     "Ich bin im Urlaub und komme am 1. wieder.", "ok ist das nicht", "später vielleicht oder gar nicht, sehen wir dann wenn es soweit ist und so",
     "Das habe ich schon erledigt, aber schick noch die Rechnung", "Antwort", "Sag mal", "gehört", "gehört sich nicht, dass so etwas passiert, wirklich nicht",
     "Das gehört Petra, aber nur bis Montag", "an Petra und an Paul und an alle anderen", "merken", "merken: a/b", "Termin",
     "Warum auch immer sie das so schreibt, bitte antworte ihr freundlich, dass wir es prüfen", "Ich weiß nicht, warum"],
)  # fmt: skip
def test_everything_else_is_asked_back(text: str) -> None:
    assert said(text).wish is Wish.UNCLEAR


@given(st.text(max_size=300))
def test_it_is_total_and_a_longer_text_is_no_word(text: str) -> None:
    assert said(text) == said(text)
    assert said(f"{text} und sonst noch so einiges, was hier zu sagen wäre, wenn es denn darum ginge").wish in {
        Wish.UNCLEAR,
        Wish.WRITE,
    }
