"""The disaster drill of the documentation: the machine burns, yesterday's backup comes back, nobody is written to twice."""

import json
import zipfile
from pathlib import Path

import imapclient
import pytest
from typer.testing import CliRunner

from secretary.cli import app
from tests.servers import PASSWORD, wait_until
from tests.system.faults.wreck import HANDLED, QUESTION, REQUEST, REVIEW, Wreck, check, words

pytestmark = [pytest.mark.timeout(240), pytest.mark.everywhere]


def secretary(*arguments: str | Path, code: int = 0) -> str:
    """One command line."""
    ended = CliRunner().invoke(app, [str(argument) for argument in arguments])
    assert ended.exit_code == code, ended.output
    return ended.output


def quiet(wreck: Wreck) -> None:
    wait_until(wreck.quiet, "an empty outbox and INBOX", 90)


def burn(wreck: Wreck) -> None:
    """The process dies, and its record with it."""
    wreck.kill()
    for file in wreck.home.glob("secretary.db*"):
        file.unlink()


def drag_back(wreck: Wreck, message_id: str) -> None:
    """As if the machine had burnt between the answer and the filing."""
    with imapclient.IMAPClient("127.0.0.1", wreck.ports.imap, ssl=False, timeout=20) as session:
        session.login("sekretariat", PASSWORD)
        session.select_folder(HANDLED)
        session.move(session.search(["HEADER", "Message-ID", message_id]), "INBOX")


def test_after_yesterdays_backup_nobody_is_answered_twice_and_open_matters_go_to_a_person(wreck: Wreck) -> None:
    config, file = wreck.home / "config.yaml", wreck.home / "backup.zip"
    old, request = wreck.write(QUESTION), wreck.write(REQUEST)
    wreck.start()
    quiet(wreck)
    secretary("backup", file, "-c", config)  # while it runs

    since, unfiled = wreck.write(QUESTION), wreck.write(QUESTION)
    quiet(wreck)
    burn(wreck)
    drag_back(wreck, unfiled)

    assert "rows restored" in secretary("restore", file, "-c", config)
    late = wreck.write(QUESTION)
    wreck.start()
    wreck.written = [name for name in wreck.written if name != since]  # the restored record never saw it
    wreck.work_off()

    audit = wreck.audit()
    wreck.written.append(since)
    check(wreck.audit(), [old, since, unfiled, late], [request])
    assert {name: audit.answers[name] for name in (old, since, unfiled, late, request)} == dict.fromkeys(
        (old, since, unfiled, late, request), 1
    )
    notes = [words(mail) for mail in wreck.folder("sekretariat", REVIEW) if "sekretariat@" in str(mail["From"])]
    assert any("aus einer Sicherung vom" in " ".join(note.split()) for note in notes)


def test_a_planned_move_goes_on_where_it_was(wreck: Wreck) -> None:
    config, file = wreck.home / "config.yaml", wreck.home / "backup.zip"
    request = wreck.write(REQUEST)
    wreck.start()
    quiet(wreck)
    assert wreck.stop() == 0
    secretary("backup", file, "-c", config)
    burn(wreck)
    secretary("restore", file, "-c", config, "--nothing-since")
    later = wreck.write(QUESTION)
    wreck.start()
    wreck.work_off()
    assert wreck.audit().answers[later] == 1
    assert request not in wreck.audit().told, "nobody is asked to look"


def test_a_backup_is_checked_and_nothing_is_written_over(wreck: Wreck) -> None:
    config, file = wreck.home / "config.yaml", wreck.home / "backup.zip"
    wreck.write(QUESTION)
    wreck.start()
    wreck.work_off()
    secretary("backup", file, "-c", config)
    assert file.stat().st_mode & 0o077 == 0, "its owner's only"
    assert PASSWORD.encode() not in b"".join(zipfile.ZipFile(file).read(n) for n in zipfile.ZipFile(file).namelist())
    assert "is whole" in secretary("restore", file, "-c", config, "--check")
    assert "does not exist" in secretary("backup", file, "-c", config, code=2)
    assert "There is a record already" in secretary("restore", file, "-c", config, code=2)

    nothing = wreck.home / "empty" / "config.yaml"
    nothing.parent.mkdir()
    nothing.write_bytes(config.read_bytes())
    secretary("backup", nothing.parent / "backup.zip", "-c", nothing, code=2)
    assert sorted(path.name for path in nothing.parent.iterdir()) == ["config.yaml"], "neither a record nor half a file"

    changed = wreck.home / "changed.zip"
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(changed, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b"Anliegen", b"Unsinn!!"))
    burn(wreck)
    assert "is not what was written" in secretary("restore", changed, "-c", config, code=2)
    outside = wreck.home / "outside.zip"
    with zipfile.ZipFile(outside, "w") as new:
        parts = {"record.jsonl": "0" * 64, "files/../../evil": "0" * 64}
        new.writestr("manifest.json", json.dumps({"format": 1, "taken": "2026-07-14T00:00:00+00:00", "release": "1", "rows": 0, "parts": parts}))  # fmt: skip
        new.writestr("record.jsonl", "")
        new.writestr("files/../../evil", "")
    secretary("restore", outside, "-c", config, code=2)
    assert not (wreck.home.parent.parent / "evil").exists()

    elsewhere = wreck.home / "elsewhere" / "config.yaml"
    elsewhere.parent.mkdir()
    assert "config.yaml" in secretary("restore", file, "-c", elsewhere)
    assert elsewhere.read_bytes() == config.read_bytes()
    assert (elsewhere.parent / "secretary.db").exists()
