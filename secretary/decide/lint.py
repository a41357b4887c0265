"""What is wrong with rules that are written correctly: unknown names, rules that never fire.

Promises: an error for what cannot work, a warning for what is hardly meant.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from difflib import get_close_matches

from secretary.decide.house import APPOINTMENTS, AUTOMATED
from secretary.decide.model import Then, When
from secretary.decide.ruleset import Catalogue, Rule
from secretary.domain.action import FolderRole
from secretary.domain.errors import SetupError


def problems(rules: Sequence[Rule], catalogue: Catalogue) -> Iterator[SetupError]:
    """Everything that cannot work."""
    names: set[str] = set()
    for rule in rules:
        if rule.text.name in names:
            yield _error(rule, "name", f"Two rules are called {rule.text.name!r}.", "Give one another name.")
        names.add(rule.text.name)
        yield from _intents(rule, rule.text.when, catalogue)
        for then in rule.text.then:
            yield from _action(rule, then, catalogue)


def _error(rule: Rule, key: str, problem: str, remedy: str) -> SetupError:
    return SetupError(problem, file=rule.file, line=rule.line, key=f"{rule.text.name}.{key}", remedy=remedy)


def _unknown(rule: Rule, key: str, name: str, known: Iterable[str]) -> Iterator[SetupError]:
    options = sorted(known)
    if name in options:
        return
    near = get_close_matches(name, options, 1)
    remedy = f"Did you mean {near[0]!r}?" if near else f"Known: {', '.join(options) or 'none'}."
    yield _error(rule, key, f"{name!r} is not known.", remedy)


def _intents(rule: Rule, when: When, catalogue: Catalogue) -> Iterator[SetupError]:
    # "appointment" covers "appointment.move", so the parts before each dot are names too.
    parts = {".".join(i.split(".")[:n]) for i in catalogue.intents for n in range(1, i.count(".") + 2)}
    for intent in when.intent:
        yield from _unknown(rule, "when.intent", intent, parts)
    for inner in (*when.all, *when.any, *((when.not_,) if when.not_ else ())):
        yield from _intents(rule, inner, catalogue)


def _action(rule: Rule, then: Then, catalogue: Catalogue) -> Iterator[SetupError]:
    if then.answer:
        yield from _template(rule, then.answer.template, then.answer.data, catalogue)
    if then.escalate and then.escalate.draft:
        yield from _template(rule, then.escalate.draft, (), catalogue)
    if then.file:
        yield from _unknown(rule, "then.file", then.file, catalogue.folders | {r.value for r in FolderRole})
    block = (APPOINTMENTS, then.negotiate) if then.negotiate else ()
    block = (then.engage.service, then.engage.request) if then.engage else block
    if block:
        yield from _unknown(rule, f"then.{then.word}", block[0], catalogue.service_requests)
        known = catalogue.service_requests.get(block[0])
        yield from _unknown(rule, f"then.{then.word}", block[1], known) if known is not None else ()


def _template(rule: Rule, name: str, data: Iterable[str], catalogue: Catalogue) -> Iterator[SetupError]:
    yield from _unknown(rule, "then.answer", name, catalogue.templates)
    here = catalogue.templates.get(name, {})
    everywhere = {lang for languages in catalogue.templates.values() for lang in languages}
    for lang in sorted(everywhere - set(here)) if here else ():
        yield _error(rule, "then.answer", f"{name!r} lacks the language {lang}.", f"Write {name}.{lang}.txt.j2.")
    for variable in data if here else ():
        yield from _unknown(rule, "then.answer.data", variable, frozenset().union(*here.values()))


def warnings(rules: Sequence[Rule]) -> Iterator[str]:
    """What works but is hardly meant."""
    for index, rule in enumerate(rules):
        above = next((r for r in rules[:index] if not r.text.continue_ and _covers(r.text.when, rule.text.when)), None)
        if above:
            yield f"{rule.place}: {rule.text.name!r} never fires: {above.text.name!r} above it takes every such mail."
        kinds = set(rule.text.when.kind)
        if kinds and kinds <= AUTOMATED and any(t.word in {"answer", "negotiate"} for t in rule.text.then):
            yield f"{rule.place}: {rule.text.name!r} answers only automated mail, which is never answered."


def _covers(wide: When, narrow: When) -> bool:
    """Whether each condition of `wide` is in `narrow` as strictly; unsure counts as no."""
    for name in wide.model_fields_set:
        mine, other = getattr(wide, name), getattr(narrow, name)
        one_of = isinstance(mine, tuple) and name not in {"all", "any"}
        if other != mine and not (one_of and other and set(other) <= set(mine)):
            return False
    return True
