from pathlib import Path

from typer.testing import CliRunner

from secretary.cli.rules import rules_app

RUN = CliRunner()


def with_templates(folder):
    for name in ("opening_hours", "address", "application_received"):
        for lang in ("de", "en"):
            (folder / f"{name}.{lang}.txt.j2").write_text("Subject: x\n\nx\n", "utf-8")
    return ["--templates", str(folder)]


def test_the_committed_schema_is_the_codes_own():
    printed = RUN.invoke(rules_app, ["schema"]).output
    committed = Path("docs/reference/rules.schema.json").read_text("utf-8")
    assert committed == printed, "Stale: secretary rules schema > docs/reference/rules.schema.json"


def test_shipped_rules_pass_check_and_test(tmp_path):
    for command in ("check", "test"):
        result = RUN.invoke(rules_app, [command, *with_templates(tmp_path)])
        assert result.exit_code == 0, result.output


def test_a_mistake_ends_with_its_remedy(tmp_path):
    (tmp_path / "a.yaml").write_text("rules: [{name: a, whem: {}, then: [ignore], why: w}]", "utf-8")
    result = RUN.invoke(rules_app, ["check", "--rules", str(tmp_path), "--templates", str(tmp_path)])
    assert result.exit_code == 2
    assert "Did you mean 'when'?" in result.output
