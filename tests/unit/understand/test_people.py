"""Whom an order names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secretary.domain.address import Address
from secretary.understand.people import addresses_in, names_in


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Find 30 minutes with Tom Cole <tom@client.test> next week.", (Address("tom@client.test", "Tom Cole"),)),
        (
            "Bitte einen Termin mit weber@kunde.test und tom@client.test.",
            (Address("weber@kunde.test"), Address("tom@client.test")),
        ),
        ("Termin mit Jörg Ärmel <joerg@kunde.test>, 1 Stunde", (Address("joerg@kunde.test", "Jörg Ärmel"),)),
        ("Kein Mensch hier, nur ein @ und a@b", ()),
    ],
)
def test_addresses_that_are_written_out(text: str, found: tuple[Address, ...]) -> None:
    assert [(a.addr_spec, a.display_name) for a in addresses_in(text)] == [(a.addr_spec, a.display_name) for a in found]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("find 30 min with Jane next week", ("Jane",)),
        ("Bitte finde einen Termin mit Frau Weber und Herrn Klein.", ("Weber", "Klein")),
        ("A call with Jane Cole and Tom, please", ("Jane Cole", "Tom")),
        ("Mit freundlichen Grüßen", ()),
        ("Ich komme damit zurecht, with regard to that", ()),
    ],
)
def test_names_behind_with(text: str, names: tuple[str, ...]) -> None:
    assert names_in(text) == names


@given(st.text(alphabet="Aa@.<> -mit", max_size=300))
def test_it_is_total_and_the_same_each_time(text: str) -> None:
    assert addresses_in(text) == addresses_in(text)
    assert names_in(text) == names_in(text)
