"""`secretary retry`: a person has a dead letter tried again."""

import sqlite3
from contextlib import closing


def test_a_refused_mail_is_listed_and_tried_again_when_a_person_says_so(on_servers):
    on_servers.receive("Guten Tag, wann haben Sie geöffnet?", sender="niemand@kunde.test")
    on_servers("once")
    listed = on_servers("retry")
    assert listed.returncode == 0, listed.stderr
    assert "mail to niemand@kunde.test" in listed.stdout
    assert "rejected" in listed.stdout
    assert "tried again" in on_servers("retry", listed.stdout.split()[0]).stdout
    assert on_servers("retry").stdout == ""
    on_servers("once")
    assert on_servers("retry").stdout == listed.stdout, "refused again"
    assert "tried again" in on_servers("retry", "--all").stdout


def test_a_key_that_names_nothing_is_told(on_servers):
    on_servers("once")
    done = on_servers("retry", "nonsense")
    assert done.returncode == 1
    assert "No dead letter has the key nonsense" in done.stderr


def test_an_office_restored_from_an_old_backup_answers_no_mail_again(on_servers):
    on_servers.receive("Guten Tag, wann haben Sie geöffnet?")
    record = on_servers.folder / "secretary.db"
    on_servers.change(f"port: {on_servers.servers.smtp_port}", "port: 9")
    on_servers("once")
    with (
        closing(sqlite3.connect(record)) as source,
        closing(sqlite3.connect(on_servers.folder / "backup.db")) as backup,
    ):
        source.execute("UPDATE effect SET since = '2026-01-01 00:00:00.000000', due = since WHERE kind = 'send'")
        source.commit()
        source.backup(backup)
    on_servers.change("port: 9", f"port: {on_servers.servers.smtp_port}")
    on_servers("once")
    assert len(on_servers.servers.mailbox("weber")) == 1
    (on_servers.folder / "backup.db").replace(record)
    for name in ("secretary.db-wal", "secretary.db-shm"):
        (on_servers.folder / name).unlink(missing_ok=True)
    on_servers("once")
    assert len(on_servers.servers.mailbox("weber")) == 1
