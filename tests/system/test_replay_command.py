"""`secretary replay` shows and does nothing."""

import json
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
