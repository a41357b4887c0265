"""`secretary replay` shows and does nothing."""

import json
import mailbox
import subprocess
import sys
from pathlib import Path

CONFIG = """
offices:
  muster:
    name: Muster & Partner
    address: sekretariat@firma.test
    facts: {opening_hours: Montag bis Freitag}
    imap: {host: mail.firma.test, user: x, password: {env: NOT_SET}}
    smtp: {host: mail.firma.test}
"""


def test_a_replay_says_what_would_be_done_and_reaches_nothing(tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_text(CONFIG)
    (tmp_path / "a.eml").write_bytes(
        b"From: weber@kunde.test\r\nTo: sekretariat@firma.test\r\nSubject: Frage\r\n\r\nWann haben Sie offen?\r\n"
    )
    command = [sys.executable, "-m", "secretary", "replay", "--json", "-c", str(tmp_path / "config.yaml")]
    done = subprocess.run([*command, str(tmp_path)], capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr
    [shown] = [json.loads(line) for line in done.stdout.splitlines()]
    assert [a["action"] for a in shown["actions"]] == ["Answer", "FileInto"]
    assert shown["actions"][0]["rule"] == "opening-hours"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.eml", "config.yaml"]


def test_a_broken_configuration_is_told_with_line_and_remedy(tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_text(CONFIG.replace("address:", "adress:"))
    command = [sys.executable, "-m", "secretary", "replay", "-c", str(tmp_path / "config.yaml"), str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 2
    assert "config.yaml:5" in done.stderr
    assert "Traceback" not in done.stderr


MAIL = "From: {0}@kunde.test\r\nTo: sekretariat@firma.test\r\nSubject: Frage\r\n\r\n{1}\r\n"
OTHER = """rules:
  - name: hours-for-people
    when: {intent: question.hours}
    then: [escalate: rule]
    why: w
  - name: rest
    when: {}
    then: [escalate: rule]
    why: w
"""


def replay(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "secretary", "replay", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=90, cwd=folder)


def test_mbox_and_maildir_are_gone_through_and_summed_up(tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_text(CONFIG)
    box = mailbox.mbox(tmp_path / "box")
    maildir = mailbox.Maildir(tmp_path / "maildir")
    for number in range(3):
        box.add(MAIL.format(number, "Wann haben Sie geöffnet?").encode())
        maildir.add(MAIL.format(number, "Ich habe eine Frage zu Ihrer Rechnung.").encode())
    box.flush()
    done = replay(tmp_path, "box", "maildir")
    assert done.returncode == 0, done.stderr
    assert "6 mails: 3 escalated, 3 handled" in done.stdout
    assert "3 opening-hours" in done.stdout


def test_two_sets_of_rules_are_compared_by_what_they_decide_otherwise(tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_text(CONFIG)
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "10.yaml").write_text(OTHER)
    (tmp_path / "a.eml").write_text(MAIL.format("a", "Wann haben Sie geöffnet?"))
    (tmp_path / "b.eml").write_text(MAIL.format("b", "Bitte einen Menschen."))
    done = replay(tmp_path, "--rules", "other", "a.eml", "b.eml")
    assert done.returncode == 0, done.stderr
    assert "- handled: Answer opening_hours (opening-hours)" in done.stdout
    assert "+ escalated: Escalate rule (hours-for-people)" in done.stdout
    assert "1 of 2 mails are decided otherwise." in done.stdout


def test_what_a_building_block_would_do_is_left_open_and_not_called_an_escalation(tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_text(CONFIG)
    (tmp_path / "a.eml").write_text(MAIL.format("a", "Ich hätte gern einen Termin nächste Woche."))
    done = replay(tmp_path, "--json", "a.eml")
    shown = json.loads(done.stdout)
    assert [a["action"] for a in shown["actions"]] == ["Engage"]
    assert shown["outcome"] == "in the hands of a building block"
