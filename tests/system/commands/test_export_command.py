"""`secretary export` writes all that the record holds on one person, and nothing on another."""

import json
import stat
from email import message_from_bytes
from email.policy import default

from secretary.domain.address import Address
from secretary.ledger.privacy.person import LEFT_OUT, conditions
from secretary.ledger.tables import Row

QUESTION = "Guten Tag, wann haben Sie geöffnet?"


def _all_bytes(folder):
    return b"\n".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


def test_a_person_gets_their_own_matters_and_no_word_of_others(on_servers):
    mine = on_servers.receive("Ich hätte gern einen Termin mit Frau Muster, 30 Minuten, nächste Woche.")
    other = on_servers.receive("Guten Tag, wann haben Sie geöffnet?", number=2, sender="cole@client.test")
    on_servers("once")
    done = on_servers("export", "Weber@Kunde.test", "weber")
    assert done.returncode == 0, done.stderr
    folder = on_servers.folder / "weber"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert [m["message_id"] for m in json.loads((folder / "message.json").read_text("utf-8"))] == [mine]
    [case] = json.loads((folder / "case.json").read_text("utf-8"))
    assert case["party_spec"] == "weber@kunde.test"
    assert "appointment.request" in (folder / "decision.json").read_text("utf-8")
    mails = [message_from_bytes(path.read_bytes(), policy=default) for path in (folder / "mails").iterdir()]
    assert any("weber@kunde.test" in str(mail["To"]) for mail in mails)
    written = _all_bytes(folder)
    assert b"cole@client.test" not in written
    assert other.encode() not in written
    assert on_servers.password.encode() not in written


def test_each_mail_is_a_file_that_its_row_names(on_servers):
    on_servers.receive(QUESTION)
    on_servers("once")
    on_servers("export", "weber@kunde.test", "weber")
    folder = on_servers.folder / "weber"
    effects = json.loads((folder / "effect.json").read_text("utf-8"))
    named = {e["deed_json"]["raw"] for e in effects if "raw" in e["deed_json"]}
    assert named == {path.name for path in (folder / "mails").iterdir()} != set()


def test_an_address_that_nothing_is_held_on_leaves_no_folder(on_servers):
    on_servers("once")
    done = on_servers("export", "nobody@nowhere.test", "nobody")
    assert done.returncode == 2
    assert "Nothing is on record about nobody@nowhere.test" in done.stderr
    assert not (on_servers.folder / "nobody").exists()


def test_a_folder_that_exists_is_not_written_into(on_servers):
    on_servers.receive(QUESTION)
    on_servers("once")
    (on_servers.folder / "weber").mkdir()
    done = on_servers("export", "weber@kunde.test", "weber")
    assert done.returncode == 2
    assert "Name a folder that does not exist" in done.stderr
    assert not list((on_servers.folder / "weber").iterdir())


def test_a_word_that_is_no_address_is_told(on_servers):
    done = on_servers("export", "Weber", "weber")
    assert done.returncode == 2
    assert "'Weber' is no address" in done.stderr


def test_no_table_is_forgotten():
    tables = {table.name for table in Row.metadata.sorted_tables}
    looked_through = set(conditions(Address("weber@kunde.test")))
    assert looked_through | set(LEFT_OUT) == tables
    assert not looked_through & set(LEFT_OUT)
