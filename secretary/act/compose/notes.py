"""The cover note of an escalation: facts first, for a busy assistant.

Promises: the reason in one line, who wrote and what was understood in plain words, which rules
nearly fired and at which condition they failed, what is suggested. In the office's language, 72
columns, nothing of another case.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from secretary.act.compose.formats import day, span
from secretary.act.compose.layout import field, items, wrapped
from secretary.act.compose.ready import READY, Ready
from secretary.act.compose.sentences import told
from secretary.act.compose.wording import (
    CONDITIONS,
    FLAGS,
    INTENTS,
    KINDS,
    LANGUAGES,
    REASONS,
    ROLES,
    TRUST,
    named,
    say,
)
from secretary.domain.action import Escalate
from secretary.domain.case import Case
from secretary.domain.decision import Check, Decision, History, RuleTrace
from secretary.domain.office import Role
from secretary.domain.reading import MailKind, Reading, Trust
from secretary.domain.when import Grain, TimeExpression

MAX_MEETINGS, MAX_TITLE = 3, 80  # of a calendar message: an event, and a few dates of a series
MAX_EXCERPT = 280  # characters of the mail shown: enough to know the matter, the mail lies beside it
BY_WORD = (
    "Antworten Sie auf diese Notiz mit der Nummer, mit „ok“, „erledigt“, „später“, „gehört Anna“ oder „Termin Di "
    "14 Uhr“, oder mit „Antwort:“ und dem Text, der hinausgehen soll."
)
BY_WORD_EN = (
    "Answer this note with the number, with “ok”, “done”, “later”, “belongs to Anna” or “meeting Tue 2 pm”, or with "
    "“answer:” and the text that shall go out."
)
TIMED = frozenset({Grain.SECOND, Grain.MINUTE, Grain.HOUR})


@dataclass(frozen=True, slots=True)
class Placed:
    """A time of a calendar message, as the house shows times; nobody's zone needs to be named."""

    start: datetime
    end: datetime
    zones: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Facts:
    """What a note is written from. `role` is the writer's, `zone` the office's."""

    escalate: Escalate
    case: Case
    language: str
    zone: str
    reading: Reading | None = None
    decision: Decision | None = None
    history: History | None = None
    role: Role = Role.CLIENT
    drafted: bool = False
    ready: tuple[Ready, ...] = ()


def note_text(facts: Facts) -> str:
    """The whole note."""
    return "\n".join((*_lines(facts), "", _say(facts, f"Fall {facts.case.id}", f"Case {facts.case.id}"), ""))


def _lines(facts: Facts) -> Iterator[str]:
    escalate, language = facts.escalate, facts.language
    reason = say(REASONS[escalate.reason], language)
    yield from field(_say(facts, "Warum hier", "Why here"), (reason, told(escalate.detail, language), _rule(facts)))
    if facts.reading:
        yield ""
        yield from _mail(facts, facts.reading)
    yield from items(_say(facts, "Fast gegriffen haben", "Nearly fired"), _near_misses(facts))
    yield from items(_say(facts, "Hinweise", "Hints"), (told(s, language) for s in escalate.suggestions))
    yield from items(
        _say(facts, "Vorschläge", "Suggested"), (say(READY[r], language) for r in facts.ready), numbered=True
    )
    if facts.ready:
        yield ""
        yield from wrapped(_say(facts, BY_WORD, BY_WORD_EN)).splitlines()
    if facts.drafted:
        yield _say(facts, "\nDer Entwurf liegt im Ordner der Entwürfe.", "\nThe draft lies in the folder of drafts.")


def _say(facts: Facts, german: str, english: str) -> str:
    return german if facts.language == "de" else english


def _rule(facts: Facts) -> str:
    """The rule of the office that asked for a person; the house's own speak by their reason."""
    fired = [t.rule for t in facts.decision.trace if t.fired and t.place != "house"] if facts.decision else []
    return _say(facts, f"Regel: {fired[-1]}", f"Rule: {fired[-1]}") if fired else ""


# --- the mail ---------------------------------------------------------------------------


def _mail(facts: Facts, reading: Reading) -> Iterator[str]:
    message = reading.message
    yield from field(_say(facts, "Von", "From"), (str(reading.sender.address), _trust(facts, reading)))
    yield from field(_say(facts, "Betreff", "Subject"), (message.subject,))
    yield from field(_say(facts, "Verstanden", "Understood"), _understood(facts, reading))
    yield from field(_say(facts, "Termin", "Meeting"), _meetings(facts, reading))
    times = (_time(e, facts) for e in reading.times)
    yield from field(_say(facts, "Zeiten", "Times"), times)
    names = (p.filename or p.content_type for p in message.attachments)
    yield from field(_say(facts, "Anhänge", "Attached"), (", ".join(names),))
    yield from field(_say(facts, "Text", "Text"), (_excerpt(reading.new_text.text),))


def _trust(facts: Facts, reading: Reading) -> str:
    sender, history = reading.sender, facts.history
    role = named(facts.role.value, ROLES, facts.language) if facts.role is not Role.CLIENT else ""
    before = ""
    if history:
        known = _say(facts, "dem Büro bekannt", "known to the office") if history.known else ""
        count = history.mails_before
        first = _say(facts, "schreibt zum ersten Mal", "writes for the first time")
        earlier = _say(facts, f"frühere Mails: {count}", f"earlier mails: {count}")
        before = ", ".join(filter(None, (known, earlier if count else first)))
    flags = (named(flag, FLAGS, facts.language) for flag in sender.flags)
    return ", ".join(filter(None, (role, named(sender.trust.value, TRUST, facts.language), before, *flags)))


def _understood(facts: Facts, reading: Reading) -> Iterator[str]:
    kind = named(reading.kind.kind.value, KINDS, facts.language)
    language = named(reading.language.value, LANGUAGES, facts.language)
    if reading.kind.kind is not MailKind.PERSON or not reading.intents:
        yield f"{kind}, {language}"
    for intent in reading.intents:
        yield f"{named(intent.name, INTENTS, facts.language)} ({_quoted(intent.words, facts)})"
    if not reading.intents and reading.sender.trust is not Trust.FAILED:
        yield _say(facts, "kein bekanntes Anliegen", "no concern that is known")


def _meetings(facts: Facts, reading: Reading) -> Iterator[str]:
    """What a calendar message is about: its title and its time on the office's clock."""
    for about in reading.calendar[:MAX_MEETINGS]:
        if about.slot:
            zone = ZoneInfo(facts.zone)
            shown = Placed(about.slot.start.astimezone(zone), about.slot.end.astimezone(zone))
            series = _say(facts, " (Reihe)", " (series)") if about.recurs else ""
            yield f"{about.summary[:MAX_TITLE] or '–'}, {span(shown, facts.language)}{series}"


def _quoted(words: str, facts: Facts) -> str:
    words = " ".join(words.split())
    return _say(facts, f"„{words}“", f"“{words}”")


def _time(expression: TimeExpression, facts: Facts) -> str:
    """The words, and what they were taken for."""
    likeliest = expression.likeliest
    words = _quoted(expression.text, facts)
    if likeliest.start is None:
        return words
    start = likeliest.start.astimezone(ZoneInfo(facts.zone))
    clock = f", {start:%H:%M}" if likeliest.grain in TIMED else ""
    odd = _say(facts, " (passt nicht zusammen)", " (does not agree)") if likeliest.contradiction else ""
    return f"{words}: {day(start.date(), facts.language)}{clock}{odd}"


def _excerpt(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= MAX_EXCERPT else f"{words[:MAX_EXCERPT].rpartition(' ')[0]} …"


# --- the rules --------------------------------------------------------------------------


def _near_misses(facts: Facts) -> Iterator[str]:
    for trace in facts.decision.near_misses() if facts.decision else ():
        yield _near_miss(trace, facts)


def _near_miss(trace: RuleTrace, facts: Facts) -> str:
    failed = next(c for c in trace.checks if not c.held)
    label, wanted, found = _condition(failed, facts)
    if failed.condition in {"all", "any", "not"}:
        return _say(facts, f"{trace.rule} scheiterte an {label}", f"{trace.rule} failed at {label}")
    return _say(
        facts,
        f"{trace.rule} scheiterte an {label}: verlangt {wanted}, gefunden {found}",
        f"{trace.rule} failed at {label}: wanted {wanted}, found {found}",
    )


def _condition(check: Check, facts: Facts) -> tuple[str, str, str]:
    """What was looked at, what was wanted and what was found, in words."""
    name, _, wanted = check.condition.partition(": ")
    label, values = CONDITIONS.get(name, ((name, name), {}))
    asked = (named(w, values, facts.language) for w in wanted.split(" | "))
    found = (named(f, values, facts.language) for f in check.found.split(", "))
    either = _say(facts, " oder ", " or ")
    return say(label, facts.language), either.join(_quoted(a, facts) for a in asked), _quoted(", ".join(found), facts)
