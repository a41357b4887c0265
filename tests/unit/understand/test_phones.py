"""Telephone numbers in what people write."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secretary.understand.phones import phone_in


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Meine Nummer ist 0711 123456.", "0711 123456"),
        ("+49 170 1234567", "+49 170 1234567"),
        ("Tel.: (0711) 12 34 56-0\nFax: 0711 12 34 56-99", "(0711) 12 34 56-0"),
        ("Fax: 0711 12 34 56-99\nMobil 0151-23456789", "0151-23456789"),
        ("You can reach me at (212) 555-0123, any time.", "(212) 555-0123"),
        ("Please call me on 020 7946 0958 at 10.", "020 7946 0958"),
        ("Gern am 07.07. um 10.00 Uhr", ""),
        ("10/07/2026 or 11-07-2026 or 2026-07-14 10:00", ""),
        ("Kundennummer 0123456789, Rechnung 0815/4711-12", ""),
        ("IBAN DE12 0711 1234 5678 9012 00", ""),
        ("Nummer 2 bitte", ""),
        ("", ""),
    ],
)
def test_a_number_is_found_and_nothing_else_is_one(text, number):
    assert phone_in(text) == number


def test_what_stands_in_the_text_counts_before_the_signature():
    assert phone_in("Bitte unter 0711 654321 anrufen.", "Tel. 0711 111111") == "0711 654321"
    assert phone_in("Nummer 2 bitte", "Tel. 0711 111111") == "0711 111111"


@given(st.text(alphabet="+0123456789 ()/-.:,\nTelunterFax", max_size=300))
def test_any_text_gives_a_number_that_can_be_dialled_or_none(text):
    number = phone_in(text)
    assert set(number) <= set("+0123456789 ()/-")
    assert not number or 7 <= sum(c.isdigit() for c in number) <= 15
