"""The file of what an office was taught at the desk: read, changed, proven as a whole, then put in place.

Promises: a change is in force whole or not at all: the whole rule set is checked with it, its examples are run,
and only then the file is replaced in one move. A rule of the same name is replaced, so that a change broken off can
be made again. People may edit the file; what they wrote stays, but for their comments.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import yaml

from secretary.act.compose import Composer
from secretary.app.rules.files import read_file
from secretary.decide import RuleSet, TaughtText
from secretary.decide.model import RuleText
from secretary.decide.rewording import reworded
from secretary.domain.errors import SecretaryError, SetupError, flat
from secretary.domain.handwritten import read_yaml
from secretary.domain.lesson import Rewording
from secretary.domain.office import Autonomy
from secretary.ledger import Lessons

HEADER = """\
# What this office was taught at the desk; these rules stand before all others. You may edit the file: it is read
# anew at once, and the desk keeps what you wrote, but for comments. `secretary rules check` tells of mistakes.
"""
Content = dict[str, Any]


@dataclass(frozen=True, slots=True)
class School:
    """Where an office's lessons are kept. `prove` gives the whole rule set with another text of the file.

    `prove` and `compose`, which gives who writes with it, raise SetupErrors for what cannot be used. `days`: how
    far back a rule is tried on past mails. `approvals` and `corrections`: how many it takes before another autonomy
    is offered, `changes` before other words are.
    """

    file: Path
    lessons: Lessons
    prove: Callable[[TaughtText], RuleSet]
    compose: Callable[[TaughtText], Composer]
    days: int = 90
    approvals: int = 10
    corrections: int = 3
    changes: int = 3

    def content(self) -> Content:
        """What stands in the file. Raises SetupError where it cannot be read."""
        content = read_yaml(taught_text(self.file).text, str(self.file))[1]
        return content if isinstance(content, dict) else {}

    def writes(self, content: Content) -> Composer:
        """Who would write letters if the file were this. Raises SetupErrors."""
        return self.compose(TaughtText(shown_name(self.file), as_text(content)))

    def trouble(self, content: Content, rule: str = "") -> tuple[str, ...]:
        """Why the file cannot be this, in sentences; with a rule's name also what is odd about that rule."""
        problems: list[str] = []
        try:
            rules = self.prove(TaughtText(shown_name(self.file), as_text(content)))
            problems += [w for w in rules.warnings if rule and repr(rule) in w]
        except* SecretaryError as group:
            problems += [str(error) for error in flat(group)]
        return tuple(problems)

    def put(self, content: Content) -> None:
        """Replace the file. Raises SetupError where it cannot be written."""
        fresh = self.file.with_suffix(".new")
        try:
            self.file.parent.mkdir(parents=True, exist_ok=True)
            fresh.write_text(as_text(content), "utf-8")
            os.replace(fresh, self.file)  # noqa: PTH105 - the one call that replaces in a single move
        except OSError as error:
            raise SetupError(
                f"The rule cannot be kept ({error.strerror}).",
                file=str(self.file),
                remedy="Let the secretary write into this folder, or name another one under `taught`.",
            ) from error


def taught_text(file: Path) -> TaughtText:
    """The file as it lies there, empty where it does not. Raises SetupError where it cannot be read."""
    return TaughtText(shown_name(file), read_file(file) if file.exists() else "")


def shown_name(file: Path) -> str:
    """How rules and errors name the file."""
    return f"{file.parent.name}/{file.name}"


def as_text(content: Content) -> str:
    """The file with this content."""
    dumped = yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=100) if content else ""
    return HEADER + dumped


def rule_content(rule: RuleText) -> Content:
    """A rule as it is written."""
    return rule.model_dump(mode="json", by_alias=True, exclude_unset=True)


def with_rule(content: Content, rule: Content) -> Content:
    """With a rule behind the others, in the place of one of its name."""
    return {**content, "rules": [*_others(content, rule["name"]), rule]}


def without_rule(content: Content, name: str) -> Content:
    """Without a rule, and without a word on its autonomy."""
    kept = with_autonomy(content, name, None)
    return {**kept, "rules": list(_others(kept, name))}


def with_autonomy(content: Content, name: str, autonomy: Autonomy | None) -> Content:
    """With another autonomy for a rule; None: the rule's own word holds."""
    said = {rule: value for rule, value in (content.get("autonomy") or {}).items() if rule != name}
    if autonomy:
        said[name] = autonomy.value
    kept = {key: value for key, value in content.items() if key != "autonomy"}
    return {**kept, "autonomy": said} if said else kept


def with_wording(content: Content, wording: Rewording) -> Content:
    """With other words for a paragraph of a template, in the place of those that were taught for it before."""
    return {**content, "wordings": [*_other_wordings(content, wording), asdict(wording)]}


def without_wording(content: Content, wording: Rewording) -> Content:
    """Without them."""
    rest = _other_wordings(content, wording)
    kept = {key: value for key, value in content.items() if key != "wordings"}
    return {**kept, "wordings": rest} if rest else kept


def reworded_files(texts: Mapping[str, str], wordings: Iterable[Rewording]) -> tuple[dict[str, str], tuple[str, ...]]:
    """Templates, {file name: text}, in the words that were taught; and what of it has no place in them any more."""
    found, idle = dict(texts), []
    for wording in wordings:
        file = f"{wording.template}.{wording.language}.txt.j2"
        text = reworded(found.get(file, ""), wording)
        if text is None:
            idle.append(
                f"{f'{wording.template}.{wording.language}'!r}: the template has no such paragraph any more, and "
                f"nothing is written instead of it: {wording.instead_of}"
            )
        else:
            found[file] = text
    return found, tuple(idle)


def _other_wordings(content: Content, wording: Rewording) -> list[Content]:
    place = ("template", "language", "instead_of")
    mine = {key: getattr(wording, key) for key in place}
    return [one for one in content.get("wordings") or () if {key: one.get(key) for key in place} != mine]


def _others(content: Content, name: str) -> Iterator[Content]:
    yield from (rule for rule in content.get("rules") or () if rule.get("name") != name)
