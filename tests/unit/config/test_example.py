"""The example is the schema in use: valid, complete, and as committed."""

import re
from itertools import pairwise
from pathlib import Path

import pytest

from secretary.app.settings import SERVICES, example, parse_settings
from secretary.cli.reference.configuration import sections
from secretary.config.oauth import OAuth
from secretary.config.secret import Secret

COMMITTED = Path(__file__).parents[3] / "config.example.yaml"
LINES = example().splitlines()


def test_the_example_is_a_valid_configuration() -> None:
    assert parse_settings(example(), file="config.example.yaml").offices["main"].principals


def test_the_committed_example_is_the_one_the_schema_writes() -> None:
    assert COMMITTED.read_text(encoding="utf-8") == example()


@pytest.mark.parametrize("model", [*sections(), *SERVICES.values()], ids=lambda m: m.__name__)
def test_every_key_is_shown_under_its_sentence(model) -> None:
    told = {
        (line.strip().partition(":")[0], above.strip().removeprefix("# "))
        for above, line in pairwise(LINES)
        if above.strip().startswith("#") and re.match(r" *[a-z_]+:", line)
    }
    for name, field in model.model_fields.items():
        # Of a secret's places one is shown; `password` tells the three, `oauth` that it stands in for it.
        assert model in {Secret, OAuth} or (name, field.description) in told, name
