"""Every transcript in `dialogues/` is played through the whole house, on real servers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from secretary.embedded.office import EmbeddedOffice
from tests.system.dialogues.house import PEOPLE, House
from tests.system.dialogues.player import play
from tests.system.dialogues.script import Dialogue, dialogues

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
