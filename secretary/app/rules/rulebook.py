"""Rules and templates of an office, from their folders: read, checked against each other, compiled.

Promises: the same checks wherever rules are loaded: at the start, at a reload, by a command.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from secretary.act.compose.templates import Templates
from secretary.app.rules.files import read_folder, shipped, shipped_lexicon
from secretary.config.models import Config
from secretary.decide import Catalogue, RuleSet, TaughtText, load_rules, run_examples
from secretary.domain.errors import SetupError
from secretary.domain.office import Autonomy, Office
from secretary.services.appointments import Appointments
from secretary.understand.intent import Lexicon
from secretary.understand.read import Reader

ARRIVED = datetime(2026, 7, 14, 10, 0, tzinfo=UTC)  # examples are read on one and the same day
RULES, TEMPLATES = "*.yaml", "*.j2"
REQUESTS: Mapping[str, frozenset[str]] = {"appointments": Appointments.requests}


@dataclass(frozen=True, slots=True)
class Folders:
    """Where an office's rules and templates lie: its own folders, or what is shipped."""

    rules: Path
    templates: Path


def folders_of(config: Config | None, base: Path) -> Folders:
    """The folders that a configuration beside `base` names. Raises SetupError for one that is not there.

    A folder that nobody named may be missing; then what is shipped is in force.
    """
    return Folders(_folder(config, base, "rules"), _folder(config, base, "templates"))


def _folder(config: Config | None, base: Path, kind: str) -> Path:
    own = base / (getattr(config, kind) if config else kind)
    if own.is_dir():
        return own
    if config and kind in config.model_fields_set:
        raise SetupError(
            "There is no such folder.",
            file=str(own),
            key=kind,
            remedy=f"Create it, or leave the key {kind} out to use what is shipped.",
        )
    return shipped(kind)


def rule_set(
    rules: Path,
    templates: Mapping[str, Mapping[str, frozenset[str]]],
    languages: Iterable[str] = (),
    lexicon: Lexicon | None = None,
    taught: TaughtText | None = None,
) -> RuleSet:
    """The checked rules of a folder; `templates` is {name: {language: variables}}. Raises SetupErrors.

    `lexicon` tells the intents that rules may ask for; the shipped one by default. `taught` stands before.
    """
    catalogue = Catalogue(templates, (lexicon or shipped_lexicon()).names, REQUESTS, frozenset(languages))
    return load_rules(read_folder(rules, RULES), catalogue, taught)


def rules_of_folders(
    rules: Path,
    templates: Path,
    languages: Iterable[str] = (),
    lexicon: Lexicon | None = None,
    taught: TaughtText | None = None,
) -> RuleSet:
    """Rules checked against the templates of a folder. Raises SetupErrors."""
    return rule_set(rules, Templates(read_folder(templates, TEMPLATES)).catalogue(), languages, lexicon, taught)


def taught_file(config: Config, base: Path, office: str) -> Path:
    """The file of what an office was taught; it need not be there."""
    return base / config.taught / f"{office}.yaml"


def failed_examples(rules: RuleSet, reader: Reader, office: Office) -> tuple[SetupError, ...]:
    """The examples under the rules that are decided otherwise than they expect."""
    # They say what a rule means, which an office that has all suggested first, or this rule, does not change.
    acting = replace(office, autonomy=Autonomy.ACT)
    written = replace(rules, rules=tuple(rule.as_written for rule in rules.rules))
    return run_examples(written, lambda raw: reader.read_bytes(raw, received=ARRIVED), acting)


def proven(rules: RuleSet, reader: Reader, office: Office) -> RuleSet:
    """The same rules; raises SetupErrors when an example does not hold."""
    failed = failed_examples(rules, reader, office)
    if failed:
        raise ExceptionGroup("The rules do not keep their examples.", list(failed))
    return rules
