"""The reference is the code's own: current, and without anything that lacks a sentence."""

from pathlib import Path

import pytest
import typer
from pydantic import BaseModel, Field
from typer.testing import CliRunner

from secretary.act.compose import formats
from secretary.act.compose.templates import FILTERS
from secretary.app.settings import SERVICES
from secretary.cli import app
from secretary.cli.reference import pages
from secretary.cli.reference.commands import _group
from secretary.cli.reference.configuration import sections
from secretary.cli.reference.tables import keys_table
from secretary.config.models import Config
from secretary.decide.model import RuleFile
from secretary.domain.errors import SetupError
from secretary.domain.handwritten import models_in

COMMITTED = Path(__file__).parents[3] / "docs" / "reference"


@pytest.mark.parametrize(("name", "text"), pages().items())
def test_the_committed_page_is_the_one_the_code_writes(name, text):
    assert (COMMITTED / name).read_text("utf-8") == text, "Stale: run `secretary reference`"


def test_the_command_writes_all_pages(tmp_path):
    assert CliRunner().invoke(app, ["reference", str(tmp_path)]).exit_code == 0
    assert {p.name for p in tmp_path.iterdir()} == set(pages())


def test_every_key_of_configuration_and_rules_stands_on_its_page():
    def keys(model, known):
        if model not in known:
            known.add(model)
            for name, field in model.model_fields.items():
                yield field.alias or name
                for inner in models_in(field.annotation):
                    yield from keys(inner, known)

    written = pages()
    for page, roots in (("configuration.md", [Config, *SERVICES.values()]), ("rules.md", [RuleFile])):
        for root in roots:
            missing = [k for k in keys(root, set()) if f"`{k}`" not in written[page]]
            assert missing == []


def test_a_key_without_a_sentence_is_an_error():
    class Section(BaseModel):
        told: str = Field("", description="It has one.")
        untold: str = ""

    with pytest.raises(SetupError, match="untold"):
        list(keys_table(Section))


def test_a_command_or_an_option_without_a_sentence_is_an_error():
    silent = typer.Typer()
    silent.callback()(lambda: None)
    silent.command("nothing")(lambda: None)
    with pytest.raises(SetupError, match="secretary nothing"):
        list(_group(typer.main.get_command(silent), "secretary"))

    def option(much: int = 1) -> None:
        """It says something."""

    silent = typer.Typer()
    silent.callback()(lambda: None)
    silent.command("some")(option)
    with pytest.raises(SetupError, match=r"secretary some\.much"):
        list(_group(typer.main.get_command(silent), "secretary"))


def test_every_section_of_the_configuration_says_what_it_is():
    assert all(model.__doc__ for model in sections())


def test_every_filter_that_is_told_exists():
    assert all(callable(getattr(formats, name)) for name in FILTERS)
