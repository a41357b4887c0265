"""Whatever is written wrongly is told with file, line, key and remedy: exit code 2, no traceback."""

import re
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from secretary.cli import app

RUN = CliRunner()
ROOT = Path(__file__).parents[3]
GOOD = """\
database: "sqlite:///secretary.db"
offices:
  muster:
    name: Muster & Partner
    address: sekretariat@firma.test
    zone: Europe/Berlin
    hours: {mon: "09:00-12:30, 13:30-17:00"}
    imap: {host: mail.firma.test, user: sekretariat, password: {env: OFFICE_PW_NOT_SET}}
    smtp: {host: mail.firma.test, security: starttls}
    caldav: {url: "https://calendar.firma.test/"}
    limits: {per_hour: 60}
    principals:
      anna: {name: Anna Muster, address: anna@firma.test}
    services: {appointments: {offers: 3}}
"""
CONFIG_COMMANDS = (["check", "--offline"], ["status"], ["why", "ABCD2345"], ["once"], ["run"], ["replay", "a.eml"])


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.eml").write_text("From: a@example.org\nSubject: x\n\nWann haben Sie geöffnet?\n")
    return tmp_path


def call(*arguments):
    result = RUN.invoke(app, [str(a) for a in arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def test_the_good_text_is_good(folder):
    (folder / "config.yaml").write_text(GOOD)
    assert call("check", "--offline").exit_code == 0


@pytest.mark.parametrize(
    ("old", "new", "line", "said", "remedy"),
    [
        ("zone: Europe/Berlin", "zone Europe/Berlin", 7, "This is no YAML", "indentation"),
        ("  muster:", "  muster: [", 5, "This is no YAML", "quotes"),
        ("    zone:", "\tzone:", 6, "This is no YAML", "indentation"),
        ("    address:", "    adress:", 5, "There is no key 'adress' here", "Did you mean 'address'?"),
        ("{per_hour: 60}", "{per_huor: 60}", 11, "no key 'per_huor'", "'per_hour'"),
        ("{per_hour: 60}", "{per_hour: many}", 11, "valid integer, unable to parse string as an integer", "in an hour"),
        ("{per_hour: 60}", "{per_hour: -1}", 11, "greater than or equal to 0, not -1", "in an hour"),
        ("{offers: 3}", "{ofers: 3}", 14, "no key 'ofers'", "'offers'"),
        ("{offers: 3}", "{offers: 30}", 14, "less than or equal to 5, not 30", "offered at once"),
        ("{appointments: {offers: 3}}", "{apointments: {}}", 14, "no such building block", "'appointments'"),
        ("Europe/Berlin", "Europe/Stuttgart", 6, "no IANA time zone", "Time zone of the office"),
        ("sekretariat@firma.test", "sekretariat", 5, "is no mail address; write one like", "clients write to"),
        ("09:00-12:30, 13:30-17:00", "9-17", 7, "is no span of hours; write it like 09:00-12:30", "Monday"),
        ("09:00-12:30, 13:30-17:00", "13:30-17:00, 09:00-12:30", 7, "not in order", "Monday"),
        ("starttls", "plain", 9, "plain is allowed to 127.0.0.1 only", "use tls or starttls"),
        ("starttls", "startls", 9, "'tls', 'starttls' or 'plain', not 'startls'", "tls, starttls, or plain"),
        ("https://", "http://", 10, "in the clear; write https://", "Where the calendars are"),
        ("{env: OFFICE_PW_NOT_SET}", "geheim-4711", 8, "valid dictionary or instance of Secret", "env, file or command"),
        (
            "password: {env: OFFICE_PW_NOT_SET}",
            "oauth: {token_url: 'https://x.example/', client_id: a, client_secret: geheim-4711}",
            8,
            "instance of Secret",
            "application's secret",
        ),
        ("{env: OFFICE_PW_NOT_SET}", "{env: A, file: b}", 8, "exactly one of env, file, command", "env, file, command"),
        ("    smtp: {host: mail.firma.test, security: starttls}\n", "", 3, "'smtp' is missing", "The way out"),
        ("    zone: Europe/Berlin", "    name: Other", 6, "'name' stands twice", "Keep one of them"),
        ("offices:", "office:", 1, "'offices' is missing", "under a short name"),
        ("sqlite:///secretary.db", "mysql://x", 0, "This database cannot be used", "postgresql+psycopg"),
    ],
)  # fmt: skip
def test_a_mistake_in_the_configuration_is_told_with_its_place_and_remedy(folder, old, new, line, said, remedy):
    assert old in GOOD
    (folder / "config.yaml").write_text(GOOD.replace(old, new))
    done = call("check", "--offline")
    told = re.sub(r"\s+", " ", done.output)
    assert done.exit_code == 2, done.output
    if line:
        assert f"config.yaml:{line}" in told
    assert said in told
    assert remedy in told
    assert "geheim-4711" not in told


@pytest.mark.parametrize("command", CONFIG_COMMANDS, ids=lambda c: c[0])
def test_every_command_tells_a_configuration_that_is_missing_unreadable_or_broken(folder, command):
    missing = call(*command)
    assert missing.exit_code == 2
    assert "There is no such configuration" in missing.output
    assert "secretary init" in missing.output
    (folder / "config.yaml").write_bytes(b"name: \xff\xfe")
    unreadable = call(*command)
    assert unreadable.exit_code == 2
    assert "as a text in UTF-8" in unreadable.output
    (folder / "config.yaml").write_text(GOOD.replace("address:", "adress:", 1))
    broken = call(*command)
    assert broken.exit_code == 2
    assert "config.yaml:5 offices.muster.adress" in broken.output


def test_a_password_that_is_not_set_is_told_before_anything_is_reached(folder):
    (folder / "config.yaml").write_text(GOOD)
    done = call("once")
    assert done.exit_code == 2
    assert "Set OFFICE_PW_NOT_SET" in done.output


@pytest.mark.parametrize(
    ("place", "said"),
    [("{file: missing.txt}", "missing.txt cannot be read"), ("{command: 'false'}", "The password command failed")],
)
def test_a_password_that_cannot_be_had_is_told(folder, place, said):
    (folder / "config.yaml").write_text(GOOD.replace("{env: OFFICE_PW_NOT_SET}", place))
    done = call("once")
    assert done.exit_code == 2
    assert said in done.output


@pytest.mark.parametrize(
    ("file", "text", "said"),
    [
        ("rules/a.yaml", "rules: [", "a.yaml:1: This is no YAML"),
        ("rules/a.yaml", b"\xff\xfe", "a.yaml: The file cannot be read"),
        ("rules/a.yaml", "rules: [{name: a, when: {}, then: [answer: nothing], why: w}]", "a.yaml:1 a.then.answer"),
        ("templates/a.de.txt.j2", "Hello", "a.de.txt.j2:1: A template begins with its subject"),
        ("templates/a.de.txt.j2", "Subject: x\n\n{% if %}", "a.de.txt.j2:3"),
        ("templates/a.de.txt.j2", "Subject: x\n\n{{ 1 | euro }}", "No filter named 'euro'"),
        ("templates/a.de.txt.j2", b"Subject: \xff", "a.de.txt.j2: The file cannot be read"),
    ],
)
@pytest.mark.parametrize("command", [["check", "--offline"], ["replay", "a.eml"], ["rules", "check"]], ids="-".join)
def test_a_broken_rule_or_template_is_told_with_its_file(folder, file, text, said, command):
    (folder / "config.yaml").write_text(GOOD)
    path = folder / file
    path.parent.mkdir()
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    done = call(*command)
    assert done.exit_code == 2
    assert said in done.output


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["read", "missing.eml"], "missing.eml: cannot be read"),
        (["read", "--zone", "Mars", "a.eml"], "'Mars' is no time zone"),
        (["times", "--zone", "Mars", "morgen"], "'Mars' is no time zone"),
        (["times", "--at", "gestern", "morgen"], "'gestern' is no time"),
        (["times", "--lang", "fr", "demain"], "'fr' is no language here"),
        (["replay", "missing.eml"], "missing.eml: cannot be read"),
        (["replay", "--office", "munster", "a.eml"], "The configuration has: muster"),
        (["replay", "--rules", "nowhere", "a.eml"], "No rule is there"),
        (["check", "--offline", "--office", "munster"], "The configuration has: muster"),
        (["rules", "check", "--rules", "nowhere"], "No rule is there"),
        (["staus"], "status"),
        (["status", "--jsn"], "--json"),
    ],
    ids=" ".join,
)
def test_what_is_asked_for_wrongly_is_told_with_what_would_be_right(folder, arguments, said):
    (folder / "config.yaml").write_text(GOOD)
    done = call(*arguments)
    assert done.exit_code == 2, done.output
    assert said in done.output


def test_a_template_that_cannot_be_written_is_found_before_a_client_asks(folder):
    (folder / "config.yaml").write_text(GOOD)
    shutil.copytree(ROOT / "templates", folder / "templates")
    (folder / "templates" / "callback_confirmed.de.txt.j2").write_text("Subject: x\n\n{{ office.fone }}\n")
    done = call("check", "--offline")
    assert done.exit_code == 2
    assert "callback_confirmed.de.txt.j2: 'dict object' has no attribute 'fone'" in done.output


def test_all_mails_are_shown_though_one_cannot_be_read(folder):
    done = call("read", "missing.eml", "a.eml")
    assert done.exit_code == 2
    assert done.stdout.count('"file"') == 1
