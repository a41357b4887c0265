"""Of what the house knows, a mail to somebody outside shows the listed fields, whatever its template names."""

from datetime import UTC, datetime

import pytest

from secretary.act.compose import Composer
from secretary.act.compose.outward import FIELDS, FOR_PEOPLE, NOTICES, is_for_people
from secretary.act.compose.templates import Templates
from secretary.app.rules.files import read_folder, shipped
from secretary.domain.action import Answer
from secretary.domain.address import Address
from secretary.domain.case import Case
from secretary.domain.effect import MailClass
from secretary.domain.errors import PermanentError, SetupError
from secretary.domain.office import Office, Person, Role, WorkingHours

NOW = datetime(2026, 7, 14, 9, 0, tzinfo=UTC)
HOURS = WorkingHours("Europe/Berlin", {}, "DE")
EVA = Address("eva@firma.test", "Eva Klein")
WEBER = Address("weber@kunde.test", "Sabine Weber")
OFFICE = Office(
    "muster", "Muster", Address("buero@firma.test"), (), (Person("eva", "Eva Klein", EVA, Role.ASSISTANT),), HOURS
)
CASE = Case("AAAAAAAA", "muster", "Frage", WEBER, NOW)
SECRET = "Zahnarzt"
TEXT = "Subject: X\n\nHallo, {{ title }}\n"


def written(template, answer, text=TEXT):
    composer = Composer(OFFICE, {f"{template}.{language}.txt.j2": text for language in ("de", "en")})
    mail = composer.compose(answer, key="k", case=CASE, reading=None, now=NOW, mail_class=MailClass.AUTO_REPLIED)
    return mail.raw.decode()


def test_a_field_that_is_not_listed_does_not_reach_an_outsider_though_its_template_names_it():
    with pytest.raises(SetupError, match="'title' is undefined"):
        written("own", Answer("own", {"title": SECRET}))
    shows_if_there = "Subject: X\n\nHallo{% if title is defined %}, {{ title }}{% endif %}\n"
    assert SECRET not in written("own", Answer("own", {"title": SECRET}), shows_if_there)


def test_what_the_operators_rule_says_is_shown_under_any_name():
    assert "Hallo, Weg 1" in written("own", Answer("own", said={"title": "Weg 1"}))


def test_listed_fields_reach_an_outsider():
    text = "Subject: X\n\nmit {{ with_name }}\n"
    assert "mit Anna Muster" in written("own", Answer("own", {"with_name": "Anna Muster"}), text)


@pytest.mark.parametrize("to", [(WEBER,), (EVA, WEBER), ()])
@pytest.mark.parametrize("template", ["principal_agenda", "desk_word"])
def test_what_is_written_for_people_of_the_office_goes_to_nobody_else(template, to):
    answer = Answer(template, {"title": SECRET}, to=to[:1], cc=to[1:])
    with pytest.raises(PermanentError, match="for people of the office only"):
        written(template, answer)


def test_a_note_to_the_office_itself_is_shown_all():
    assert SECRET in written("desk_proposal", Answer("desk_proposal", {"title": SECRET}, to=(OFFICE.address,)))


def test_people_of_the_office_are_shown_all():
    assert SECRET in written("principal_agenda", Answer("principal_agenda", {"title": SECRET}, to=(EVA,)))


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Subject: X\n\n{{ title }}\n", "title"),
        ("Subject: X\n\n{{ slot|span }} {{ entries }}\n", "entries"),
        ("Subject: {{ owed }}\n", "owed"),
    ],
)
def test_a_template_of_a_building_block_that_names_more_is_refused_with_its_line(text, name):
    with pytest.raises(SetupError, match=f"'{name}' is not for people outside") as refused:
        Templates({"appointment_booked.de.txt.j2": text})
    assert "appointment_booked.de.txt.j2" in refused.value.where


@pytest.mark.parametrize("part", ["slot.title", "venue.attendees", "slot.start.tzinfo", "slots[0].reason"])
def test_no_template_for_outsiders_reaches_further_into_a_value(part):
    with pytest.raises(SetupError, match="is not for people outside"):
        Templates({"own.de.txt.j2": f"Subject: X\n\n{{{{ {part} }}}}\n"})
    Templates({"principal_note.de.txt.j2": f"Subject: X\n\n{{{{ {part} }}}}\n"})


def test_texts_of_the_office_are_its_own():
    Templates({"own.de.txt.j2": "Subject: X\n\n{{ office.facts.anything }} {{ office.facts['other'] }}\n"})


def test_no_shipped_template_for_outsiders_names_more_than_the_list():
    known = Templates(read_folder(shipped("templates"), "*.txt.j2")).catalogue()
    inside = (*FOR_PEOPLE, *NOTICES)
    more = {(n, v) for n, shown in known.items() for vs in shown.values() for v in vs - FIELDS.keys()}
    assert not {(name, variable) for name, variable in more if not name.startswith(inside)}


def test_each_listed_field_is_named_by_a_shipped_template_or_known_to_its_readers():
    known = Templates(read_folder(shipped("templates"), "*.txt.j2")).catalogue()
    named = {v for name, shown in known.items() if not is_for_people(name) for vs in shown.values() for v in vs}
    assert set(FIELDS) - named <= {"party_name", "zones"}, "what no template shows need not be listed"
