"""A checked rule set, and what the office has that rules may name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from secretary.decide.model import RuleText
from secretary.domain.office import Autonomy


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Names that rules may use: templates with the variables per language, intents, requests.

    `languages` are those that every template must have; all that any template has, when empty.
    """

    templates: Mapping[str, Mapping[str, frozenset[str]]] = field(default_factory=dict)
    intents: frozenset[str] = frozenset()
    service_requests: Mapping[str, frozenset[str]] = field(default_factory=dict)
    languages: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule and where it stands ("file:line"); `own` is the autonomy it was written with, where it has another."""

    text: RuleText
    file: str
    line: int
    own: Autonomy | None = None

    @property
    def place(self) -> str:
        """As editors read it."""
        return f"{self.file}:{self.line}"

    @property
    def as_written(self) -> Rule:
        """With its own autonomy."""
        text = self.text.model_copy(update={"autonomy": self.own}) if self.own else self.text
        return replace(self, text=text, own=None)


@dataclass(frozen=True, slots=True)
class RuleSet:
    """Rules in order; `version` is a hash of the texts, `warnings` what works but is hardly meant."""

    rules: tuple[Rule, ...] = ()
    version: str = ""
    warnings: tuple[str, ...] = ()
