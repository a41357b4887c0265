"""A rule taught by one mail: the narrowest conditions that make sense, tried on the mails of the past.

Promises: pure and deterministic. Conditions ask who writes, what kind of mail it is and what the writer wants,
never for words of the text; for a word of the subject only where other mails bear it as well, and never for a
name or a number. A rule holds only for mails that want nothing besides. It is made wider only by what people did:
for a whole organisation when they settled mails of two of its people alike, for everybody when those of several
organisations.
Never does: make a rule live, or one that takes every letter of somebody unread.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from secretary.decide.conditions import holds
from secretary.decide.house import AUTOMATED
from secretary.decide.lint import NO_INTENT
from secretary.decide.model import Then, When
from secretary.decide.patterns import fold
from secretary.domain.action import Ending, FolderRole
from secretary.domain.address import SHARED_DOMAINS
from secretary.domain.decision import Context
from secretary.domain.message import Message
from secretary.domain.office import Office
from secretary.domain.past import Facts, Past, Way
from secretary.domain.reading import (
    Evidence,
    Intent,
    KindReading,
    Language,
    NewText,
    Reading,
    Sender,
    Trust,
)

ORGANISATIONS = 3  # of others whose mails people settled alike, before a rule asks for no sender
MAX_WORDS = 3  # of a subject; more tie a rule to one mail
WORD = re.compile(r"[^\W\d_]{4,}")
HOLLOW = frozenset(
    "antwort betr betreff bitte dear dein deine eine einem einen einer eines from guten hallo hello ihre ihrem ihren"
    " ihrer ihres info mail mein meine news noch oder this tagen unser unsere unserem unseren unserer with your".split()
)  # words of any subject
HARMLESS = "thanks"  # wanted beside anything else, and changes nothing
ACTS = "act."


class Unteachable(StrEnum):
    """Why no rule comes of it.

    TOO_LITTLE: nothing in the mail to hold on to. OWN_WORDS: a letter of a person's own is no template. UNSETTLED:
    nobody has said how such mails end. HOUSE: the house decides them itself. NO_MAIL: the mail is gone. OFF: there
    is no place to keep a rule.
    """

    TOO_LITTLE = "too-little"
    OWN_WORDS = "own-words"
    UNSETTLED = "unsettled"
    HOUSE = "house"
    NO_MAIL = "no-mail"
    OFF = "off"


@dataclass(frozen=True, slots=True)
class Replay:
    """The mails of the past that a rule would have caught: settled the same way, another way, or nobody knows."""

    same: tuple[Past, ...] = ()
    otherwise: tuple[Past, ...] = ()
    unknown: tuple[Past, ...] = ()

    @property
    def caught(self) -> int:
        """All of them."""
        return len(self.same) + len(self.otherwise) + len(self.unknown)


@dataclass(frozen=True, slots=True)
class Taught:
    """Conditions, and what they would have caught besides the mail itself."""

    when: When
    replay: Replay


def way_of(then: Then) -> Way | None:
    """How a mail ends with which an action of a rule deals; None for actions that settle nothing."""
    if then.answer:
        return Way(Ending.ANSWERED, then.answer.template)
    if then.forward:
        return Way(Ending.HANDED_OVER, ", ".join(sorted(a.casefold() for a in then.forward)))
    if then.file or then.ignore:
        return Way(Ending.FILED, then.file or FolderRole.HANDLED.value)
    return None


def then_of(way: Way) -> Then | None:
    """The action that settles a mail in this way; None where there is none."""
    match way:
        case Way(Ending.ANSWERED, template) if template:
            return Then.model_validate({"answer": template})
        case Way(Ending.HANDED_OVER, to) if to:
            return Then.model_validate({"forward": to.split(", ")})
        case Way(Ending.FILED, FolderRole.HANDLED.value):
            return Then(ignore=True)
        case Way(Ending.FILED, folder) if folder:
            return Then(file=folder)
        case _:
            return None


def taught(mail: Past, way: Way, past: Sequence[Past], office: Office) -> Taught | Unteachable:
    """The conditions to propose for mails like this one, which was settled in this way.

    They contradict nothing that was done in the past, wherever any of those to choose from do so.
    """
    if mail.by_house:
        return Unteachable.HOUSE
    others = [p for p in past if p.digest != mail.digest and not p.by_house]
    tried = [(c, replayed(c.when, way, others, office)) for c in _candidates(mail, way, others, office)]
    if not tried:
        return Unteachable.TOO_LITTLE
    chosen: tuple[_Candidate, Replay] | None = None
    for candidate, replay in tried:
        if not replay.otherwise and (chosen is None or candidate.earned(replay, chosen[1])):
            chosen = candidate, replay
    candidate, replay = chosen or tried[0]
    return Taught(candidate.when, replay)


def replayed(when: When, way: Way, past: Sequence[Past], office: Office) -> Replay:
    """What these conditions would have caught."""
    caught = [p for p in past if not p.by_house and holds(when, reading_of(p.facts), Context(office, p.at))]
    return Replay(
        tuple(p for p in caught if p.way == way),
        tuple(p for p in caught if p.way not in {way, None}),
        tuple(p for p in caught if p.way is None),
    )


def reading_of(facts: Facts) -> Reading:
    """A Reading that says of a mail what is on record, and nothing else."""
    author = facts.author
    return Reading(
        message=Message("", 0, (), subject=facts.subject, from_=(author,)),
        new_text=NewText(""),
        kind=KindReading(facts.kind, may_answer=False),
        sender=Sender(author, author, facts.trust),
        language=Language.OTHER,
        language_evidence=Evidence("record"),
        intents=tuple(Intent(name, "", (0, 0), "record") for name in facts.intents),
    )


# --- what to choose from, the narrowest first -------------------------------------------


@dataclass(frozen=True, slots=True)
class _Candidate:
    """`addresses` and `organisations`: so many more must have been settled alike than by the one chosen before."""

    when: When
    addresses: int = 0
    organisations: int = 0

    def earned(self, replay: Replay, before: Replay) -> bool:
        """Whether people did enough to make the rule so wide."""
        added = [p.facts.author for p in replay.same if p.by_person and p not in before.same]
        addresses, organisations = {a.key for a in added}, {a.organisation for a in added}
        return bool(added) and len(addresses) >= self.addresses and len(organisations) >= self.organisations


def _candidates(mail: Past, way: Way, past: Sequence[Past], office: Office) -> Iterator[_Candidate]:
    facts = mail.facts
    what = _what(facts, way)
    words = _subject(mail, past, office)
    wishes = bool(_wishes(facts))
    told = wishes or facts.kind in AUTOMATED or way.ending is Ending.HANDED_OVER
    address, domain = {"sender": facts.author.key}, {"sender": facts.author.domain}
    if told and wishes:
        yield _Candidate(_when(address, what))
    if words:
        yield _Candidate(_when(address, what, words))
    if told and not wishes:
        yield _Candidate(_when(address, what), addresses=1)
    if facts.author.domain and facts.author.domain not in SHARED_DOMAINS:
        if words and not wishes:
            yield _Candidate(_when(domain, what, words), addresses=1)
        if told:
            yield _Candidate(_when(domain, what), addresses=1)
    if wishes:
        yield _Candidate(_when({}, what), organisations=ORGANISATIONS)


def _wishes(facts: Facts) -> tuple[str, ...]:
    return tuple(name for name in facts.intents if not name.startswith(ACTS) and name != HARMLESS)


def _what(facts: Facts, way: Way) -> dict[str, Any]:
    """The kind of mail, and what is wanted in it; whoever is to get an answer or a mail must be who they say."""
    wishes = _wishes(facts)
    wanted: dict[str, Any] = {"kind": facts.kind.value}
    if wishes:
        wanted["intent"] = wishes[0]
    if len(wishes) > 1:
        wanted["all"] = [{"intent": name} for name in wishes[1:]]
    wanted["only_intent"] = sorted({*facts.intents, HARMLESS}) if facts.intents else NO_INTENT
    if facts.trust is Trust.AUTHENTICATED and way.ending is not Ending.FILED:
        wanted["auth"] = facts.trust.value
    return wanted


def _subject(mail: Past, past: Sequence[Past], office: Office) -> tuple[str, ...]:
    """Words of the subject that another matter bears too; the longest say most."""
    private = {fold(word) for name in _names(mail.facts, office) for word in WORD.findall(name)}
    elsewhere = {word for p in past if p.case != mail.case for word in _words(p.facts.subject)}
    shared = [w for w in _words(mail.facts.subject) if w in elsewhere and not _names_somebody(w, private)]
    longest = sorted(shared, key=len, reverse=True)[:MAX_WORDS]
    return tuple(word for word in shared if word in longest)


def _words(subject: str) -> tuple[str, ...]:
    found = (fold(word) for word in WORD.findall(subject))
    return tuple(dict.fromkeys(word for word in found if word not in HOLLOW))


def _names(facts: Facts, office: Office) -> Iterator[str]:
    yield from (facts.author.display_name, facts.author.local_part, office.name)
    yield from (person.name for person in office.people)


def _names_somebody(word: str, private: set[str]) -> bool:
    return any(word in name or name in word for name in private)


def _when(*parts: Any) -> When:  # noqa: ANN401 - keys of a rule, and words of a subject
    whole: dict[str, Any] = {}
    for part in parts:
        if isinstance(part, dict):
            whole |= part
        else:
            whole["subject"] = part[0]
            more = [{"subject": word} for word in part[1:]]
            whole |= {"all": [*whole.get("all", []), *more]} if more else {}
    return When.model_validate(whole)
