"""What is wrong with rules that are written correctly: names of what the office does not have.

Promises: an error for what cannot work. What works but is hardly meant is told by `reach`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from difflib import get_close_matches

from secretary.decide.house import APPOINTMENTS
from secretary.decide.model import Then, When
from secretary.decide.ruleset import Catalogue, Rule
from secretary.domain.action import FolderRole
from secretary.domain.errors import SetupError
from secretary.domain.handwritten import meant

SENDER_FLAGS = frozenset({"display-name-spoof", "reply-to-elsewhere", "lookalike"})
NO_INTENT = "none"  # of `only_intent`: no intent has this name
FORWARD = "forward"  # the template of a forwarded mail's note


def problems(rules: Sequence[Rule], catalogue: Catalogue) -> Iterator[SetupError]:
    """Everything that cannot work."""
    names: set[str] = set()
    for rule in rules:
        if rule.text.name in names:
            yield _error(rule, "name", f"Two rules are called {rule.text.name!r}.", "Give one another name.")
        names.add(rule.text.name)
        yield from _names(rule, rule.text.when, catalogue)
        for then in rule.text.then:
            yield from _action(rule, then, catalogue)


def _error(rule: Rule, key: str, problem: str, remedy: str) -> SetupError:
    return SetupError(problem, file=rule.file, line=rule.line, key=f"{rule.text.name}.{key}", remedy=remedy)


def _unknown(rule: Rule, key: str, name: str, known: Iterable[str]) -> Iterator[SetupError]:
    options = sorted(known)
    if name not in options:
        yield _error(rule, key, f"{name!r} is not known.", meant(name, options))


def _names(rule: Rule, when: When, catalogue: Catalogue) -> Iterator[SetupError]:
    # "appointment" covers "appointment.move", so the parts before each dot are names too.
    parts = {".".join(i.split(".")[:n]) for i in catalogue.intents for n in range(1, i.count(".") + 2)}
    for intent in when.intent:
        yield from _unknown(rule, "when.intent", intent, parts)
    for intent in when.only_intent:
        yield from _unknown(rule, "when.only_intent", intent, {*parts, NO_INTENT})
    for flag in when.sender_flag:
        yield from _unknown(rule, "when.sender_flag", flag, SENDER_FLAGS)
    if when.service:
        yield from _unknown(rule, "when.service", when.service, catalogue.service_requests)
    for inner in (*when.all, *when.any, *((when.not_,) if when.not_ else ())):
        yield from _names(rule, inner, catalogue)


def _action(rule: Rule, then: Then, catalogue: Catalogue) -> Iterator[SetupError]:
    if then.answer:
        yield from _template(rule, "then.answer", then.answer.template, then.answer.data, catalogue)
    if then.escalate and then.escalate.draft:
        yield from _template(rule, "then.escalate.draft", then.escalate.draft, (), catalogue)
    if then.forward:
        yield from _template(rule, "then.forward", FORWARD, (), catalogue)
    if then.file:
        yield from _folder(rule, then.file)
    block = (APPOINTMENTS, then.negotiate) if then.negotiate else ()
    block = (then.engage.service, then.engage.request) if then.engage else block
    if block:
        yield from _unknown(rule, f"then.{then.word}", block[0], catalogue.service_requests)
        known = catalogue.service_requests.get(block[0])
        yield from _unknown(rule, f"then.{then.word}", block[1], known) if known is not None else ()


def _folder(rule: Rule, name: str) -> Iterator[SetupError]:
    """Any folder may be named; what looks like a mistyped role is one."""
    roles = [role.value for role in FolderRole]
    near = get_close_matches(name.casefold(), roles, 1, cutoff=0.75)
    if near and name not in roles:
        remedy = (
            f"Did you mean {near[0]!r}? A folder of that very name can be written with its place, like Kunden/{name}."
        )
        yield _error(rule, "then.file", f"{name!r} looks like a mistyped role.", remedy)


def _template(rule: Rule, key: str, name: str, data: Iterable[str], catalogue: Catalogue) -> Iterator[SetupError]:
    """A template that is there, in every language, and gets what it shows and nothing else."""
    yield from _unknown(rule, key, name, catalogue.templates)
    here = catalogue.templates.get(name)
    if here is None:
        return
    everywhere = catalogue.languages or {lang for languages in catalogue.templates.values() for lang in languages}
    for lang in sorted(everywhere - set(here)):
        yield _error(rule, key, f"{name!r} lacks the language {lang}.", f"Write {name}.{lang}.txt.j2.")
    given, shown = set(data), frozenset[str]().union(*here.values())
    for variable in sorted(given - shown):
        yield from _unknown(rule, f"{key}.data", variable, shown)
    missing = sorted(shown - given)
    if missing:
        what = ", ".join(missing)
        remedy = "Give them under data: (`answer: {template: …, data: {…}}`), or take a template that needs none."
        yield _error(rule, f"{key}.data", f"{name!r} shows what the rule does not give: {what}.", remedy)
