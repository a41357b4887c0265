"""`secretary rules`: check the rules, run their examples, print the schema for editors.

Promises: every problem with its place and remedy. The configuration, where there is one, says which
folders and languages are meant.
Never does: reach a server.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from secretary.cli.errors import sentence, told
from secretary.cli.options import DEFAULT_CONFIG, ConfigPath

if TYPE_CHECKING:
    from secretary.decide import RuleSet
    from secretary.domain.office import Office
    from secretary.understand.read import Reader

rules_app = typer.Typer(help="Check and test the rules of an office.", no_args_is_help=True)

Rules = Annotated[
    Path | None, typer.Option("--rules", help="Folder of rule files; that of the configuration by default.")
]
Templates = Annotated[
    Path | None, typer.Option("--templates", help="Folder of templates; that of the configuration by default.")
]


def _loaded(
    config: Path, rules: Path | None, templates: Path | None
) -> tuple[RuleSet, Office, Reader, dict[str, RuleSet]]:
    """The rules, the office for which they are tested, and by office the rules with what it was taught.

    Of the configuration where there is one.
    """
    from secretary.app.rules.files import office_lexicon
    from secretary.app.rules.rulebook import folders_of, rules_of_folders, taught_file
    from secretary.app.rules.taught import taught_text
    from secretary.app.settings import load_settings
    from secretary.config.office import office_of
    from secretary.domain.errors import SetupError
    from secretary.understand.read import Reader

    settings = load_settings(config) if config.exists() else None
    offices = [office_of(name, o) for name, o in settings.offices.items()] if settings else [_any_office()]
    own = folders_of(settings, config.parent)
    languages = {language for office in offices for language in office.languages}
    lexicon = office_lexicon(config.parent / (settings.lexicon if settings else "lexicon"))
    folders = rules or own.rules, templates or own.templates, languages, lexicon
    loaded = rules_of_folders(*folders)
    if not loaded.rules:
        raise SetupError("No rule is there.", file=str(rules or own.rules), remedy="Name the folder with --rules.")
    files = {office.id: taught_file(settings, config.parent, office.id) for office in offices if settings}
    taught = {name: rules_of_folders(*folders, taught_text(file)) for name, file in files.items() if file.exists()}
    return loaded, offices[0], Reader(lexicon), taught


def _any_office() -> Office:
    from secretary.domain.address import Address
    from secretary.domain.office import Office

    return Office("office", "Office", Address("office@firma.test"))


@rules_app.command()
def check(config: ConfigPath = DEFAULT_CONFIG, rules: Rules = None, templates: Templates = None) -> None:
    """Find mistakes in rules and templates, unknown names, and rules that never fire.

    A mistake is told with file, line, key and what would be right. A warning (!) is about a rule that
    works but is hardly meant. The examples under the rules must hold, as they must when the secretary
    starts. The exit code is 2 when the rules cannot be used.
    """
    from secretary.app.rules.rulebook import proven

    with told():
        loaded, office, reader, taught = _loaded(config, rules, templates)
        proven(loaded, reader, office)
        for warning in loaded.warnings:
            typer.echo(f"! {warning}")
        typer.echo(f"✓ {len(loaded.rules)} rules, {len(loaded.warnings)} warnings.")
        for name, whole in taught.items():
            proven(whole, reader, office)
            for warning in sorted(set(whole.warnings) - set(loaded.warnings)):
                typer.echo(f"! {warning}")
            typer.echo(f"✓ {name}: {len(whole.rules) - len(loaded.rules)} rules taught.")


@rules_app.command("test")
def run_all(config: ConfigPath = DEFAULT_CONFIG, rules: Rules = None, templates: Templates = None) -> None:
    """Run the examples that stand under the rules, as if they had come by mail.

    The exit code is 1 when one of them is decided otherwise than it expects.
    """
    from secretary.app.rules.rulebook import failed_examples

    with told():
        loaded, office, reader, _ = _loaded(config, rules, templates)
    failed = failed_examples(loaded, reader, office)
    for error in failed:
        typer.echo(f"✗ {sentence(error)}", err=True)
    bare = [rule.text.name for rule in loaded.rules if not rule.text.examples]
    if bare:
        typer.echo(f"! without an example: {', '.join(bare)}")
    count = sum(len(r.text.examples) for r in loaded.rules)
    typer.echo(f"{count - len(failed)} of {count} examples hold.")
    raise typer.Exit(1 if failed else 0)


@rules_app.command()
def schema() -> None:
    """Print the JSON Schema of a rule file, so that an editor completes and checks while you type."""
    from secretary.decide import schema as rule_schema

    typer.echo(json.dumps(rule_schema(), indent=2, sort_keys=True))
