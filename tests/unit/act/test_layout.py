"""A letter is wrapped for the wire, and flows where it is edited."""

from hypothesis import given
from hypothesis import strategies as st

from secretary.act.compose.layout import flowing, wrapped

WORD = st.text(st.characters(categories=("L",)), min_size=1, max_size=20)
PARAGRAPH = st.lists(WORD, min_size=1, max_size=40).map(" ".join)


@given(st.lists(PARAGRAPH, max_size=4).map("\n\n".join))
def test_paragraphs_are_whole_again_and_wrap_as_before(letter: str) -> None:
    assert flowing(wrapped(letter)) == letter


@given(st.text())
def test_no_word_is_lost(letter: str) -> None:
    assert flowing(letter).split() == letter.split()


def test_lists_and_closings_stay_on_their_lines() -> None:
    letter = "Hallo,\n\n1. " + "Montag " * 12 + "\n2. Dienstag\n\nFreundliche Grüße\nSekretariat"
    assert flowing(wrapped(letter)).split("\n")[2:4] == [("1. " + "Montag " * 12).strip(), "2. Dienstag"]
    assert flowing("Freundliche Grüße\nSekretariat") == "Freundliche Grüße\nSekretariat"
