"""Rule files to a rule set: read, checked and compiled as a whole.

Promises: all problems are told at once, each with file, line, key and what would be right.
Never does: load half; an office keeps its last good set.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping

from secretary.decide.lint import problems
from secretary.decide.model import RuleFile
from secretary.decide.reach import warnings
from secretary.decide.ruleset import Catalogue, Rule, RuleSet
from secretary.domain.errors import SetupError
from secretary.domain.handwritten import line_of, read_yaml, validated


def load_rules(files: Mapping[str, str], catalogue: Catalogue) -> RuleSet:
    """The rules of all files in the order of their names; raises an ExceptionGroup of SetupError."""
    rules: list[Rule] = []
    errors: list[SetupError] = []
    for file, text in sorted(files.items()):
        try:
            rules.extend(_rules_of(file, text))
        except* SetupError as group:
            errors.extend(e for e in group.exceptions if isinstance(e, SetupError))
    errors.extend(problems(rules, catalogue))
    if errors:
        raise ExceptionGroup("The rules cannot be used.", errors)
    digest = hashlib.sha256("\0".join(f"{f}\0{t}" for f, t in sorted(files.items())).encode()).hexdigest()
    return RuleSet(tuple(rules), digest[:16], tuple(warnings(rules, frozenset(catalogue.service_requests))))


def _rules_of(file: str, text: str) -> Iterator[Rule]:
    if read_yaml(text, file)[1] is None:
        return
    parsed, node = validated(RuleFile, text, file)
    for index, rule in enumerate(parsed.rules):
        yield Rule(rule, file, line_of(node, ("rules", index)))
