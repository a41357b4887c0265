"""`secretary check` finds what is wrong before a client does, and says what mends it."""

import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest


def findings(done):
    assert "Traceback" not in done.stderr, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def problems(done, area):
    return [f for f in findings(done) if f["level"] == "problem" and f["area"] == area]


def test_an_office_that_works_passes_and_every_step_is_told(on_servers):
    done = on_servers("check")
    assert done.returncode == 0, done.stdout
    for said in (
        "✓ config: office muster: Muster & Partner <sekretariat@firma.test>",
        "✓ rules: ",
        "✓ templates: ",
        "✓ imap: logged in at 127.0.0.1:",
        "! imap: the server knows no SPECIAL-USE: folders are known by their names only",
        "✓ imap: folders created: Sekretariat/Erledigt",
        "✓ smtp: connected to 127.0.0.1:",
        "0 events in four weeks",
        "an event was written and removed",
        "✓ test mail: came back after ",
        "✓ senders: the server vouches for senders as mx.firma.test",
        "0 problems",
    ):
        assert said in done.stdout, said
    again = on_servers("check")
    assert "folders created" not in again.stdout
    assert on_servers.servers.mailbox("sekretariat") == []
    assert len(on_servers.servers.mailbox("sekretariat", "Sekretariat/Erledigt")) == 2


def test_the_name_under_which_the_server_vouches_is_proposed(on_servers):
    on_servers.change("authserv_ids: [mx.firma.test]", "authserv_ids: [mail.firma.test]")
    done = on_servers("check")
    assert done.returncode == 0
    assert "set authserv_ids: [mx.firma.test]" in done.stdout


def test_a_wrong_password_is_told_for_each_server_and_tried_once(on_servers):
    done = on_servers("check", "--json", OFFICE_PW="falsch")
    assert done.returncode == 1
    for area in ("imap", "smtp", "caldav"):
        [found] = problems(done, area)
        assert f"the password that {area}.password names" in found["remedy"]
    assert "falsch" not in done.stdout + done.stderr


def test_a_principals_own_mailbox_is_tried_as_the_others_are(on_servers):
    port = on_servers.servers.imap_port
    mailbox = f"mailbox: {{host: 127.0.0.1, port: {port}, security: plain, user: anna, password: {{env: ANNA_PW}}}}, "
    on_servers.change("{name: Anna Muster, ", f"{{name: Anna Muster, {mailbox}")
    done = on_servers("check", ANNA_PW=on_servers.servers.accounts["anna"].password)
    assert done.returncode == 0, done.stdout
    assert "✓ own mailbox: the INBOX of Anna Muster opens, read only" in done.stdout
    [found] = problems(on_servers("check", "--json", ANNA_PW="falsch"), "own mailbox")
    assert "principals.anna.mailbox.password" in found["remedy"]
    assert on_servers.servers.mailbox("anna") == []


def test_a_password_that_is_not_set_is_told_with_its_variable(on_servers):
    on_servers.change("{env: OFFICE_PW}", "{env: NOT_SET_HERE}")
    done = on_servers("check", "--offline")
    assert done.returncode == 0, "offline it may be set elsewhere"
    assert "NOT_SET_HERE is not set" in done.stdout
    done = on_servers("check", "--json")
    assert done.returncode == 2
    assert "Set NOT_SET_HERE" in problems(done, "password")[0]["remedy"]


def test_ports_on_which_nothing_listens_are_told(on_servers):
    for port in (on_servers.servers.imap_port, on_servers.servers.smtp_port):
        on_servers.change(f"port: {port}", f"port: {free_port()}")
    on_servers.change(on_servers.servers.caldav_url, f"http://127.0.0.1:{free_port()}/")
    done = on_servers("check", "--json")
    assert done.returncode == 1
    for area in ("imap", "smtp", "caldav"):
        assert "Nothing listens on port" in problems(done, area)[0]["remedy"]


@pytest.mark.parametrize(
    ("security", "remedy"), [("tls", "set {}.security to starttls"), ("starttls", "no STARTTLS on port")]
)
def test_another_security_than_the_servers_is_told(on_servers, security, remedy):
    on_servers.change("security: plain", f"security: {security}")
    done = on_servers("check", "--json", "--patience", "5")
    assert done.returncode == 1
    for area in ("imap", "smtp"):
        assert remedy.format(area) in problems(done, area)[0]["remedy"]


def test_a_calendar_that_is_not_there_is_told_with_those_that_are(on_servers):
    there = on_servers.servers.calendar_url("anna")
    on_servers.change(there, there.replace("/kalender/", "/termine/"))
    done = on_servers("check", "--json")
    assert done.returncode == 1
    [found] = problems(done, "caldav")
    assert "/anna/termine/" in found["told"]
    assert there in found["remedy"]


def test_a_name_that_does_not_exist_and_a_server_that_never_answers_are_told(on_servers):
    on_servers.change("smtp: {host: 127.0.0.1", "smtp: {host: mail.firma.invalid")
    on_servers.change(f"port: {on_servers.servers.smtp_port}, security: plain", "security: tls")
    with silent_server() as port:
        on_servers.change(f"port: {on_servers.servers.imap_port}", f"port: {port}")
        done = on_servers("check", "--json", "--patience", "1")
    assert "does not answer on port" in problems(done, "imap")[0]["remedy"]
    assert "No server is called mail.firma.invalid: correct smtp.host" in problems(done, "smtp")[0]["remedy"]


def test_mail_that_does_not_come_back_because_nobody_has_the_address_is_told(on_servers):
    on_servers.change("address: sekretariat@firma.test", "address: office@firma.test")
    done = on_servers("check", "--json")
    assert done.returncode == 1
    assert problems(done, "test mail")


def test_what_lies_here_is_checked_without_any_server(on_servers):
    (on_servers.folder / "rules").mkdir()
    (on_servers.folder / "rules" / "10-a.yaml").write_text("rules: [{name: a, whem: {}, then: [ignore], why: w}]")
    done = on_servers("check", "--offline", "--json")
    assert done.returncode == 2
    assert any("10-a.yaml:1" in f["told"] for f in problems(done, "rules"))
    assert all(f["area"] not in {"imap", "smtp", "caldav"} for f in findings(done))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def silent_server() -> Iterator[int]:
    """A port that takes connections and says nothing, like the wrong service or a firewall."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        kept: list[socket.socket] = []

        def accept() -> None:
            while True:
                try:
                    kept.append(door.accept()[0])
                except OSError:
                    return

        threading.Thread(target=accept, daemon=True).start()
        yield door.getsockname()[1]
        for connection in kept:
            connection.close()
