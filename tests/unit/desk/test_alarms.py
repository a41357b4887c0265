"""An operator hears once of a trouble that lasts, once of its end, and never of what came and went."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from secretary.desk.alarms import QUIET, Told, Trouble, news

START = datetime(2026, 7, 14, 12, tzinfo=UTC)
PATIENCE = timedelta(minutes=15)
DOWN = Trouble("muster", "round", START, "The mail server cannot be reached.")


def minutes(number: float) -> datetime:
    return START + timedelta(minutes=number)


def test_what_has_just_begun_is_not_told() -> None:
    assert news(minutes(14), [DOWN], {}, PATIENCE).wrong == ()


def test_what_lasts_is_told_once() -> None:
    first = news(minutes(15), [DOWN], {}, PATIENCE)
    assert first.wrong == (DOWN,)
    known = {told.trouble.key: told for told in first.known}
    assert news(minutes(600), [DOWN], known, PATIENCE).wrong == ()


def test_its_end_is_told_once_it_has_lasted() -> None:
    known = {DOWN.key: Told(DOWN, minutes(15))}
    gone = news(minutes(100), [], known, PATIENCE)
    assert gone.well == ()
    known = {told.trouble.key: told for told in gone.known}
    assert news(minutes(110), [], known, PATIENCE).well == ()
    well = news(minutes(115), [], known, PATIENCE)
    assert [told.trouble for told in well.well] == [DOWN]
    assert well.known == ()


def test_one_that_comes_back_was_never_well() -> None:
    known = {DOWN.key: Told(DOWN, minutes(15), well_since=minutes(100))}
    back = news(minutes(110), [Trouble("muster", "round", minutes(109))], known, PATIENCE)
    assert (back.wrong, back.well) == ((), ())
    assert back.known[0].well_since is None


@given(st.lists(st.booleans(), min_size=1, max_size=400))
def test_whatever_comes_and_goes_nobody_gets_more_than_two_mails_in_an_hour(seen: list[bool]) -> None:
    known: dict[str, Told] = {}
    since: datetime | None = None
    mails: list[datetime] = []
    for number, wrong in enumerate(seen):
        now = minutes(number * 2)
        since = (since or now) if wrong else None
        found = news(now, [Trouble("muster", "round", since)] if since else [], known, timedelta(minutes=2))
        mails += [now] * (len(found.wrong) + len(found.well))
        known = {told.trouble.key: told for told in found.known}
    for at in mails:
        assert sum(at <= other < at + QUIET for other in mails) <= 2
