"""Every transcript in `dialogues/` is played through the whole house, on real servers."""

from __future__ import annotations

from collections.abc import Iterator
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest

from secretary.embedded.office import EmbeddedOffice
from tests.system.meetings.dialogues.house import OFFICE, PEOPLE, House
from tests.system.meetings.dialogues.player import mark, play
from tests.system.meetings.dialogues.script import Dialogue, dialogues
from tests.system.test_only_what_is_needed_leaves import seen

LONG_TITLE = 6  # shorter ones are words like any other
ALL = list(dialogues(Path(__file__).parent / "dialogues"))


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with EmbeddedOffice(tuple(PEOPLE.values())) as office, pytest.MonkeyPatch.context() as patch:
        patch.setenv("OFFICE_PW", office.accounts["anna"].password)
        at_work = House(office, tmp_path_factory.mktemp("office"))
        yield at_work
        at_work.close()


@pytest.mark.parametrize("dialogue", ALL, ids=lambda d: d.title)
def test_dialogue(dialogue: Dialogue, house: House) -> None:
    house.begin_anew()
    play(dialogue, house)


def test_nothing_of_anybody_has_reached_another_client(house: House) -> None:
    """All that the secretary wrote in all the dialogues above, byte by byte and decoded."""
    if not house.written:
        play(ALL[0], house)
    titles = {step.text for d in ALL for step in d.steps if step.kind == "busy" and len(step.text) >= LONG_TITLE}
    outside = [person for person in PEOPLE.values() if not person.address.endswith("@firma.test")]
    looked_at = 0
    for person in outside:
        others = {mark(other.user) for other in PEOPLE.values() if other is not person}
        for raw in house.office.mailbox(person.user):
            mail = seen(raw)
            if OFFICE in str(message_from_bytes(raw, policy=default)["From"]):
                looked_at += 1
                assert [secret for secret in others | titles if secret.casefold() in mail] == [], mail
    assert looked_at >= len(house.last)
