"""Laws of new text that hold for any text."""

from hypothesis import given, settings
from hypothesis import strategies as st

from secretary.domain.reading import LineKind
from secretary.understand.quoting import segment

LINES = st.sampled_from(
    [
        "",
        "Guten Tag,",
        "Dienstag um 10 Uhr passt mir gut.",
        "Tom",
        "Viele Grüße",
        "Kind regards,",
        "-- ",
        "--",
        "> zitiert",
        ">> doppelt",
        "Von: Wien",
        "An: Graz",
        "Von: Jane Cole <jane@acme.test>",
        "Gesendet: Montag, 2. März 2026 16:40",
        "An: Office",
        "Betreff: Termin",
        "Am 02.03.2026 um 16:40 schrieb Jane Cole:",
        "On Mon, Mar 2, 2026 at 4:40 PM Jane <jane@acme.test> wrote:",
        "-----Ursprüngliche Nachricht-----",
        "---------- Forwarded message ---------",
        "________________________________",
        "Von meinem iPhone gesendet",
        "PS: bitte pünktlich",
        "Tel. +49 711 1234",
        "Diese E-Mail ist vertraulich und nur für den Empfänger bestimmt.",
        "1. Montag",
        "passt?",
    ]
)
TEXTS = st.one_of(st.text(max_size=300), st.lists(LINES, max_size=25).map("\n".join))
QUOTE = "\n\nAm 02.03.2026 um 16:40 schrieb Jane Cole <jane@acme.test>:\n> Hallo\n>\n> 1. Montag\n> Gruß\n"


@given(TEXTS)
def test_every_line_is_in_exactly_one_segment(text: str) -> None:
    found = segment(text)
    covered = [line for part in found.segments for line in range(part.first, part.last + 1)]
    assert covered == list(range(len(text.replace("\r\n", "\n").split("\n"))))


@given(TEXTS)
def test_new_text_is_lines_of_the_mail_in_order(text: str) -> None:
    found = segment(text)
    lines = iter(line.rstrip() for line in text.replace("\r\n", "\n").split("\n"))
    assert all(any(line == own for own in lines) for line in found.text.split("\n") if line)


@given(TEXTS)
def test_reading_twice_gives_the_same(text: str) -> None:
    assert segment(text) == segment(text)


@given(TEXTS)
@settings(max_examples=300)
def test_quotation_added_below_never_changes_the_new_text(text: str) -> None:
    assert segment(text + QUOTE).text == segment(text).text


@given(TEXTS)
def test_subtracting_own_words_never_raises_nor_adds(text: str) -> None:
    found = segment(text, own_texts=(text, "Hallo\nWelt\n"))
    whole = {line.rstrip() for line in text.replace("\r\n", "\n").split("\n")}
    assert set(filter(None, found.text.split("\n"))) <= whole


@given(st.text(alphabet="abc äß.,?!", min_size=1, max_size=200))
def test_plain_prose_is_never_touched(text: str) -> None:
    found = segment(text)
    assert {part.kind for part in found.segments} <= {LineKind.TEXT}
