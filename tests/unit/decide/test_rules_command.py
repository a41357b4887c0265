import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from secretary.cli.rules import rules_app

RUN = CliRunner()


def test_the_committed_schema_is_the_codes_own():
    printed = RUN.invoke(rules_app, ["schema"]).output
    committed = Path("docs/reference/rules.schema.json").read_text("utf-8")
    assert committed == printed, "Stale: secretary rules schema > docs/reference/rules.schema.json"


@pytest.mark.parametrize("command", ["check", "test"])
def test_shipped_rules_pass_check_and_test_and_each_carries_an_example(command):
    result = RUN.invoke(rules_app, [command])
    assert result.exit_code == 0, result.output
    assert "!" not in result.output
    assert not re.search(r"^0 of", result.output)


def test_a_mistake_ends_with_its_remedy(tmp_path):
    (tmp_path / "a.yaml").write_text("rules: [{name: a, whem: {}, then: [ignore], why: w}]", "utf-8")
    result = RUN.invoke(rules_app, ["check", "--rules", str(tmp_path), "--templates", str(tmp_path)])
    assert result.exit_code == 2
    assert "Did you mean 'when'?" in result.output
