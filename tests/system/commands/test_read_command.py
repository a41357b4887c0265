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
        assert "appointment.request" in {intent["name"] for intent in reading["intents"]}
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


def test_a_line_that_only_begins_with_from_parts_no_mbox(tmp_path: Path) -> None:
    box = tmp_path / "box"
    text = MAIL + b"\r\nFrom here on it is easy.\r\n\r\n>From the archive.\r\n"
    head = b"From tom@kunde.test Wed Jul  8 10:00:00 2026\r\n"
    archived = b"From tom at kunde.test  Wed Jul  8 11:00:00 2026\r\n"
    box.write_bytes(head + text + b"\r\n" + archived + MAIL)
    done = secretary("read", str(box))
    first, second = (json.loads(line) for line in done.stdout.splitlines())
    assert (first["file"], second["file"]) == (f"{box}#0", f"{box}#1")
    assert first["new_text"]["text"].endswith("From here on it is easy.\n\nFrom the archive.")


def test_a_maildir_is_read_with_its_folders(tmp_path: Path) -> None:
    for folder in (tmp_path / "cur", tmp_path / ".Archiv" / "cur", tmp_path / "new"):
        folder.mkdir(parents=True)
        (folder / "1:2,S").write_bytes(MAIL)
    assert len(secretary("read", str(tmp_path)).stdout.splitlines()) == 3


def test_a_mail_comes_in_by_the_standard_input() -> None:
    command = [sys.executable, "-m", "secretary", "read", "-"]
    done = subprocess.run(command, input=MAIL, capture_output=True, check=False, timeout=60)
    assert json.loads(done.stdout)["language"] == "de"


def test_our_own_earlier_mail_is_taken_out_of_an_answer(tmp_path: Path) -> None:
    ours, theirs = tmp_path / "ours.eml", tmp_path / "theirs.eml"
    offer = "Guten Tag Herr Weber,\n\nfür Sie sind diese Zeiten frei:\n\n1. Dienstag um 10 Uhr\n2. Mittwoch um 9 Uhr\n"
    ours.write_text(f"Subject: x\n\n{offer}", encoding="utf-8")
    theirs.write_text(f"Subject: x\n\nDie zweite.\n\n{offer}", encoding="utf-8")
    done = secretary("read", "--own", str(ours), str(theirs))
    assert json.loads(done.stdout)["new_text"]["text"] == "Die zweite."


def test_words_of_the_office_show_wishes_of_its_own(tmp_path: Path) -> None:
    eml = tmp_path / "a.eml"
    eml.write_bytes(b"Subject: Hund\r\n\r\nDarf ich meinen Hund zum Termin mitbringen?\r\n")
    words = tmp_path / "lexicon"
    words.mkdir()
    (words / "de.yaml").write_text("question.pets:\n  - (hund|katze) ... mitbringen\n", encoding="utf-8")
    done = secretary("read", "--lexicon", str(words), str(eml))
    assert "question.pets" in {i["name"] for i in json.loads(done.stdout)["intents"]}
    (words / "de.yaml").write_text("question.pets:\n  - <fish> mitbringen\n", encoding="utf-8")
    broken = secretary("read", "--lexicon", str(words), str(eml))
    assert broken.returncode == 2
    assert "question.pets" in broken.stderr


def test_a_zone_for_reading_that_does_not_exist_is_told() -> None:
    assert "Europe/Berlin" in secretary("read", "--zone", "Mars/Olympus", "x.eml").stderr
