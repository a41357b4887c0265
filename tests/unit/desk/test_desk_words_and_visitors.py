"""The desk's words are complete, and it knows whom it shows what."""

from typing import get_args

from secretary.desk.record_words import ACTIONS, EFFECT_STATES, EFFECTS, OUTCOMES
from secretary.desk.web.visitors import Sight, form_token, from_own_page, token_fits, visitor_of
from secretary.desk.web.words import STATES, WORDS
from secretary.domain.action import Action
from secretary.domain.address import Address
from secretary.domain.case import CaseState
from secretary.domain.decision import Outcome
from secretary.domain.effect import EffectState
from secretary.domain.office import Office, Person, Role
from secretary.ledger.codec import KINDS
from secretary.ledger.views.log import LogKind

EVA = Person("eva", "Eva Klein", Address("eva@firma.test"), Role.ASSISTANT, aliases=(Address("e.klein@firma.test"),))
OFFICES = (
    Office("one", "One", Address("office@one.test"), people=(EVA,)),
    Office("two", "Two", Address("office@two.test")),
)


def test_every_state_has_a_word_in_both_languages() -> None:
    assert set(STATES) == set(CaseState)
    assert set(EFFECT_STATES) == set(EffectState)
    assert set(ACTIONS) == {action.__name__ for action in get_args(Action)}
    assert set(EFFECTS) == set(KINDS.values())
    assert set(OUTCOMES) == {*Outcome, ""}
    assert {f"log_{kind}" for kind in LogKind} <= set(WORDS)
    for german, english in (*WORDS.values(), *STATES.values(), *EFFECT_STATES.values(), *ACTIONS.values()):
        assert german
        assert english


def test_a_person_sees_their_own_office_under_any_of_their_addresses() -> None:
    visitor = visitor_of("E.Klein@firma.test", OFFICES, frozenset())
    assert visitor is not None
    assert visitor.name == "Eva Klein"
    assert all(visitor.sees("one", sight) for sight in Sight)
    assert not visitor.belongs("two")


def test_a_stranger_is_nobody_and_an_operator_sees_no_mail() -> None:
    assert visitor_of("weber@kunde.test", OFFICES, frozenset()) is None
    assert visitor_of("office@one.test", OFFICES, frozenset()) is None
    operator = visitor_of("olga@firma.test", OFFICES, frozenset({"olga@firma.test"}))
    assert operator is not None
    assert operator.sees("two", Sight.WORKINGS)
    assert not operator.sees("two", Sight.CASES)
    assert not operator.people


def test_a_form_token_fits_its_own_session_only() -> None:
    assert token_fits("session", form_token("session"))
    assert not token_fits("another", form_token("session"))
    assert not token_fits("session", "")


def test_only_forms_of_the_own_pages_are_taken() -> None:
    assert from_own_page({"host": "desk.test"})
    assert from_own_page({"host": "desk.test", "origin": "https://desk.test", "sec-fetch-site": "same-origin"})
    assert not from_own_page({"host": "desk.test", "origin": "null"})
    assert not from_own_page({"host": "desk.test", "origin": "https://evil.test"})
    assert not from_own_page({"host": "desk.test", "sec-fetch-site": "same-site"})


def test_an_operator_of_whom_nobody_said_a_language_reads_the_one_of_the_browser() -> None:
    shown = visitor_of("olga@firma.test", [], frozenset({"olga@firma.test"}), "de")
    assert shown is not None
    assert shown.language == "de"
