"""Every shipped template can be looked at in both languages, and a client's name does nothing in it."""

from datetime import UTC, datetime

import pytest

from secretary.act.compose import Composer
from secretary.app.rules.files import read_folder, shipped
from secretary.app.rules.rulebook import TEMPLATES
from secretary.domain.address import Address
from secretary.domain.errors import SetupError
from secretary.domain.office import Office

NOW = datetime(2026, 7, 14, 12, tzinfo=UTC)
OFFICE = Office(
    "muster",
    "Muster & Partner",
    Address("sekretariat@firma.test"),
    facts={"opening_hours": "9 to 5", "street": "Hauptstraße 1"},
)
COMPOSER = Composer(OFFICE, read_folder(shipped("templates"), TEMPLATES))
KNOWN = sorted((name, language) for name, languages in COMPOSER.catalogue().items() for language in languages)


@pytest.mark.parametrize(("name", "language"), KNOWN)
def test_every_shipped_template_can_be_looked_at(name: str, language: str) -> None:
    subject, text = COMPOSER.preview(name, language, NOW)
    assert subject
    assert "49" not in text.replace("{{ 7 * 7 }}", "")
    assert ("Freundliche Grüße" if language == "de" else "Kind regards") in text


def test_a_clients_name_stays_what_it_is() -> None:
    assert "Sabine <b>Weber</b> {{ 7 * 7 }}" in COMPOSER.preview("principal_note", "en", NOW)[1]


def test_a_variable_nobody_knows_shows_its_name() -> None:
    composer = Composer(OFFICE, {"own.en.txt.j2": "Subject: Yours\n{{ wine }} for {{ greeting }}\n"})
    assert "‹wine› for" in composer.preview("own", "en", NOW)[1]


def test_a_template_that_asks_for_too_much_is_an_error() -> None:
    composer = Composer(OFFICE, {"own.en.txt.j2": "Subject: Yours\n{{ office.facts.nowhere }}\n"})
    with pytest.raises(SetupError, match="nowhere"):
        composer.preview("own", "en", NOW)
