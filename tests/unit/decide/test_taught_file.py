"""What an office was taught stands before its rules, and what it says of their autonomy holds."""

import pytest

from secretary.decide import Catalogue, TaughtText, load_rules
from secretary.domain.office import Autonomy

RULES = {"a.yaml": "rules:\n  - {name: hours, when: {subject: x}, then: [ignore], why: w}\n"}
OWN = "{name: own, when: {subject: y}, then: [ignore], why: w}"


def loaded(text):
    return load_rules(RULES, Catalogue(), TaughtText("taught/muster.yaml", text))


def test_taught_rules_are_tried_first_and_say_where_they_stand():
    rules = loaded(f"rules:\n  - {OWN}\n").rules
    assert [rule.text.name for rule in rules] == ["own", "hours"]
    assert rules[0].place == "taught/muster.yaml:2"


def test_an_empty_file_or_none_changes_nothing():
    bare = load_rules(RULES, Catalogue())
    assert loaded("") == bare
    assert loaded("# nothing yet\n").rules == bare.rules


def test_another_autonomy_holds_in_place_of_the_rules_own_and_gives_another_version():
    rules = loaded("autonomy: {hours: suggest}\n")
    [rule] = rules.rules
    assert (rule.text.autonomy, rule.as_written.text.autonomy) == (Autonomy.SUGGEST, Autonomy.ACT)
    assert rules.version != load_rules(RULES, Catalogue()).version


def test_a_word_on_a_rule_that_is_gone_is_a_warning_and_a_mistake_has_its_line():
    assert "no rule 'gone'" in loaded("autonomy: {gone: act}\n").warnings[0]
    with pytest.raises(ExceptionGroup) as told:
        loaded("rules:\n  - {name: own, whan: {}, then: [ignore], why: w}\n")
    assert {(error.file, error.line) for error in told.value.exceptions} == {("taught/muster.yaml", 2)}
