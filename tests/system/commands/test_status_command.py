"""`secretary status` tells how an office stands, also while the secretary runs."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time


def standing(on_servers):
    done = on_servers("status", "--json")
    assert done.stdout, done.stderr
    return json.loads(done.stdout), done.returncode


def test_open_cases_tell_their_age_and_who_owes_what(on_servers):
    on_servers.receive("Ich hätte gern einen Termin mit Frau Muster, 30 Minuten, nächste Woche.", subject="Termin")
    on_servers.receive("Ich habe eine Frage zu Ihrer Rechnung 4711.", subject="Rechnung", number=2)
    on_servers("once")
    done = on_servers("status")
    assert done.returncode == 0, done.stdout
    assert "Office muster, " in done.stdout
    assert "mail: the last less than a minute ago, 2 in the last 24 hours" in done.stdout
    assert "1 case with a person" in done.stdout
    assert "weber@kunde.test owes an answer  (Termin)" in done.stdout
    assert "a person of the office must look at it  (Rechnung)" in done.stdout
    assert "timer hold of case" in done.stdout
    assert "all is well" in done.stdout


def test_a_mail_that_did_not_leave_is_shown_with_its_reason_and_the_exit_code_says_so(on_servers):
    on_servers.receive("Guten Tag, wann haben Sie geöffnet?", sender="niemand@kunde.test")
    on_servers("once")
    shown, code = standing(on_servers)
    assert code == 1
    assert [d["effect"]["state"] for d in shown["dead"]] == ["refused"]
    assert "See `secretary why" in shown["trouble"][0]
    assert "ended badly: mail to niemand@kunde.test" in on_servers("status").stdout


def test_what_nobody_carries_out_is_noticed(on_servers):
    on_servers.receive("Wann haben Sie geöffnet?")
    on_servers.change(f"port: {on_servers.servers.smtp_port}", "port: 9")
    on_servers("once")
    with sqlite3.connect(on_servers.folder / "secretary.db") as record:
        record.execute("UPDATE effect SET due = '2026-01-01 00:00:00.000000' WHERE state = 'queued'")
    shown, code = standing(on_servers)
    assert code == 1
    assert "Is `secretary run` running?" in shown["trouble"][0]


def test_it_answers_while_the_secretary_runs(on_servers):
    on_servers("once")
    env = {**os.environ, "OFFICE_PW": on_servers.password}
    running = subprocess.Popen([sys.executable, "-m", "secretary", "run"], cwd=on_servers.folder, env=env)
    try:
        on_servers.receive("Wann haben Sie geöffnet?")
        end = time.monotonic() + 30
        while not standing(on_servers)[0]["effects"].get("sent") and time.monotonic() < end:
            assert running.poll() is None
        assert standing(on_servers)[1] == 0
    finally:
        running.send_signal(signal.SIGTERM)
        assert running.wait(20) == 0


def test_broken_rules_on_disk_are_told(on_servers):
    (on_servers.folder / "rules").mkdir()
    (on_servers.folder / "rules" / "10-a.yaml").write_text("rules: [{name: a, when: {}, then: [ignore], why: w}]")
    on_servers("once")
    (on_servers.folder / "rules" / "10-a.yaml").write_text("rules: [{name: a, whem: {}, then: [ignore], why: w}]")
    shown, code = standing(on_servers)
    assert code == 1
    assert any("10-a.yaml:1" in t and "Did you mean 'when'?" in t for t in shown["trouble"])


def test_an_office_that_is_not_there_is_told_with_those_that_are(on_servers):
    on_servers("once")
    done = on_servers("status", "--office", "munster")
    assert done.returncode == 2
    assert "There is no office 'munster'" in done.stderr
    assert "muster" in done.stderr
