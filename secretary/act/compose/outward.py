"""What a mail to somebody outside the office may show: an allow-list of fields.

Promises: of what the house hands to a template, only the fields below reach one that goes outside; what the
operator's own rule says is the operator's. A template of a building block that names another field, or reaches
into a value by another name, is refused when it is loaded. What is written for people of the office goes to
nobody else.
Never does: look at values; that nothing private is in the listed ones is their makers' duty, and tested.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from jinja2 import nodes

from secretary.domain.errors import SetupError

FIELDS: Mapping[str, str] = {
    "with_name": "The principal's name.",
    "several": "Whether `with_name` is more than one person.",
    "topic": "What the meeting is about, as it is called in the invitation.",
    "party_name": "The name of the person written to.",
    "others": "Names of those who take part as well.",
    "slot": "The time that is meant: `start`, `end`, `zones`, `number`.",
    "slots": "The times that are offered.",
    "options": "Times among which the reader chooses.",
    "old": "The time that no longer holds.",
    "zones": "Zones to name in a time.",
    "day": "A day.",
    "first": "The first day of a span.",
    "last": "Its last day.",
    "duration_minutes": "How long the meeting is.",
    "medium": "By phone, by video, on site; empty where nothing is known.",
    "sort": "What the meeting is called.",
    "venue": "How one gets there: `medium`, `place`, `phone`, `link`, `caller`, `name`.",
    "hold_until": "Until when the offered times are kept free.",
    "hold_zone": "The zone of that instant, where it must be named.",
    "ask_number": "Whether a telephone number is asked for.",
    "goes_on": "Whether the meeting takes place without them.",
    "nearest": "Whether the times are only near to what was wished.",
    "by_office": "Whether the office moved or cancelled it.",
    "by": "Who asked somebody else to attend in their place.",
    "answer": "How an invitation was answered: `accepted`, `tentative`, `declined`.",
    "recurs": "Whether the meeting is one of a series.",
    "dates": "The days of a series.",
    "others_stand": "Whether it is about one date of a series, and the other dates stand.",
    "whole_series": "Whether all dates from that time on are called off.",
    "left_out": "Dates of a series that are taken, for which other times will be offered.",
    "missing": "The date of a series that was left out, for which other times are offered.",
    "skipped": "Days of a series that are left out.",
    "round": "Which offer it is.",
    "question": "What is asked.",
    "said": "Words of the reader, of when it suits them.",
    "refusal": "Whether these words name what does not suit.",
    "grounds": "The reason for a change, where the order said that others may hear it.",
    "text": "What a person of the office wrote to the reader.",
}
PARTS = frozenset(
    {"start", "end", "zones", "number", "medium", "place", "phone", "link", "caller", "name", "location", "get"}
)
LOOPS = frozenset({"index", "index0", "first", "last", "length"})
# Beginnings of the names of templates that people of the office get.
FOR_PEOPLE = ("principal_", "desk_word", "desk_digest", "desk_overdue", "desk_proposal")
NOTICES = ("operator_", "desk_sign_in")  # to addresses that the configuration names, about the installation
BLOCKS = ("appointment_", "invitation_", "free_busy")  # templates that building blocks fill, not rules


def is_for_people(template: str) -> bool:
    """Whether it is written for people of the office, and goes to nobody else."""
    return template.startswith(FOR_PEOPLE)


def shown(template: str, data: Mapping[str, Any]) -> dict[str, Any]:
    """Of what the house gives, what this template may show."""
    if template.startswith((*FOR_PEOPLE, *NOTICES)):
        return dict(data)
    return {name: value for name, value in data.items() if name in FIELDS}


def check(template: str, file: str, source: nodes.Template, variables: frozenset[str]) -> None:
    """Raise SetupError for a template for outsiders that names what is not for them."""
    if template.startswith((*FOR_PEOPLE, *NOTICES)):
        return
    for part in _parts(source):
        raise _not_for_them(part.attr, file, part.lineno)
    if template.startswith(BLOCKS):
        for name in sorted(variables - FIELDS.keys()):
            line = next((n.lineno for n in source.find_all(nodes.Name) if n.name == name), 0)
            raise _not_for_them(name, file, line)


def _parts(source: nodes.Template) -> Iterator[nodes.Getattr]:
    """Where it reaches into a value by a name that is not listed; texts of the office are its own."""
    for part in source.find_all(nodes.Getattr):
        root = part.node
        while isinstance(root, nodes.Getattr | nodes.Getitem):
            root = root.node
        name = root.name if isinstance(root, nodes.Name) else ""
        if name != "office" and part.attr not in (LOOPS if name == "loop" else PARTS):
            yield part


def _not_for_them(name: str, file: str, line: int) -> SetupError:
    return SetupError(
        f"{name!r} is not for people outside.",
        file=file,
        line=line,
        remedy="Leave it out; what may be shown to them stands in the reference of templates.",
    )
