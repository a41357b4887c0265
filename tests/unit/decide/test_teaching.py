"""A mail teaches the narrowest rule that makes sense, and what people did before decides how wide it may be."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secretary.decide.teaching import Taught, Unteachable, replayed, taught, then_of, way_of
from secretary.domain.action import Ending
from secretary.domain.address import Address
from secretary.domain.office import Office, Person, Role
from secretary.domain.past import Facts, Past, Way
from secretary.domain.reading import MailKind, Trust

NOW = datetime(2026, 7, 14, 12, tzinfo=UTC)
EVA = Person("eva", "Eva Klein", Address("eva@firma.test"), Role.ASSISTANT)
OFFICE = Office("firm", "Firm", Address("office@firma.test"), people=(EVA,))
BILLS, HANDLED = Way(Ending.FILED, "Rechnungen"), Way(Ending.FILED, "handled")
PETRA = Way(Ending.HANDED_OVER, "petra@firma.test")
ANSWER = Way(Ending.ANSWERED, "opening_hours")


def mail(number=0, sender="weber@kunde.test", subject="", intents=(), way=None, **more):
    facts = {"kind": MailKind.PERSON, "trust": Trust.UNKNOWN} | {k: more.pop(k) for k in ("kind", "trust") if k in more}
    author = Address(sender, more.pop("name", ""))
    at = NOW - timedelta(days=number)
    return Past(
        f"digest{number}",
        f"<{number}@x>",
        f"CASE{number}",
        at,
        Facts(author, subject, intents=intents, **facts),
        way=way,
        by_person=way is not None,
        **more,
    )


def when(mail_, way, past=()):
    found = taught(mail_, way, [mail_, *past], OFFICE)
    assert isinstance(found, Taught), found
    return found.when.model_dump(mode="json", by_alias=True, exclude_unset=True)


INVOICE = ("invoice.incoming",)


def test_one_mail_teaches_for_its_sender_its_kind_and_what_it_wants_and_for_nothing_besides():
    assert when(mail(subject="Rechnung 4711", intents=INVOICE), BILLS) == {
        "sender": ["weber@kunde.test"],
        "intent": ["invoice.incoming"],
        "only_intent": ["invoice.incoming", "thanks"],
        "kind": ["person"],
    }


def test_of_several_wishes_all_must_be_there():
    shown = when(mail(intents=("invoice.incoming", "question.hours")), BILLS)
    assert (shown["intent"], shown["all"]) == (["invoice.incoming"], [{"intent": ["question.hours"]}])


def test_two_people_of_an_organisation_settled_alike_teach_for_the_organisation():
    other = mail(1, "lang@kunde.test", intents=INVOICE, way=BILLS)
    assert when(mail(intents=INVOICE), BILLS, [other])["sender"] == ["kunde.test"]
    by_rule = mail(1, "lang@kunde.test", intents=INVOICE, way=BILLS)
    assert when(mail(intents=INVOICE), BILLS, [Past(**{**fields(by_rule), "by_person": False})])["sender"] == [
        "weber@kunde.test"
    ]


def fields(past):
    return {name: getattr(past, name) for name in Past.__slots__}


def test_addresses_at_a_provider_for_everybody_are_no_organisation():
    other = mail(1, "lang@gmx.de", intents=INVOICE, way=BILLS)
    assert when(mail(sender="weber@gmx.de", intents=INVOICE), BILLS, [other])["sender"] == ["weber@gmx.de"]


@pytest.mark.parametrize(("organisations", "asks_sender"), [(2, True), (3, False)])
def test_only_several_organisations_settled_alike_teach_for_everybody(organisations, asks_sender):
    others = [mail(n, f"a@firm{n}.test", intents=INVOICE, way=BILLS) for n in range(1, organisations + 1)]
    assert ("sender" in when(mail(intents=INVOICE), BILLS, others)) is asks_sender


def test_a_wider_rule_that_contradicts_what_was_done_is_not_taken():
    alike = mail(1, "lang@kunde.test", intents=INVOICE, way=BILLS)
    not_alike = mail(2, "kern@kunde.test", intents=INVOICE, way=HANDLED)
    assert when(mail(intents=INVOICE), BILLS, [alike, not_alike])["sender"] == ["weber@kunde.test"]


def test_where_the_same_sender_was_settled_otherwise_the_subject_tells_them_apart():
    otherwise = mail(1, subject="Storno", intents=INVOICE, way=HANDLED)
    alike = mail(2, subject="Monatsabrechnung Mai", intents=INVOICE, way=BILLS)
    shown = when(mail(subject="Monatsabrechnung Juni 2026", intents=INVOICE), BILLS, [otherwise, alike])
    assert shown["subject"] == ["monatsabrechnung"]


def test_what_cannot_be_told_apart_is_proposed_with_what_speaks_against_it():
    otherwise = mail(1, intents=INVOICE, way=HANDLED)
    found = taught(mail(intents=INVOICE), BILLS, [otherwise], OFFICE)
    assert isinstance(found, Taught)
    assert found.replay.otherwise == (otherwise,)


@pytest.mark.parametrize(
    ("subject", "name", "word"),
    [
        ("Statusbericht Weber KW 28", "Sabine Weber", ["statusbericht"]),
        ("Statusbericht fuer Klein", "", ["statusbericht"]),
        ("Krankmeldung", "", None),
        ("Re: Ihre Anfrage 4711", "", None),
    ],
)
def test_a_word_of_the_subject_counts_only_where_others_bear_it_and_never_a_name(subject, name, word):
    past = [mail(1, "x@y.test", subject="Statusbericht Weber Klein KW 27")]
    found = taught(mail(subject=subject, name=name), HANDLED, past, OFFICE)
    if word is None:
        assert found is Unteachable.TOO_LITTLE
        return
    assert isinstance(found, Taught)
    assert list(found.when.subject) == word
    assert not found.when.all


def test_nobodys_letters_are_all_put_away_unread_but_may_all_go_to_a_colleague():
    assert taught(mail(), HANDLED, [], OFFICE) is Unteachable.TOO_LITTLE
    assert when(mail(), PETRA)["only_intent"] == ["none"]


def test_a_machines_mails_are_told_by_its_address():
    shown = when(mail(kind=MailKind.NOTIFICATION), HANDLED)
    assert shown == {"sender": ["weber@kunde.test"], "only_intent": ["none"], "kind": ["notification"]}


def test_who_gets_an_answer_must_be_who_they_say_where_that_was_known():
    known = mail(intents=("question.hours",), trust=Trust.AUTHENTICATED)
    assert when(known, ANSWER)["auth"] == "authenticated"
    assert "auth" not in when(known, HANDLED)


def test_what_the_house_decides_itself_cannot_be_taught_and_counts_for_nothing():
    assert taught(mail(by_house=True), HANDLED, [], OFFICE) is Unteachable.HOUSE
    house = mail(1, intents=INVOICE, way=HANDLED, by_house=True)
    found = taught(mail(intents=INVOICE), BILLS, [house], OFFICE)
    assert isinstance(found, Taught)
    assert found.replay.caught == 0


def test_a_way_becomes_an_action_and_back():
    for way in (BILLS, HANDLED, PETRA, ANSWER, Way(Ending.HANDED_OVER, "a@x.test, b@x.test")):
        then = then_of(way)
        assert then is not None
        assert way_of(then) == way
    assert then_of(Way(Ending.ANSWERED)) is None


SENDERS = ("weber@kunde.test", "lang@kunde.test", "a@b.test", "c@d.test", "e@f.test")
MAILS = st.builds(
    mail,
    st.integers(1, 400),
    st.sampled_from(SENDERS),
    st.sampled_from(("", "Rechnung 1", "Rechnung Storno", "Statusbericht")),
    st.sampled_from(((), INVOICE, (*INVOICE, "complaint"), ("act.accept",))),
    st.sampled_from((None, BILLS, HANDLED, PETRA, Way(Ending.ANSWERED))),
    kind=st.sampled_from((MailKind.PERSON, MailKind.NOTIFICATION)),
    trust=st.sampled_from((Trust.UNKNOWN, Trust.AUTHENTICATED)),
)


@given(MAILS, st.sampled_from((BILLS, HANDLED, PETRA, ANSWER)), st.lists(MAILS, max_size=12))
def test_a_rule_always_catches_its_own_mail_and_nothing_that_wants_more(own, way, past):
    past = [p for p in past if p.digest != own.digest]
    found = taught(own, way, past, OFFICE)
    if isinstance(found, Unteachable):
        return
    assert found.when.kind == (own.facts.kind,)
    assert not found.when.text
    assert replayed(found.when, way, [own], OFFICE).caught == 1
    for caught in (*found.replay.same, *found.replay.otherwise, *found.replay.unknown):
        assert set(caught.facts.intents) <= {*own.facts.intents, "thanks"}
