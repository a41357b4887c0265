"""Rule files to a rule set: read, checked and compiled as a whole.

Promises: all problems are told at once, each with file, line, key and what would be right. Rules taught at the
desk stand before all others, and what it says of another rule's autonomy holds instead of that rule's own word.
Never does: load half; an office keeps its last good set.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from secretary.decide.lint import problems
from secretary.decide.model import RuleFile, TaughtFile
from secretary.decide.reach import warnings
from secretary.decide.ruleset import Catalogue, Rule, RuleSet
from secretary.domain.errors import SetupError
from secretary.domain.handwritten import checked_section, line_of, read_yaml
from secretary.domain.lesson import Rewording
from secretary.domain.office import Autonomy


@dataclass(frozen=True, slots=True)
class TaughtText:
    """The file of what an office was taught at the desk: its name, and its text ("" where nothing was taught)."""

    file: str
    text: str = ""


def load_rules(files: Mapping[str, str], catalogue: Catalogue, taught: TaughtText | None = None) -> RuleSet:
    """The rules of all files in the order of their names; raises an ExceptionGroup of SetupError."""
    rules: list[Rule] = []
    errors: list[SetupError] = []
    autonomy: dict[str, Autonomy] = {}
    for file, text in [*([(taught.file, taught.text)] if taught else []), *sorted(files.items())]:
        try:
            parsed, found = _read(file, text, RuleFile if file in files else TaughtFile)
            autonomy |= parsed.autonomy if isinstance(parsed, TaughtFile) else {}
            rules.extend(found)
        except* SetupError as group:
            errors.extend(e for e in group.exceptions if isinstance(e, SetupError))
    errors.extend(problems(rules, catalogue))
    if errors:
        raise ExceptionGroup("The rules cannot be used.", errors)
    texts = {**({taught.file: taught.text} if taught and taught.text else {}), **files}
    digest = hashlib.sha256("\0".join(f"{f}\0{t}" for f, t in sorted(texts.items())).encode()).hexdigest()
    set_ = tuple(_with(rule, autonomy) for rule in rules)
    said = (*warnings(set_, frozenset(catalogue.service_requests)), *_idle(taught, rules, autonomy))
    return RuleSet(set_, digest[:16], said)


def wordings_of(taught: TaughtText) -> tuple[Rewording, ...]:
    """What was taught of the words of templates. Raises SetupErrors."""
    parsed, _ = _read(taught.file, taught.text, TaughtFile)
    wordings = parsed.wordings if isinstance(parsed, TaughtFile) else ()
    return tuple(Rewording(w.template, w.language, w.instead_of, w.write) for w in wordings)


def _with(rule: Rule, autonomy: Mapping[str, Autonomy]) -> Rule:
    said = autonomy.get(rule.text.name)
    if said is None:
        return rule
    return replace(rule, text=rule.text.model_copy(update={"autonomy": said}), own=rule.text.autonomy)


def _idle(taught: TaughtText | None, rules: list[Rule], autonomy: Mapping[str, Autonomy]) -> Iterator[str]:
    """What is said of rules that somebody has removed since."""
    for name in sorted(set(autonomy) - {rule.text.name for rule in rules}):
        yield f"{taught.file if taught else ''}: there is no rule {name!r} whose autonomy could be {autonomy[name]}."


def _read(file: str, text: str, model: type[RuleFile]) -> tuple[RuleFile | None, list[Rule]]:
    node, content = read_yaml(text, file)
    if content is None:
        return None, []
    parsed, found = checked_section(model, content, node, file)
    if parsed is None:
        raise ExceptionGroup(f"{file} has {len(found)} problem(s)", found)
    lines = (line_of(node, ("rules", index)) for index in range(len(parsed.rules)))
    return parsed, [Rule(rule, file, line) for rule, line in zip(parsed.rules, lines, strict=True)]
