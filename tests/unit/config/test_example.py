"""The example is the schema in use: valid, complete, and as committed."""

from itertools import pairwise
from pathlib import Path

from secretary.config.example import example_config
from secretary.config.load import parse_config

COMMITTED = Path(__file__).parents[3] / "config.example.yaml"


def test_the_example_is_a_valid_configuration() -> None:
    assert parse_config(example_config(), file="config.example.yaml").offices["main"].principals


def test_the_committed_example_is_the_one_the_schema_writes() -> None:
    assert COMMITTED.read_text(encoding="utf-8") == example_config()


def test_every_key_has_a_sentence() -> None:
    lines = example_config().splitlines()
    for above, line in pairwise(lines):
        if line.startswith("    ") and not line.startswith("     ") and not line.strip().startswith("#"):
            assert above.strip().startswith("#"), line
