"""The level that reading has reached on the corpora; it may only rise.

When a figure rises for good, raise its floor here with it. `make accuracy` prints the categories.
"""

import pytest

from tests.accuracy import acts, constraints, languages, times
from tests.accuracy.tally import Verdict, total

# language: at least so many percent right, at most so many wrong, at most so many false alarms
TIMES = {"de": (94.0, 4.0, 3.5), "en": (95.0, 3.5, 3.5)}
CONSTRAINTS = {"de": (87.0, 3.5), "en": (81.0, 6.5)}  # at least so many percent right, at most so many wrong
# language: at least this precision and this recall
ACTS = {"de": (98.5, 97.0), "en": (98.5, 97.0)}
# at least so many percent right, at most so many wrong
LANGUAGES = (99.0, 0.5)


@pytest.mark.parametrize("language", sorted(TIMES))
def test_times_are_read_as_well_as_before(language: str) -> None:
    right, wrong, alarms = TIMES[language]
    tally = total(times.measure(times.cases(language), times.secretary, times.fits_exactly).values())
    assert tally.share(Verdict.RIGHT) >= right
    assert tally.share(Verdict.WRONG) <= wrong
    assert tally.share(Verdict.FALSE_ALARM) <= alarms


@pytest.mark.parametrize("language", sorted(TIMES))
def test_the_corpus_of_times_is_large_enough_to_tell(language: str) -> None:
    rows = times.cases(language)
    assert sum(bool(row["expected"]) for row in rows) >= 250
    assert sum(not row["expected"] for row in rows) >= 100


@pytest.mark.parametrize("language", sorted(TIMES))
def test_no_case_stands_twice(language: str) -> None:
    rows = [(row["text"], row["at"]) for row in times.cases(language)]
    assert len(rows) == len(set(rows))


@pytest.mark.parametrize("language", sorted(CONSTRAINTS))
def test_constraints_are_read_as_well_as_before(language: str) -> None:
    right, wrong = CONSTRAINTS[language]
    tally = total(constraints.measure(constraints.cases(language)).values())
    assert tally.share(Verdict.RIGHT) >= right
    assert tally.share(Verdict.WRONG) <= wrong


@pytest.mark.parametrize("language", sorted(ACTS))
def test_negotiation_acts_are_read_as_well_as_before(language: str) -> None:
    precision, recall = ACTS[language]
    tally = total(acts.measure(acts.cases(language), acts.secretary()).values())
    assert tally.precision >= precision
    assert tally.recall >= recall


def test_languages_are_told_as_well_as_before() -> None:
    right, wrong = LANGUAGES
    tally = total(languages.measure(languages.cases(), languages.secretary).values())
    assert tally.share(Verdict.RIGHT) >= right
    assert tally.share(Verdict.WRONG) <= wrong
