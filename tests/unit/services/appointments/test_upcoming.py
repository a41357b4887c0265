"""What a principal is told of their next day: each agreed meeting that they take part in, and no other."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from secretary.domain.address import Address
from secretary.domain.case import Case, Running
from secretary.domain.event import Interval
from secretary.services.appointments.free.availability import Wish
from secretary.services.appointments.state import Booking, Party, Phase, State
from secretary.services.appointments.upcoming import meetings

DAY = Interval(datetime(2026, 12, 1, tzinfo=UTC), datetime(2026, 12, 2, tzinfo=UTC))
WEBER = Address("weber@kunde.test", "Sabine Weber")
HALF_AN_HOUR = timedelta(minutes=30)


def led(case: str, start: datetime, **kept: object) -> Running:
    booked = Booking(f"{case}@firma.test", Interval(start, start + HALF_AN_HOUR))
    state = State(Phase.BOOKED, "anna", (Party(WEBER),), "de", Wish(HALF_AN_HOUR), booked=booked, topic="Angebot")
    return Running(Case(case, "muster", "Termin", WEBER, DAY.start), replace(state, **kept).to_json())  # type: ignore[arg-type]


def test_meetings_of_the_day_stand_in_order_for_whoever_takes_part() -> None:
    known = [
        led("LATE", DAY.start + timedelta(hours=15)),
        led("EARLY", DAY.start + timedelta(hours=9), person="paul", also=("anna",)),
        led("OTHERS", DAY.start + timedelta(hours=10), person="paul"),
        led("BEFORE", DAY.start - timedelta(minutes=30)),
        led("AFTER", DAY.end),
        led("OFF", DAY.start, booked=None),
    ]
    found = meetings(known, "anna", DAY)
    assert [one.case for one in found] == ["EARLY", "LATE"]
    assert (found[1].names, found[1].topic) == ("Sabine Weber", "Angebot")
    assert found[1].slot.start == DAY.start + timedelta(hours=15)


def test_a_state_of_another_version_is_passed_over() -> None:
    good = led("GOOD", DAY.start)
    assert [m.case for m in meetings([replace(good, state={"v": 0}), good], "anna", DAY)] == ["GOOD"]
