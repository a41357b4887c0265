"""A rule is offered more freedom, or less, by what people made of its drafts and answers, and by nothing else."""

from datetime import UTC, datetime, timedelta

import pytest

from secretary.decide.model import RuleText, Then, When
from secretary.decide.offers import Offer, Tally, offers, tallies
from secretary.decide.ruleset import Rule
from secretary.domain.lesson import Judged, Verdict
from secretary.domain.office import Autonomy

NOW = datetime(2026, 7, 14, 12, tzinfo=UTC)
APPROVED, EDITED, REJECTED, CORRECTED = Verdict


def rule(autonomy, **then):
    text = RuleText(
        name="hours", when=When(), then=(Then(**(then or {"answer": "opening_hours"})),), why="w", autonomy=autonomy
    )
    return Rule(text, "a.yaml", 1)


def judged(*verdicts, name="hours"):
    return [Judged(name, verdict, NOW + timedelta(hours=n)) for n, verdict in enumerate(verdicts)]


def offered(rule_, verdicts, changed=None):
    return list(offers([rule_], verdicts, changed or {}, approvals=3, corrections=2))


@pytest.mark.parametrize(
    ("verdicts", "count"),
    [
        ([APPROVED] * 2, 0),
        ([APPROVED] * 3, 3),
        ([APPROVED, APPROVED, EDITED, APPROVED], 0),
        ([REJECTED, APPROVED, APPROVED, APPROVED, APPROVED], 4),
    ],
)
def test_so_many_drafts_sent_unchanged_in_a_row_offer_that_the_rule_acts(verdicts, count):
    expected = [Offer("hours", Autonomy.ACT, count)] if count else []
    assert offered(rule(Autonomy.SUGGEST), judged(*verdicts)) == expected


def test_answers_that_had_to_be_corrected_offer_that_the_rule_asks_first():
    assert offered(rule(Autonomy.ACT), judged(CORRECTED)) == []
    assert offered(rule(Autonomy.ACT), judged(CORRECTED, CORRECTED)) == [Offer("hours", Autonomy.SUGGEST, 2)]
    assert offered(rule(Autonomy.ACT), judged(CORRECTED, CORRECTED, name="another")) == []


def test_what_was_before_the_last_change_does_not_count_again():
    late = {"hours": NOW + timedelta(hours=1)}
    assert offered(rule(Autonomy.ACT), judged(CORRECTED, CORRECTED), late) == []
    assert offered(rule(Autonomy.SUGGEST), judged(*[APPROVED] * 4), late) == []


def test_a_rule_that_answers_nobody_is_offered_nothing_more():
    assert offered(rule(Autonomy.SUGGEST, forward="petra@firma.test"), judged(*[APPROVED] * 5)) == []


def test_verdicts_are_counted_by_rule():
    told = [*judged(APPROVED, APPROVED, EDITED), *judged(REJECTED, CORRECTED, name="b")]
    assert tallies(told) == (Tally("hours", approved=2, edited=1), Tally("b", rejected=1, corrected=1))
