"""What several parties say of when it suits them, kept apart, put together, and weighed against each other."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from secretary.domain.action import EscalationReason
from secretary.domain.address import Address
from secretary.domain.event import Event
from secretary.domain.office import Role
from secretary.services.appointments.settings import AppointmentSettings
from secretary.services.appointments.state import Phase
from secretary.services.face import Asked
from tests.unit.services.appointments.conversation import ANNA, JANE, NOW, Talk, read, replace

TOM = Address("tom@client.test", "Tom Cole")
EVA = Address("eva@dritte.test", "Eva Klein")
BERLIN = ZoneInfo("Europe/Berlin")
SETTINGS = AppointmentSettings(calendars={"anna": ("work",)}, horizon_days=14)


def ordered(*parties: Address, optional: tuple[Address, ...] = (), text: str = "Please find 30 minutes.") -> Talk:
    """Anna writes to the parties, with the office in Cc."""
    talk = Talk(SETTINGS)
    order = read(text, talk.now, ANNA, cc=optional)
    order = replace(order, message=replace(order.message, to=(*order.message.to, *parties)))
    talk.tell(Asked(order, Role.PRINCIPAL, "find"))
    talk.mails.clear()
    return talk


def times(talk: Talk) -> list[str]:
    return [f"{o.slot.start.astimezone(BERLIN):%a %d %H:%M}" for o in talk.state.open_offers]


def locals_of(talk: Talk):
    return [o.slot.start.astimezone(BERLIN) for o in talk.state.open_offers]


def to(talk: Talk, who: Address) -> list[str]:
    return [m.template for m in talk.mails if m.to == (who,)]


def test_what_each_has_said_holds_for_all_offers_to_come():
    talk = ordered(JANE, TOM)
    talk.hear("None of these. Not before 14:00 please.", JANE)
    talk.hear("That does not work, I can only do Tuesdays or Thursdays.", TOM)
    assert {(t.weekday() in {1, 3}, t.hour >= 14) for t in locals_of(talk)} == {(True, True)}
    talk.hear("None of these, and not on Tuesday 14 July.", JANE)
    assert {(t.weekday() in {1, 3}, t.hour >= 14, t.day == 14) for t in locals_of(talk)} == {(True, True, False)}


def test_over_rounds_with_one_party_too():
    talk = ordered(JANE)
    talk.hear("Keiner davon passt. Bitte nicht vor 14 Uhr.")
    talk.hear("Freitags kann ich nie.")
    assert all(t.hour >= 14 and t.weekday() != 4 for t in locals_of(talk))
    talk.hear("Die passen alle nicht. Nächste Woche bitte.")
    assert all(t.hour >= 14 and t.weekday() != 4 and 13 <= t.day <= 17 for t in locals_of(talk))
    talk.hear("Doch auch freitags, aber keiner von diesen.")
    assert all(t.hour >= 14 and 13 <= t.day <= 17 for t in locals_of(talk))


def test_who_need_not_come_is_listened_to_where_that_leaves_a_time():
    talk = ordered(JANE, optional=(TOM,))
    talk.hear("I can only do mornings.", TOM)
    talk.hear("None of these work.", JANE)
    assert all(t.hour < 12 for t in locals_of(talk))
    talk.hear("None of these. Afternoons only.", JANE)
    assert all(t.hour >= 12 for t in locals_of(talk))


def blocked() -> Talk:
    """Jane cannot before 14:00, and Tom not after 12:00."""
    talk = ordered(JANE, TOM)
    talk.hear("None of these. Not before 14:00 please.", JANE)
    talk.mails.clear()
    talk.hear("Leider nein, ich kann nur zwischen 9 und 12 Uhr.", TOM)
    return talk


def test_who_could_give_way_most_easily_is_asked_first_and_alone_with_own_words():
    talk = blocked()
    (asked,) = talk.mails
    assert (asked.template, asked.data["question"]) == ("appointment_ask", "bend")
    assert asked.to == (TOM,)
    assert asked.data["said"] == "zwischen 9 und 12 Uhr"
    assert JANE.display_name not in str(asked.data["said"])
    assert all(t.hour >= 14 for t in locals_of(talk))
    assert talk.state.phase is Phase.OFFERED


def test_the_change_asked_for_is_the_smallest():
    talk = ordered(JANE, TOM)
    talk.hear("None of these. Not before 14:00 please.", JANE)
    talk.hear("No. I can only do mornings between 8 and 13:30.", TOM)
    assert {(t.hour, t.minute) for t in locals_of(talk)} == {(14, 0)}


def test_once_they_can_the_others_are_offered_those_times_only_and_it_is_booked():
    talk = blocked()
    second = times(talk)[1]
    talk.mails.clear()
    talk.hear("Nummer 2 ginge.", TOM)
    assert to(talk, JANE) == ["appointment_offers"]
    assert to(talk, TOM) == ["appointment_noted"]
    assert times(talk) == [second]
    talk.hear("Yes, that works.", JANE)
    assert f"{talk.state.booked.slot.start.astimezone(BERLIN):%a %d %H:%M}" == second
    assert len(talk.stored) == 1


def test_who_will_not_give_way_is_not_asked_again():
    talk = blocked()
    talk.mails.clear()
    talk.hear("Nein, nach 14 Uhr geht es bei mir nicht.", TOM)
    assert to(talk, TOM) == []
    assert [m.data["question"] for m in talk.mails if m.to == (JANE,)] == ["bend"]
    talk.hear("No, sorry.", JANE)
    assert to(talk, TOM) == []
    assert talk.escalations[-1].reason is EscalationReason.NEGOTIATION
    assert talk.stored == {}


def test_only_the_one_who_was_asked_is_reminded():
    talk = blocked()
    talk.mails.clear()
    talk.wake("nudge")
    assert [m.to for m in talk.mails] == [(TOM,)]
    talk.wake("hold")
    assert talk.stored == {}
    assert talk.state.phase is Phase.LAPSED


def test_with_three_the_one_whose_words_leave_no_time_is_asked():
    talk = ordered(JANE, TOM, EVA)
    talk.hear("None of these, I can only do Tuesdays.", JANE)
    talk.hear("None of these, I can only do Tuesdays too.", EVA)
    talk.mails.clear()
    talk.hear("None of these, Tuesdays are impossible for me.", TOM)
    assert [m.to for m in talk.mails] == [(TOM,)]
    assert talk.mails[0].data["refusal"]
    assert all(t.weekday() == 1 for t in locals_of(talk))


@pytest.mark.parametrize("text", ["Next week please, none of these.", "Nächste Woche bitte, keiner davon passt."])
def test_the_period_of_an_order_gives_way_to_what_the_only_party_can(text):
    talk = ordered(JANE, text="Please find 30 minutes this week.")
    talk.hear(text)
    assert talk.state.open_offers
    assert all(13 <= t.day <= 17 for t in locals_of(talk))


def test_no_constraint_of_one_party_is_told_to_another():
    talk = blocked()
    said = {str(m.data) for m in talk.mails if m.to != (TOM,)}
    assert not any("9 und 12" in text for text in said)


def test_hours_hold_for_a_new_time_once_the_meeting_is_moved_and_dates_do_not():
    talk = ordered(JANE)
    talk.hear("None of these. Thursday 9 July after 14:00 and never on Fridays.")
    talk.hear("1")
    assert talk.state.booked
    talk.hear("Could we reschedule our meeting?")
    assert talk.state.open_offers
    assert all(t.weekday() != 4 for t in locals_of(talk))


def test_a_full_calendar_is_no_partys_fault():
    talk = ordered(JANE, TOM)
    talk.hear("None of these. Not before 14:00 please.", JANE)
    talk.busy.append(Event("all", NOW, NOW + 60 * (talk.timers["hold"] - NOW), calendar="work"))
    talk.hear("None of these, mornings only.", TOM)
    assert not [m for m in talk.mails if m.template == "appointment_ask"]
