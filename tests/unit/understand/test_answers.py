"""Whose word an answer is, and to what: of the writer, now, and of the appointment."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secretary.app.rules.files import shipped_lexicon
from secretary.understand.intent import compile_lexicon, read_intents
from secretary.understand.intent.things import names_only, things_in
from secretary.understand.when import read_all

LEXICON = shipped_lexicon()
AT = datetime(2026, 3, 4, 10, 15, tzinfo=UTC)


def acts_of(text: str) -> set[str]:
    times, _ = read_all(text, at=AT, zone="Europe/Berlin", lang="auto", region="DE", office_zone="Europe/Berlin")
    return {i.name for i in read_intents(text, LEXICON, times) if i.name.startswith("act.")}


@pytest.mark.parametrize(
    "text",
    [
        "Das Gutachten passt so, vielen Dank.",
        "Ja, den Ordner habe ich gefunden.",
        "Okay, I found the folder.",
        "Perfekt, ich schicke Ihnen die Fotos.",
        "Great, I'll send you the photos.",
        "Gern bringe ich Ihnen am Dienstag den Ordner.",
    ],
)
def test_a_yes_to_another_thing_is_no_yes_to_a_time(text: str) -> None:
    assert "act.accept" not in acts_of(text)


@pytest.mark.parametrize(
    "text",
    [
        "Herr Roth meinte, Ihnen würde der Montag passen.",
        "Sie schrieben, Montag um 10 passt.",
        "Mr Roth said Monday would suit you.",
        "You told me Monday at 10 works.",
        "My neighbour says he can't do Monday.",
    ],
)
def test_what_somebody_said_is_no_answer_of_the_writer(text: str) -> None:
    assert not acts_of(text) & {"act.accept", "act.reject", "act.suggest", "act.constrain"}


@pytest.mark.parametrize(
    "text",
    [
        "Am Montag hätte es mir gepasst.",
        "Monday would have worked for me.",
        "Der Montag war gut.",
        "Why was the meeting on Monday moved?",
    ],
)
def test_what_is_over_is_no_answer(text: str) -> None:
    assert not acts_of(text) & {"act.accept", "act.suggest"}


@pytest.mark.parametrize(
    "text",
    [
        "Ja, gerne, vielen Dank für den Vorschlag!",
        "Okay, bis Montag.",
        "Der Termin am Montag passt, den Ordner bringe ich mit.",
        "Montag passt für die Vertragsunterzeichnung.",
        "Perfect, many thanks for the suggestion.",
        "Monday works for the signing of the contract.",
    ],
)
def test_a_yes_stays_one_beside_other_things(text: str) -> None:
    assert "act.accept" in acts_of(text)


@pytest.mark.parametrize(
    ("clause", "language", "things"),
    [
        ("Die Heizung passt", "de", ["Heizung"]),
        ("am Montag passt mir das für die Steuererklärung", "de", []),
        ("ich nehme den schnellen Zug", "de", ["Zug"]),
        ("I'll take the fast train", "en", ["fast train"]),
        ("Monday works for the signing", "en", []),
        ("la chaudière marche", "fr", []),
    ],
)
def test_things_are_nouns_with_an_article_and_no_preposition(clause: str, language: str, things: list[str]) -> None:
    assert list(things_in(clause, language)) == things


def test_an_office_can_say_which_other_things_an_answer_may_name() -> None:
    own = {"de": {"act.accept": {"any": ["passt"], "nouns": ["probefahrt"]}}}
    shipped = {"de": {"act.accept": {"any": ["geht klar"], "nouns": ["termin"], "question": "no"}}}
    lexicon = compile_lexicon(shipped, own)
    assert [i.name for i in read_intents("Die Probefahrt passt.", lexicon)] == ["act.accept"]
    assert read_intents("Die Heizung passt.", lexicon) == ()


@given(st.text(max_size=200), st.sampled_from(["de", "en", "fr", ""]))
def test_looking_for_things_is_total(clause: str, language: str) -> None:
    assert names_only("termin", clause, language) in {True, False}
