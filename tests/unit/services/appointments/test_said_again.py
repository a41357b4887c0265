"""What is said once more, and what is said never to be heard again."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from secretary.domain.action import Ignore
from secretary.domain.address import Address
from secretary.domain.case import Case
from secretary.domain.event import Event, Interval
from secretary.services.appointments.state import Party, Phase
from secretary.services.appointments.watching import watch
from secretary.services.appointments.world import World
from tests.unit.services.appointments.conversation import JANE, NOW, OFFICE, Talk

TOM = Address("tom@andere.test", "Tom Tailor")


def test_the_same_words_in_answer_to_the_same_mail_are_heard_once():
    talk = Talk()
    talk.ask()
    talk.hear("None of these work.", in_reply_to=("<offers@firma.test>",))
    second = talk.state.open_offers
    mails = len(talk.mails)
    talk.hear("None of  these work. ", in_reply_to=("<offers@firma.test>",))
    assert talk.log[-1] == Ignore()
    assert (talk.state.open_offers, len(talk.mails)) == (second, mails)


def test_the_same_words_in_answer_to_another_mail_are_another_answer():
    talk = Talk()
    talk.ask()
    talk.hear("None of these work.", in_reply_to=("<offers@firma.test>",))
    second = talk.state.open_offers
    talk.hear("None of these work.", in_reply_to=("<more@firma.test>",))
    assert talk.state.open_offers != second


def test_a_choice_sent_twice_books_once_and_troubles_nobody():
    talk = Talk()
    talk.ask()
    talk.hear("number 2 please", in_reply_to=("<offers@firma.test>",))
    talk.hear("number 2 please", in_reply_to=("<offers@firma.test>",))
    assert talk.state.phase is Phase.BOOKED
    assert talk.templates().count("appointment_booked") == 1
    assert not talk.escalations


def test_a_mind_that_is_changed_and_changed_back_is_heard_each_time():
    talk = Talk()
    talk.ask()
    talk.state = replace(talk.state, parties=(*talk.state.parties, Party(TOM)))
    for said, chosen in (("number 2 please", (2,)), ("number 1 please", (1,)), ("number 2 please", (2,))):
        talk.hear(said, in_reply_to=("<offers@firma.test>",))
        assert talk.state.party_of(JANE).yes == chosen


def test_a_repetition_that_newer_words_overtook_is_none_of_the_newer_offers():
    talk = Talk()
    talk.ask()
    talk.hear("None of these work.", in_reply_to=("<first@firma.test>",))
    talk.hear("number 1 please", in_reply_to=("<second@firma.test>",))
    talk.hear("None of these work.", in_reply_to=("<first@firma.test>",))
    assert talk.log[-1] == Ignore()
    assert talk.state.phase is Phase.BOOKED


def test_whoever_of_several_wants_no_more_mail_hears_nothing_of_later_changes():
    talk = Talk()
    talk.ask()
    talk.say("number 1 please")
    talk.state = replace(talk.state, parties=(*talk.state.parties, Party(TOM)))
    talk.say("Please stop writing to me.", TOM)
    confirmed = [m for m in talk.mails if TOM in m.to]
    assert [m.template for m in confirmed] == ["appointment_declined"]
    assert confirmed[0].data["goes_on"], "no other time is asked for"
    later = talk.state.booked.slot.start + timedelta(hours=1)
    moved = Interval(later, later + talk.state.booked.slot.length)
    event = Event(talk.state.booked.uid, moved.start, moved.end, calendar="work")
    world = World(OFFICE, Case("ABCDEFGH", "main", "Termin", JANE, NOW), talk.settings, NOW, (event,))
    twice = watch(watch(talk.state, world).state, world)
    told = [r.action.to for r in twice.actions if hasattr(r.action, "template")]
    assert (JANE,) in told
    assert (TOM,) not in told
