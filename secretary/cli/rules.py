"""`secretary rules`: check the rules, run their examples, print the schema for editors.

Promises: every problem with its place and remedy; exit code 1 when there is one.
Never does: reach a server.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from secretary.cli.errors import sentence, told

if TYPE_CHECKING:
    from secretary.decide import RuleSet

rules_app = typer.Typer(help="Check and test the rules of an office.", no_args_is_help=True)

Folder = Annotated[Path, typer.Option("--rules", help="Folder with the rule files (*.yaml).")]
Templates = Annotated[Path, typer.Option("--templates", help="Folder with the templates (*.txt.j2).")]


def _loaded(rules: Path, templates: Path) -> RuleSet:
    from secretary.app.files import read_folder, shipped_lexicon
    from secretary.decide import Catalogue, load_rules
    from secretary.domain.action import FolderRole
    from secretary.domain.errors import SetupError
    from secretary.services.appointments.service import REQUESTS

    texts = read_folder(rules, "*.yaml")
    if not texts:
        raise SetupError("No rule file is there.", file=str(rules), remedy="Name the folder with --rules.")
    known = _variables(read_folder(templates, "*.*.txt.j2"))
    folders = frozenset(r.value for r in FolderRole)
    return load_rules(texts, Catalogue(known, shipped_lexicon().names, {"appointments": REQUESTS}, folders))


def _variables(texts: dict[str, str]) -> dict[str, dict[str, frozenset[str]]]:
    """{template: {language: variables}} from the files themselves."""
    from jinja2 import Environment, TemplateSyntaxError, meta

    known: dict[str, dict[str, frozenset[str]]] = {}
    environment = Environment(autoescape=True)  # only parsed, never rendered here
    for file, text in texts.items():
        name, language = file.split(".")[:2]
        try:
            used = meta.find_undeclared_variables(environment.parse(text))
        except TemplateSyntaxError:
            used = set()  # its own check tells about a broken template
        known.setdefault(name, {})[language] = frozenset(used)
    return known


@rules_app.command()
def check(rules: Folder = Path("rules"), templates: Templates = Path("templates")) -> None:
    """Find mistakes, unknown names, and rules that never fire."""
    with told():
        loaded = _loaded(rules, templates)
        for warning in loaded.warnings:
            typer.echo(f"! {warning}")
        typer.echo(f"✓ {len(loaded.rules)} rules, {len(loaded.warnings)} warnings.")


@rules_app.command("test")
def run_all(
    rules: Folder = Path("rules"),
    templates: Templates = Path("templates"),
    address: Annotated[str, typer.Option(help="The office's service address.")] = "office@firma.test",
) -> None:
    """Run the examples that stand under the rules."""
    from secretary.app.files import shipped_lexicon
    from secretary.decide import run_examples
    from secretary.domain.address import Address
    from secretary.domain.office import Office
    from secretary.understand.read import Reader

    with told():
        loaded = _loaded(rules, templates)
    reader, at = Reader(shipped_lexicon()), datetime.now(UTC)
    office = Office("office", "Office", Address(address))
    failed = run_examples(loaded, lambda raw: reader.read_bytes(raw, received=at), office)
    for error in failed:
        typer.echo(f"✗ {sentence(error)}", err=True)
    count = sum(len(r.text.examples) for r in loaded.rules)
    typer.echo(f"{count - len(failed)} of {count} examples hold.")
    raise typer.Exit(1 if failed else 0)


@rules_app.command()
def schema() -> None:
    """Print the JSON Schema of a rule file, for editors."""
    from secretary.decide import schema as rule_schema

    typer.echo(json.dumps(rule_schema(), indent=2, sort_keys=True))
