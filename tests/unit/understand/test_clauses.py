"""Acts hold for their clause: negation, conditions, questions; and an office's own words."""

from datetime import UTC, datetime
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secretary.app.rules.files import shipped_lexicon
from secretary.domain.errors import SetupError
from secretary.domain.reading import Intent
from secretary.understand.intent import compile_lexicon, read_intents
from secretary.understand.when import read_times

AT = datetime(2026, 3, 4, 10, tzinfo=UTC)
LEXICON = shipped_lexicon()


def read(text: str) -> tuple[Intent, ...]:
    return read_intents(text, LEXICON, read_times(text, at=AT, zone="Europe/Berlin"))


def acts(text: str) -> dict[str, str]:
    return {i.name.removeprefix("act."): i.argument for i in read(text) if i.name.startswith("act.")}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Dienstag passt nicht, aber Mittwoch um 9 Uhr passt gut.",
            {"reject": "Dienstag", "accept": "Mittwoch um 9 Uhr"},
        ),
        ("Tuesday doesn't work, but Wednesday at 9 works.", {"reject": "Tuesday", "accept": "Wednesday at 9"}),
        ("Termin 1 passt leider nicht. Termin 2 passt.", {"reject": "Termin 1", "accept": "Termin 2"}),
        ("Why not Tuesday?", {"suggest": "Tuesday"}),
        ("Kein Problem, Dienstag passt.", {"accept": "Dienstag"}),
    ],
)
def test_an_act_names_the_time_of_its_own_clause(text: str, expected: dict[str, str]) -> None:
    assert acts(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Dienstag passt, sofern wir das online machen.",
        "Tuesday works if Anna can join.",
        "Passt Ihnen Dienstag?",
        "Does Tuesday work for you?",
        "Dienstag passt nicht.",
        "Die Lieferung passt in unser Lager.",
        "I'm not sure whether Tuesday works.",
    ],
)
def test_conditions_questions_and_things_accept_nothing(text: str) -> None:
    assert "accept" not in acts(text)


def test_the_words_shown_are_those_of_the_writer() -> None:
    text = "Guten Tag,\n\nDienstag, 10. März 2026, um 10 Uhr passt mir gut.\n"
    [accepted] = [i for i in read(text) if i.name == "act.accept"]
    assert text[slice(*accepted.span)] == accepted.words
    assert accepted.words.startswith("Dienstag, 10. März")


@given(st.text(max_size=400))
def test_any_text_gives_the_same_acts_twice_and_spans_inside_it(text: str) -> None:
    found = read(text)
    assert found == read(text)
    assert all(0 <= i.span[0] < i.span[1] <= len(text) and i.words == text[slice(*i.span)] for i in found)


@pytest.mark.parametrize("piece", ["passt ", "nicht, ", "Dienstag ", "bitte um ", "?!", "the first one ", "oder und "])
def test_ten_times_the_text_costs_about_ten_times_as_long(piece: str) -> None:
    def cost(times: int) -> float:
        text = piece * times
        started = process_time()
        read_intents(text, LEXICON)
        return process_time() - started

    cost(100)
    short, long = min(cost(200) for _ in range(3)), min(cost(2000) for _ in range(3))
    assert long < 40 * short + 0.05


SHIPPED = {"en": {"groups": {"pet": ["cat", "dog"]}, "question.pets": ["my <pet>"], "act.accept": ["fine"]}}


def names(text: str, own: dict) -> set[str]:
    return {i.name for i in read_intents(text, compile_lexicon(SHIPPED, own))}


def test_an_office_adds_words_to_an_intent_and_to_a_group_and_brings_its_own() -> None:
    own = {"en": {"groups": {"pet": ["parrot"]}, "question.pets": ["the <pet>"], "question.rent": ["rent*"]}}
    assert names("my cat", own) == names("the parrot", own) == {"question.pets"}
    assert names("two rentals", own) == {"question.rent"}


def test_an_office_replaces_the_words_of_an_intent() -> None:
    own = {"en": {"act.accept": {"any": ["splendid"], "replace": "true"}}}
    assert names("fine", own) == set()
    assert names("splendid", own) == {"act.accept"}


def test_an_office_adds_a_language() -> None:
    assert names("merci beaucoup", {"fr": {"thanks": ["merci"]}}) == {"thanks"}


@pytest.mark.parametrize(
    "own",
    [
        {"en": {"question.pets": ["my <fish>"]}},
        {"en": {"question.pets": ["(my cat"]}},
        {"en": {"question.pets": {"any": ["x"], "sometimes": ["y"]}}},
        {"en": {"question.pets": {"any": ["x"], "question": "perhaps"}}},
        {"en": {"groups": {"pet": "cat"}}},
        {"en": ["question.pets"]},
    ],
)
def test_words_that_cannot_be_used_are_an_error_with_a_remedy(own: dict) -> None:
    with pytest.raises(SetupError) as caught:
        compile_lexicon(SHIPPED, own)
    assert caught.value.remedy
