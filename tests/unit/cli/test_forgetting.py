"""`secretary forget` and `secretary hold` at the terminal: what they refuse, and what they say."""

from datetime import UTC, datetime

import pytest
from typer.testing import CliRunner

from secretary.cli import app
from secretary.domain.address import Address
from secretary.domain.case import Case, CaseState
from secretary.domain.effect import MessageRef
from secretary.ledger import SqlLedger
from secretary.ports import Entry

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
WEBER = "weber@kunde.test"
CONFIG = """
database: sqlite:///secretary.db
offices:
  muster:
    name: Muster & Partner
    address: sekretariat@firma.test
    imap: {host: 127.0.0.1, security: plain}
    smtp: {host: 127.0.0.1, security: plain}
    assistants:
      eva: {name: Eva Klein, address: eva@firma.test, aliases: [klein@firma.test]}
"""


@pytest.fixture
def said(tmp_path):
    """The command in a folder where a mail of Sabine Weber's is on record, settled."""
    (tmp_path / "config.yaml").write_text(CONFIG, "utf-8")
    ledger = SqlLedger(f"sqlite:///{tmp_path}/secretary.db")
    case = Case("AAAAAAAA", "muster", "Frage", Address(WEBER, "Sabine Weber"), NOW, CaseState.CLOSED)
    ledger.record(Entry("muster", case, NOW, ref=MessageRef("inbox", 1, 1, "d1", "<1@kunde.test>")))
    ledger.close()

    def run(*words):
        done = CliRunner().invoke(app, [*words, "--config", str(tmp_path / "config.yaml")])
        return done.exit_code, done.output

    return run


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        (("forget", "Klein@firma.test", "--yes"), "belongs to the office muster"),
        (("forget", "sekretariat@firma.test"), "belongs to the office muster"),
        (("forget", "Weber"), "'Weber' is no address"),
        (("forget", "sabine weber@kunde.test"), "is no address"),
        (("forget", "nobody@nowhere.test"), "Nothing is on record about nobody@nowhere.test"),
        (("hold", "BBBBBBBB", "--reason", "x"), "There is no case BBBBBBBB"),
        (("hold", WEBER), "A hold needs a reason"),
        (("hold", WEBER, "--reason", "x", "--until", "morgen"), "'morgen' is no date"),
        (("hold", WEBER, "--release"), "There is no hold on"),
    ],
)
def test_what_cannot_be_meant_is_told(said, words, problem):
    code, output = said(*words)
    assert code == 2
    assert problem in output


def test_it_is_told_what_would_go_and_done_when_confirmed(said):
    code, output = said("forget", f"<{WEBER.upper()}>")
    assert code == 0
    assert "Would be erased: 1 cases" in output
    assert "Nothing has changed yet" in output
    code, output = said("forget", WEBER, "--yes")
    assert code == 0
    assert "Erased: 1 cases" in output
    assert said("forget", WEBER)[0] == 2, "nothing is held any more"


def test_a_hold_is_placed_listed_and_released(said):
    assert said("hold", "Weber@Kunde.test", "--reason", "Klage 4 O 12/26", "--until", "2099-12-31") == (
        0,
        "weber@kunde.test: held until 2099-12-31.\n",
    )
    assert said("hold", "[aaaaaaaa]", "--reason", "Prüfung")[0] == 0
    listed = said("hold")[1]
    assert "until 2099-12-31  Klage 4 O 12/26" in listed
    assert "AAAAAAAA" in listed
    code, output = said("forget", WEBER, "--yes")
    assert code == 2
    assert "A legal hold covers AAAAAAAA" in output
    assert said("hold", WEBER, "--release")[0] == said("hold", "AAAAAAAA", "--release")[0] == 0
    assert said("hold")[1] == ""
    assert said("forget", WEBER, "--yes")[0] == 0


def test_a_hold_that_has_ended_says_so(said):
    said("hold", WEBER, "--reason", "Prüfung", "--until", "2026-01-31")
    assert "ended on 2026-01-31" in said("hold")[1]
    assert said("forget", WEBER)[0] == 0
