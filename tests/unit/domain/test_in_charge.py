"""Who is away has a deputy, and nobody's work is lost in a circle of deputies."""

from datetime import date

import pytest

from secretary.domain.address import Address
from secretary.domain.office import Office, Person, Role

DAY = date(2026, 12, 1)
AWAY = ((date(2026, 11, 30), date(2026, 12, 4)),)


def person(name: str, deputy: str = "", *, away: bool = False) -> Person:
    return Person(name, name, Address(f"{name}@firma.test"), Role.ASSISTANT, deputy=deputy, away=AWAY if away else ())


@pytest.mark.parametrize(
    ("people", "who"),
    [
        ((person("eva"),), "eva"),
        ((person("eva", "petra"), person("petra")), "eva"),
        ((person("eva", "petra", away=True), person("petra")), "petra"),
        ((person("eva", "petra", away=True), person("petra", "paul", away=True), person("paul")), "paul"),
        ((person("eva", "petra", away=True), person("petra", "eva", away=True)), "eva"),
        ((person("eva", "gone", away=True),), "eva"),
        ((person("eva", away=True),), "eva"),
    ],
    ids=["alone", "there", "away", "both away", "a circle", "unknown", "without a deputy"],
)
def test_somebody_is_in_charge(people: tuple[Person, ...], who: str) -> None:
    office = Office("o", "O", Address("o@firma.test"), people=people)
    assert office.in_charge(people[0], DAY).id == who
    assert office.in_charge(people[0], date(2026, 12, 7)).id == "eva"
