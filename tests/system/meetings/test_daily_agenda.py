"""The agenda of the day goes out by itself, once, and what is answered to it is an order."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import pytest

from secretary.embedded.office import EmbeddedOffice
from tests.system.meetings.dialogues.house import PEOPLE, House
from tests.system.meetings.dialogues.player import play
from tests.system.meetings.dialogues.script import BERLIN, Dialogue, Step

DAILY = '{daily_agenda: {anna: {at: "07:30"}}}'


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with EmbeddedOffice(tuple(PEOPLE.values())) as office, pytest.MonkeyPatch.context() as patch:
        patch.setenv("OFFICE_PW", office.accounts["anna"].password)
        at_work = House(office, tmp_path_factory.mktemp("office"), DAILY)
        yield at_work
        at_work.close()


def test_the_agenda_comes_once_a_morning_and_an_order_may_answer_it(house: House) -> None:
    said = [
        ("at", "", "2026-07-09 07:00"),
        ("busy", "Anna", "Zahnarzt"),
        ("at", "", "2026-07-09 07:31"),
        ("expects", "Anna", "Do, 9. Juli 2026: Do, 9. Juli 2026, 09:00–10:00 Uhr Zahnarzt"),
        ("at", "", "2026-07-09 09:00"),
        ("says", "Anna", "Was steht morgen an?"),
        ("expects", "Anna", "Fr, 10. Juli 2026: keine Termine."),
        ("at", "", "2026-07-10 12:00"),
        ("at", "", "2026-07-11 08:00"),
    ]
    day = {"day": "2026-07-09", "from": "09:00", "to": "10:00"}
    steps = [Step(kind, n, who, text, day if kind == "busy" else {}) for n, (kind, who, text) in enumerate(said)]
    house.clock.at = datetime(2026, 7, 8, 12, tzinfo=BERLIN)
    house.begin_anew()
    play(Dialogue("daily", "here", steps), house)
