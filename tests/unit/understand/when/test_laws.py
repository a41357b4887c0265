"""Laws of reading times: dates read back, order and process do not matter, work grows with the text only."""

import os
import subprocess
import sys
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secretary.domain.when import TimeKind
from secretary.understand.when import read_all, read_times
from secretary.understand.when.chart import Chart
from secretary.understand.when.grammar import GRAMMAR, PRODUCTIONS
from secretary.understand.when.lexer import tokens_of
from secretary.understand.when.lexicon import LEXICON

AT = datetime(2026, 7, 8, 8, 0, tzinfo=UTC)
BERLIN = "Europe/Berlin"
MONTHS = {
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember".split(),
    "en": "January February March April May June July August September October November December".split(),
}
WEEKDAYS = {
    "de": "Montag Dienstag Mittwoch Donnerstag Freitag Samstag Sonntag".split(),
    "en": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split(),
}


def printed(day: date) -> list[tuple[str, str]]:
    """(language, date) in every form that offices print."""
    de, en = MONTHS["de"][day.month - 1], MONTHS["en"][day.month - 1]
    weekday_de, weekday_en = WEEKDAYS["de"][day.weekday()], WEEKDAYS["en"][day.weekday()]
    ending = {1: "st", 2: "nd", 3: "rd"}.get(day.day % 10 if day.day not in {11, 12, 13} else 0, "th")
    return [
        ("de", f"{day:%d.%m.%Y}"),
        ("de", f"{day.day}.{day.month}.{day.year}"),
        ("de", f"{day.day}. {de} {day.year}"),
        ("de", f"{weekday_de}, {day.day}. {de} {day.year}"),
        ("de", f"{weekday_de}, den {day.day}. {de} {day.year}"),
        ("de", f"{weekday_de[:2]}, {day.day}. {de} {day.year}"),
        ("de", f"{day:%Y-%m-%d}"),
        ("en", f"{day.day} {en} {day.year}"),
        ("en", f"{weekday_en}, {day.day} {en} {day.year}"),
        ("en", f"{en} {day.day}, {day.year}"),
        ("en", f"{weekday_en}, {en} {day.day}{ending}, {day.year}"),
        ("en", f"the {day.day}{ending} of {en} {day.year}"),
        ("en", f"{day:%m/%d/%Y}"),
        ("en", f"{day:%Y/%m/%d}"),
    ]


@given(st.dates(date(2000, 1, 1), date(2090, 12, 31)))
def test_a_printed_date_reads_back_as_itself_in_every_form(day: date) -> None:
    for language, written in printed(day):
        found = read_times(written, at=AT, zone=BERLIN, lang=language)
        assert len(found) == 1, written
        reading = found[0].likeliest
        assert reading.kind is TimeKind.INTERVAL, written
        assert reading.start is not None
        assert (reading.start.date(), reading.contradiction) == (day, ""), written


@given(st.datetimes(datetime(2026, 7, 9), datetime(2030, 12, 31)))  # noqa: DTZ001 - a wall clock's
def test_a_printed_clock_time_reads_back_as_itself(moment: datetime) -> None:
    for written in (
        f"{moment:%Y-%m-%d %H:%M}",
        f"{moment:%d.%m.%Y}, {moment:%H:%M} Uhr",
        f"{moment:%Y-%m-%dT%H:%M}",
        f"{moment.day} {MONTHS['en'][moment.month - 1]} {moment.year} at {moment:%I:%M} {'pm' if moment.hour > 11 else 'am'}",
    ):
        [found] = read_times(written, at=AT, zone=BERLIN)
        starts = [r.start.replace(tzinfo=None) for r in found.readings if r.start]
        assert moment.replace(second=0, microsecond=0) in starts, written


WORDS = st.lists(
    st.sampled_from([*sorted(LEXICON), "3.", "14:30", "12/11", "2026", ",", "-", "\n", "Herr", "%"]), max_size=14
)


@given(WORDS)
def test_any_row_of_words_of_time_is_read_the_same_twice_and_inside_the_text(words: list[str]) -> None:
    text = " ".join(words)
    found, constraints = read_all(text, at=AT, zone=BERLIN)
    assert (found, constraints) == read_all(text, at=AT, zone=BERLIN)
    ends = [0, *(e.span[1] for e in found)]
    assert all(e.readings and e.span[0] < e.span[1] for e in found)
    assert all(r.start is None or r.start.tzinfo for e in found for r in e.readings)
    assert max(ends) <= len(text)


@pytest.mark.parametrize(
    "unit",
    ["1 ", "Di oder ", "am 3. ", "12/11 ", "von 9 bis ", "first Monday of ", "Montag, ", "eine Stunde und ", "- 3.5. "],
)
def test_work_grows_with_the_text_and_no_faster(unit: str) -> None:
    assert edges(unit * 200) <= 2.2 * edges(unit * 100)


def edges(text: str) -> int:
    """How many edges the chart of a text holds."""
    tokens = tokens_of(text)
    everything = frozenset(one.cat for one in PRODUCTIONS)
    chart = Chart(GRAMMAR, tokens.edges, 0, len(tokens.words))
    return sum(1 for start in range(len(tokens.words)) for _ in chart.edges_from(start, everything))


def test_every_symbol_of_a_production_can_be_made() -> None:
    lexical = {meaning.cat for meanings in LEXICON.values() for meaning in meanings}
    figures = {
        "NUM",
        "ORD",
        "NTH",
        "YEAR",
        "OLDYEAR",
        "DATE",
        "SOFTDATE",
        "SOFTMONTH",
        "DOTCLOCK",
        "CLOCK",
        "WEEK",
        "MOMENT",
        "OFFSET",
        "FRAC",
        "COUNTED",
    }
    signs = {"dash", "comma", "slash", "open", "close", "apos", "colon"}
    made = lexical | figures | signs | {one.cat for one in PRODUCTIONS}
    assert {s for one in PRODUCTIONS for s in one.symbols} - made == set()


def test_a_text_is_read_alike_in_every_process() -> None:
    program = (
        "from datetime import UTC, datetime; from secretary.understand.when import read_times;"
        "print([e.readings for t in ('von Dienstag, 20. Oktober, bis Freitag', 'May 4 at 9, Thursday 3pm', 'am 3. oder 5. Mai um 10')"
        " for e in read_times(t, at=datetime(2026, 7, 8, 8, tzinfo=UTC), zone='Europe/Berlin')])"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", program], env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(outputs) == 1
