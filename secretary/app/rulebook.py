"""Rules and templates of an office, from their folders: read, checked against each other, compiled.

Promises: the same checks wherever rules are loaded: at the start, at a reload, by a command.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from secretary.act.compose.templates import Templates
from secretary.app.files import read_folder, shipped, shipped_lexicon
from secretary.decide import Catalogue, RuleSet, load_rules
from secretary.services.appointments import Appointments

RULES, TEMPLATES = "*.yaml", "*.j2"
REQUESTS: Mapping[str, frozenset[str]] = {"appointments": Appointments.requests}


def own_or_shipped(base: Path, name: str, kind: str) -> Path:
    """The office's own folder of "rules" or "templates", or what is shipped where it has none."""
    own = base / name
    return own if own.is_dir() else shipped(kind)


def rule_set(
    rules: Path, templates: Mapping[str, Mapping[str, frozenset[str]]], languages: Iterable[str] = ()
) -> RuleSet:
    """The checked rules of a folder; `templates` is {name: {language: variables}}. Raises SetupErrors."""
    catalogue = Catalogue(templates, shipped_lexicon().names, REQUESTS, frozenset(languages))
    return load_rules(read_folder(rules, RULES), catalogue)


def rules_of_folders(rules: Path, templates: Path, languages: Iterable[str] = ()) -> RuleSet:
    """Rules checked against the templates of a folder. Raises SetupErrors."""
    return rule_set(rules, Templates(read_folder(templates, TEMPLATES)).catalogue(), languages)
