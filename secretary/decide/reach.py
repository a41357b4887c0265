"""Rules that are written correctly and still never fire, or contradict each other.

Promises: says only what is certain; unsure counts as fine. Rules with the same conditions, rules
below one that takes more, conditions that exclude each other, and what the house takes before.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from secretary.decide.house import AUTOMATED
from secretary.decide.model import RuleText, When
from secretary.decide.patterns import address_matches, fold
from secretary.decide.ruleset import Rule
from secretary.domain.office import Role
from secretary.domain.reading import MailKind, Trust

Conditions = Sequence[When]  # groups that must all hold
EXPRESSION = re.compile(r"\(.*\|.*\)|\\[bdsw]|\.[*+]|\[.-.\]")
SINGLE = ("language", "auth", "case", "service", "known", "list", "office_open", "answers_ours")
ONE_OF = ("kind", "role", "weekday")
OF_OFFICE = frozenset({Role.PRINCIPAL, Role.ASSISTANT})


def warnings(rules: Sequence[Rule], services: frozenset[str]) -> Iterator[str]:
    """What works but is hardly meant, with place and advice."""
    for index, rule in enumerate(rules):
        yield from (f"{rule.place}: {rule.text.name!r} {said}" for said in _said(rule, rules[:index], services))


def _said(rule: Rule, above: Sequence[Rule], services: frozenset[str]) -> Iterator[str]:
    conditions = _together(rule.text.when)
    never = _contradiction(conditions)
    house = _taken_by_house(conditions, services)
    if never:
        yield f"never fires: {never}."
    elif house:
        yield f"never fires: the house rule {house} takes every such mail before."
    else:
        yield from _beside(rule, conditions, above)
    for pattern in _patterns(conditions):
        if not pattern.startswith("/") and EXPRESSION.search(pattern):
            yield f"looks for {pattern!r} letter by letter; an expression stands between slashes: /{pattern}/."
    kinds = set(rule.text.when.kind)
    if kinds and kinds <= AUTOMATED and any(t.word in {"answer", "negotiate"} for t in rule.text.then):
        yield "answers only automated mail, which is never answered."


def _beside(rule: Rule, conditions: Conditions, above: Sequence[Rule]) -> Iterator[str]:
    """What a rule above it leaves of it."""
    wider = [r for r in above if _covers(r.text.when, conditions)]
    first = next((r for r in wider if not r.text.continue_), None)
    if first is None:
        folders = _folders(rule.text)
        filer = next((r for r in wider if folders and _folders(r.text) - folders), None)
        if filer:
            yield f"contradicts {filer.text.name!r} ({filer.place}): both name a folder, and the first one counts."
    elif not _covers(rule.text.when, _together(first.text.when)):
        yield (
            f"never fires: {first.text.name!r} ({first.place}) above it takes every such mail. "
            "Put it above, or narrow the other."
        )
    elif first.text.then == rule.text.then:
        yield f"says once more what {first.text.name!r} ({first.place}) says, and never fires. Remove one."
    else:
        yield (
            f"contradicts {first.text.name!r} ({first.place}): both hold for the same mails, "
            "and only the first is carried out. Keep one, or narrow one."
        )


def _patterns(conditions: Conditions) -> Iterator[str]:
    for when in conditions:
        yield from (*when.subject, *when.text, *(p for patterns in when.header.values() for p in patterns))
        for group in when.any:
            yield from _patterns(_together(group))


def _folders(rule: RuleText) -> set[str]:
    return {then.file for then in rule.then if then.file}


def _together(when: When) -> list[When]:
    """The groups of which all must hold."""
    return [when, *(inner for group in when.all for inner in _together(group))]


def _taken_by_house(conditions: Conditions, services: frozenset[str]) -> str:
    kinds, roles = _allowed("kind", conditions), _allowed("role", conditions)
    service = next((w.service for w in conditions if w.service), None)
    if kinds == {MailKind.SPAM}:
        return "house.spam"
    if roles == {Role.SELF}:
        return "house.own-mail"
    if service in services:
        return "house.running-case"
    doubted = any(w.auth in {Trust.UNKNOWN, Trust.FAILED} for w in conditions)
    in_person = bool(kinds) and not kinds & AUTOMATED
    return "house.not-authenticated" if doubted and in_person and roles and roles <= OF_OFFICE else ""


def _allowed(name: str, conditions: Conditions) -> set[Any]:
    """The values that all groups together leave; empty where none is named, or none is left."""
    named = [set(getattr(w, name)) for w in conditions if getattr(w, name)]
    return set.intersection(*named) if named else set()


def _contradiction(conditions: Conditions) -> str:
    """Why the groups can never hold together, "" where they may."""
    for name in ONE_OF:
        if any(getattr(w, name) for w in conditions) and not _allowed(name, conditions):
            return f"its conditions on {name} exclude each other"
    for name in SINGLE:
        if len({getattr(w, name) for w in conditions} - {None}) > 1:
            return f"its conditions on {name} exclude each other"
    return _bad_list(conditions) or _bad_hours(conditions) or _bad_groups(conditions)


def _bad_list(conditions: Conditions) -> str:
    kinds = _allowed("kind", conditions)
    listed = next((w.list for w in conditions if w.list is not None), None)
    no_list = listed is True and kinds and MailKind.LIST not in kinds
    only_list = listed is False and kinds == {MailKind.LIST}
    return "its conditions on list and kind exclude each other" if no_list or only_list else ""


def _bad_hours(conditions: Conditions) -> str:
    start = max((w.from_hour for w in conditions if w.from_hour is not None), default=0)
    end = min((w.until_hour for w in conditions if w.until_hour is not None), default=24)
    return f"no hour is from {start} on and before {end}; for a night write not: with the day" if start >= end else ""


def _bad_groups(conditions: Conditions) -> str:
    for when in conditions:
        if when.not_ is not None and _covers(when.not_, conditions):
            return "its `not` excludes what the other conditions ask for"
        if when.any and all(_contradiction([*_without_any(when, conditions), *_together(g)]) for g in when.any):
            return "none of its `any` can hold together with the other conditions"
    return ""


def _without_any(when: When, conditions: Conditions) -> list[When]:
    """The groups, one of them without its `any`, so that its alternatives can be tried one by one."""
    return [w.model_copy(update={"any": ()}) if w is when else w for w in conditions]


# --- what implies what ------------------------------------------------------------------


def _covers(wide: When, conditions: Conditions) -> bool:
    """Whether every mail that fulfils the groups fulfils `wide`."""
    written = ((name, getattr(wide, name)) for name in wide.model_fields_set)
    return all(_implied(name, value, conditions) for name, value in written if value not in (None, (), {}))


def _implied(name: str, value: Any, conditions: Conditions) -> bool:  # noqa: ANN401 - any condition's value
    match name:
        case "all":
            return all(_covers(group, conditions) for group in value)
        case "any":
            return any(_covers(group, conditions) for group in value)
        case "not_":
            return any(_covers(w.not_, _together(value)) for w in conditions if w.not_ is not None)
        case _:
            narrower = IMPLIES.get(name, lambda a, b: bool(a == b))
            others = (getattr(w, name) for w in conditions if name in w.model_fields_set)
            return any(narrower(value, other) for other in others if other not in (None, (), {}))


Implies = Callable[[Any, Any], bool]  # (wide, narrow) → whether the narrow one is within the wide one


def _subset(wide: Iterable[Any], narrow: Iterable[Any]) -> bool:
    return set(narrow) <= set(wide)


def _each(within: Callable[[str, str], bool]) -> Implies:
    return lambda wide, narrow: all(any(within(w, n) for w in wide) for n in narrow)


def _address_within(wide: str, narrow: str) -> bool:
    plain = "@" in narrow and not set(narrow) & set("*?[")
    return wide.casefold() == narrow.casefold() or (plain and address_matches(wide, narrow))


def _pattern_within(wide: str, narrow: str) -> bool:
    if "/" in {wide[:1], narrow[:1]}:
        return wide == narrow
    return fold(wide) in fold(narrow)


IMPLIES: Mapping[str, Implies] = {
    "kind": _subset,
    "role": _subset,
    "weekday": _subset,
    "sender_flag": _subset,
    "intent": _each(lambda wide, narrow: f"{narrow}.".startswith(f"{wide}.")),
    "only_intent": _each(lambda wide, narrow: f"{narrow}.".startswith(f"{wide}.")),
    "sender": _each(_address_within),
    "recipient": _each(_address_within),
    "subject": _each(_pattern_within),
    "text": _each(_pattern_within),
    "larger_than": lambda wide, narrow: bool(narrow >= wide),
    "from_hour": lambda wide, narrow: bool(narrow >= wide),
    "turns_at_least": lambda wide, narrow: bool(narrow >= wide),
    "prior_mails_at_least": lambda wide, narrow: bool(narrow >= wide),
    "until_hour": lambda wide, narrow: bool(narrow <= wide),
}
