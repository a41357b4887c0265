"""How letters greet."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secretary.act.compose.salutation import greeting
from secretary.domain.address import Address


@pytest.mark.parametrize(
    ("signed", "shown", "german", "english"),
    [
        ("", "Frau Weber", "Guten Tag Frau Weber,", "Hello Ms Weber,"),
        ("", "Anna Weber", "Guten Tag Anna Weber,", "Hello Anna,"),
        ("Frau Dr. Sabine Weber", "weber@kunde.test", "Guten Tag Frau Dr. Weber,", "Hello Ms Dr Weber,"),
        ("Sabine Weber", "Frau Weber", "Guten Tag Frau Weber,", "Hello Ms Weber,"),
        ("Dr. Sabine Weber", "", "Guten Tag Dr. Sabine Weber,", "Hello Dr Weber,"),
        ("Prof. Dr. Karl von der Heide", "", "Guten Tag Prof. Dr. Karl von der Heide,", "Hello Professor Dr von der Heide,"),
        ("", "Weber, Sabine", "Guten Tag Sabine Weber,", "Hello Sabine,"),
        ("", "Sabine Weber (Kunde GmbH)", "Guten Tag Sabine Weber,", "Hello Sabine,"),
        ("", "Sabine Weber | Kunde GmbH", "Guten Tag Sabine Weber,", "Hello Sabine,"),
        ("", "SABINE WEBER", "Guten Tag Sabine Weber,", "Hello Sabine,"),
        ("", "Herrn Müller-Lüdenscheidt", "Guten Tag Herr Müller-Lüdenscheidt,", "Hello Mr Müller-Lüdenscheidt,"),
        ("", "Mr. Tom Cole", "Guten Tag Herr Cole,", "Hello Mr Cole,"),
        ("", "Seán O’Brien", "Guten Tag Seán O’Brien,", "Hello Seán,"),
        ("", "Kunde GmbH", "Guten Tag,", "Hello,"),
        ("", "Team Kundenservice", "Guten Tag,", "Hello,"),
        ("", "Hausverwaltung Schmidt", "Guten Tag,", "Hello,"),
        ("", "weber@kunde.test", "Guten Tag,", "Hello,"),
        ("", "sabine weber", "Guten Tag,", "Hello,"),
        ("", "Sabine", "Guten Tag,", "Hello,"),
        ("", "<script>alert(1)</script>", "Guten Tag,", "Hello,"),
        ("", "", "Guten Tag,", "Hello,"),
        ("", "Frau " + "W" * 200, "Guten Tag,", "Hello,"),
    ],
)  # fmt: skip
def test_a_greeting_says_no_more_than_was_written(signed: str, shown: str, german: str, english: str) -> None:
    to = Address("x@kunde.test", shown)
    assert (greeting(signed, to, "de"), greeting(signed, to, "en")) == (german, english)


@given(st.text(max_size=200), st.text(max_size=200), st.sampled_from(["de", "en"]))
def test_no_name_breaks_a_letter(signed: str, shown: str, language: str) -> None:
    line = greeting(signed, Address("x@y.test", shown), language)
    assert len(line.splitlines()) == 1
    assert line.endswith(",")
    assert len(line) < 120
