"""Rule files to a rule set: read, checked and compiled as a whole.

Promises: all problems are told at once, each with file, line, key and what would be right.
Never does: load half; an office keeps its last good set.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from typing import Any

import yaml
from pydantic import ValidationError

from secretary.decide.lint import problems, warnings
from secretary.decide.model import RuleFile, RuleText, Then, When
from secretary.decide.ruleset import Catalogue, Rule, RuleSet
from secretary.domain.errors import SetupError

Path = tuple[str | int, ...]


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
    return RuleSet(tuple(rules), digest[:16], tuple(warnings(rules)))


def _rules_of(file: str, text: str) -> Iterator[Rule]:
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
        content = yaml.safe_load(text)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 0
        problem = getattr(error, "problem", None) or str(error)
        raise SetupError(f"No valid YAML: {problem}.", file=file, line=line, remedy="Check the indentation.") from error
    if content is None:
        return
    try:
        parsed = RuleFile.model_validate(content)
    except ValidationError as error:
        raise ExceptionGroup(file, [_told(file, node, e) for e in error.errors()]) from error
    for index, rule in enumerate(parsed.rules):
        yield Rule(rule, file, _line(node, ("rules", index)))


def _line(node: Any, path: Iterable[str | int]) -> int:  # noqa: ANN401 - yaml nodes have no types
    """The line of a key, or of the nearest thing around it."""
    line = node.start_mark.line + 1 if node else 0
    for step in path:
        if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
            node = node.value[step]
            line = node.start_mark.line + 1
        elif isinstance(node, yaml.MappingNode):
            pair = next(((k, v) for k, v in node.value if k.value == step), None)
            if pair:
                line, node = pair[0].start_mark.line + 1, pair[1]
    return line


def _told(file: str, node: Any, error: Any) -> SetupError:  # noqa: ANN401 - as above
    path: Path = error["loc"]
    key = ".".join(str(p) for p in path)
    remedy = ""
    if error["type"] == "extra_forbidden":
        near = get_close_matches(str(path[-1]), _keys_at(path), 1)
        remedy = f"Did you mean {near[0]!r}?" if near else f"Known here: {', '.join(_keys_at(path))}."
    return SetupError(f"{error['msg']}.", file=file, line=_line(node, path), key=key, remedy=remedy or "Correct it.")


def _keys_at(path: Path) -> list[str]:
    """The keys that may stand where an unknown one stands."""
    model = When if "when" in path[:-1] else Then if "then" in path[:-1] else RuleText if "rules" in path else RuleFile
    return [f.alias or n for n, f in model.model_fields.items()]
