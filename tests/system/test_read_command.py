"""`secretary read` as a person calls it."""

import json
import mailbox
import subprocess
import sys
from pathlib import Path

MAIL = (
    b"From: Tom Weber <tom@kunde.test>\r\nTo: sekretariat@firma.test\r\nSubject: Termin\r\n"
    b"Date: Wed, 08 Jul 2026 10:00:00 +0200\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"
    + "Ich hätte gern einen Termin am Dienstag um 15 Uhr.\r\n".encode()
)


def secretary(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "secretary", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)


def test_each_mail_gives_one_line_that_says_what_was_understood(tmp_path: Path) -> None:
    eml = tmp_path / "a.eml"
    eml.write_bytes(MAIL)
    box = mailbox.mbox(tmp_path / "box")
    box.add(MAIL)
    box.flush()
    done = secretary("read", str(eml), str(tmp_path / "box"))
    assert done.returncode == 0, done.stderr
    readings = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(readings) == 2
    for reading in readings:
        assert reading["language"] == "de"
        assert reading["intents"][0]["name"] == "appointment.request"
        assert reading["times"][0]["readings"][0]["start"] == "2026-07-14T15:00:00+02:00"


def test_anything_at_all_is_read_and_what_is_missing_is_named(tmp_path: Path) -> None:
    for index, raw in enumerate([b"", b"\0" * 5000, b"Content-Type: multipart/mixed; boundary=x\n\n--x\n" * 50]):
        (tmp_path / f"{index}.eml").write_bytes(raw)
    done = secretary("read", str(tmp_path), str(tmp_path / "missing.eml"))
    assert len(done.stdout.splitlines()) == 3
    assert "missing.eml: cannot be read" in done.stderr


def test_phrases_are_read_one_a_line_with_their_own_reference() -> None:
    lines = '{"text": "morgen um 15 Uhr", "at": "2026-07-08T10:00+02:00"}\nDienstag\n{broken\n'
    command = [sys.executable, "-m", "secretary", "times", "--json", "--at", "2026-07-08T10:00"]
    done = subprocess.run(command, input=lines, capture_output=True, text=True, check=False, timeout=60)
    shown = [json.loads(line) for line in done.stdout.splitlines()]
    assert [s["text"] for s in shown] == ["morgen um 15 Uhr", "Dienstag", "{broken"]
    assert shown[0]["readings"][0]["start"] == "2026-07-09T15:00:00+02:00"
    assert shown[1]["readings"][0]["start"] == "2026-07-14T00:00:00+02:00"


def test_a_zone_that_does_not_exist_is_told_with_the_remedy() -> None:
    done = secretary("times", "--zone", "Mars/Olympus", "morgen")
    assert done.returncode == 2
    assert "Europe/Berlin" in done.stderr
