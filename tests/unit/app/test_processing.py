"""The record of processing says what the configuration says, in both languages, and nothing secret."""

from datetime import date

import pytest

from secretary.app.privacy.processing import record_of_processing
from secretary.app.privacy.processing_words import ENGLISH, GERMAN, SERVICES
from secretary.app.settings import SERVICES as SWITCHES
from secretary.app.settings import parse_settings

DAY = date(2026, 11, 24)
CONFIG = """
database: {database}
{more}
offices:
  muster:
    name: Muster & Partner
    address: sekretariat@firma.test
    imap: {{host: imap.firma.test, user: u-geheim, password: {{env: PW_GEHEIM}}}}
    smtp: {{host: smtp.firma.test, user: u-geheim, password: {{env: PW_GEHEIM}}}}
    caldav: {{url: "https://cal.firma.test/dav/", user: anna}}
    principals:
      anna: {{name: Anna Muster, address: anna@firma.test, calendars: [anna]}}
"""


def written(language="de", more="", database="sqlite:///s.db"):
    config = parse_settings(CONFIG.format(more=more, database=database), file="config.yaml")
    return record_of_processing(config, language, DAY)


def test_both_languages_say_the_same_things():
    assert set(GERMAN) == set(ENGLISH)
    assert all(text.count("\n") == ENGLISH[key].count("\n") for key, text in GERMAN.items())
    assert set(SERVICES["de"]) == set(SERVICES["en"]) == set(SWITCHES), "each building block has its purpose"


@pytest.mark.parametrize("language", ["de", "en"])
def test_servers_people_and_periods_stand_in_it(language):
    text = written(language, "retention: {texts_days: 77, audit_days: 0}")
    assert all(word in text for word in ("imap.firma.test", "smtp.firma.test", "cal.firma.test", "Anna Muster", "77"))
    assert {"de": "keine Frist eingestellt", "en": "no limit is set"}[language] in text
    assert "GEHEIM" not in text.upper().replace("GEHEIMNIS", "")


def test_what_only_the_operator_knows_is_asked_for_by_its_key_until_it_is_said():
    for key in ("controller", "contact", "officer", "basis", "transfers"):
        assert f"`privacy.{key}`" in written()
        said = written(more=f"privacy: {{{key}: Das steht fest}}")
        assert f"`privacy.{key}`" not in said
        assert "Das steht fest" in said


def test_measures_follow_the_settings():
    assert "Kein Zugang im Browser" in written()
    assert "einmalige Links" in written(more="desk: {}")
    assert "PostgreSQL" in written(database="postgresql+psycopg://s@localhost/s")
    assert "Störungsmeldungen" in written(more="alarm: {to: [ops@firma.test]}")
