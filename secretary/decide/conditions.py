"""Conditions of a rule tested on a mail: one Check each, with what was found.

Promises: total; all conditions are tested, so that a near miss can be explained.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from zoneinfo import ZoneInfo

from secretary.decide.model import AttachmentIs, When
from secretary.decide.patterns import address_matches, compiled
from secretary.domain.decision import Check, Context
from secretary.domain.reading import MailKind, Reading

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_SHOWN = 80  # characters of a finding kept in the trace: enough to recognise, too few to retell
_compiled = lru_cache(maxsize=4096)(compiled)


def checks(when: When, reading: Reading, context: Context) -> tuple[Check, ...]:
    """A Check for each condition that the rule writes."""
    return tuple(_checks(when, reading, context))


def holds(when: When, reading: Reading, context: Context) -> bool:
    """Whether all of them hold."""
    return all(c.held for c in _checks(when, reading, context))


def _checks(when: When, reading: Reading, context: Context) -> Iterator[Check]:
    for name in sorted(when.model_fields_set, key=list(When.model_fields).index):
        wanted = getattr(when, name)
        if wanted is not None and wanted not in ((), {}):
            yield _check(name, wanted, reading, context)


def _check(name: str, wanted: object, reading: Reading, context: Context) -> Check:
    shown = name.rstrip("_")
    if isinstance(wanted, When):
        inner = checks(wanted, reading, context)
        return Check(f"not ({_asked(inner)})", _found(inner), not all(c.held for c in inner))
    if name in {"all", "any"} and isinstance(wanted, tuple):
        groups = [checks(w, reading, context) for w in wanted]
        held_groups = [all(c.held for c in group) for group in groups]
        asked = f"{name} of {' | '.join(f'({_asked(g)})' for g in groups)}"
        held = all(held_groups) if name == "all" else any(held_groups)
        return Check(asked, f"{sum(held_groups)} of {len(groups)}: {' | '.join(map(_found, groups))}", held)
    told, held = _TESTS[name](wanted, reading, context)
    return Check(f"{shown}: {_plain(wanted)}", told[:_SHOWN], held)


def _asked(inner: Iterable[Check]) -> str:
    return ", ".join(c.condition for c in inner)


def _found(inner: Iterable[Check]) -> str:
    return ", ".join(c.found or "nothing" for c in inner)


def _plain(wanted: object) -> str:
    if isinstance(wanted, tuple):
        return " | ".join(map(str, wanted))
    if isinstance(wanted, AttachmentIs):
        return wanted.model_dump_json(exclude_defaults=True)
    return str(wanted)


Found = tuple[str, bool]
Test = Callable[..., Found]


def _is(value: Callable[[Reading, Context], object]) -> Test:
    """The wanted value, or one of the wanted values, is the one found."""

    def test(wanted: object, reading: Reading, context: Context) -> Found:
        found = value(reading, context)
        return str(found), found in wanted if isinstance(wanted, tuple) else found == wanted

    return test


def _least(value: Callable[[Reading, Context], int], *, over: int = 0) -> Test:
    def test(wanted: int, reading: Reading, context: Context) -> Found:
        found = value(reading, context)
        return str(found), found >= wanted + over

    return test


def _matches(value: Callable[[Reading], str]) -> Test:
    def test(patterns: tuple[str, ...], reading: Reading, _: Context) -> Found:
        text = value(reading)
        return text, any(_compiled(p)(text) for p in patterns)

    return test


def _addresses(patterns: Iterable[str], found: Iterable[str]) -> Found:
    addresses = tuple(found)
    return ", ".join(addresses), any(address_matches(p, a) for p in patterns for a in addresses)


def _sender(wanted: tuple[str, ...], reading: Reading, _: Context) -> Found:
    return _addresses(wanted, [reading.sender.address.addr_spec])


def _recipient(wanted: tuple[str, ...], reading: Reading, _: Context) -> Found:
    return _addresses(wanted, [a.addr_spec for a in (*reading.message.to, *reading.message.cc)])


def _header(wanted: dict[str, tuple[str, ...]], reading: Reading, _: Context) -> Found:
    found = {name: reading.message.header_all(name) for name in wanted}
    held = all(any(_compiled(p)(v) for p in patterns for v in found[name]) for name, patterns in wanted.items())
    return "; ".join(f"{n}: {', '.join(v)}" for n, v in found.items()), held


def _attachment(wanted: AttachmentIs, reading: Reading, _: Context) -> Found:
    names = [
        p.filename
        for p in reading.message.attachments
        if (wanted.kind in {None, p.kind}) and (not wanted.name or any(_compiled(n)(p.filename) for n in wanted.name))
    ]
    return f"{len(names)}: {', '.join(names)}", len(names) >= wanted.count


def _intent(wanted: tuple[str, ...], reading: Reading, _: Context) -> Found:
    return ", ".join(i.name for i in reading.intents), any(reading.has_intent(name) for name in wanted)


def _only_intent(wanted: tuple[str, ...], reading: Reading, _: Context) -> Found:
    names = [i.name for i in reading.intents]
    return ", ".join(names), all(any(f"{name}.".startswith(f"{w}.") for w in wanted) for name in names)


def _flags(wanted: tuple[str, ...], reading: Reading, _: Context) -> Found:
    return ", ".join(reading.sender.flags), any(f in wanted for f in reading.sender.flags)


def _hour(context: Context) -> int:
    return context.now.astimezone(ZoneInfo(context.office.zone)).hour


def _until(wanted: int, _: Reading, context: Context) -> Found:
    return str(_hour(context)), _hour(context) < wanted


_TESTS: dict[str, Test] = {
    "sender": _sender,
    "recipient": _recipient,
    "header": _header,
    "attachment": _attachment,
    "intent": _intent,
    "only_intent": _only_intent,
    "sender_flag": _flags,
    "until_hour": _until,
    "subject": _matches(lambda r: r.message.subject),
    "text": _matches(lambda r: r.new_text.text),
    "role": _is(lambda _, c: c.role),
    "known": _is(lambda _, c: c.history.known),
    "language": _is(lambda r, _: r.language),
    "kind": _is(lambda r, _: r.kind.kind),
    "list": _is(lambda r, _: r.kind.kind is MailKind.LIST),
    "auth": _is(lambda r, _: r.sender.trust),
    "office_open": _is(lambda _, c: c.office_open),
    "weekday": _is(lambda _, c: DAYS[c.now.astimezone(ZoneInfo(c.office.zone)).weekday()]),
    "case": _is(lambda _, c: c.case.state if c.case else None),
    "service": _is(lambda _, c: c.case.service if c.case else ""),
    "answers_ours": _is(lambda _, c: c.answers_ours),
    "larger_than": _least(lambda r, _: r.message.size, over=1),
    "from_hour": _least(lambda _, c: _hour(c)),
    "turns_at_least": _least(lambda _, c: c.case.turns if c.case else 0),
    "prior_mails_at_least": _least(lambda _, c: c.history.mails_before),
}
