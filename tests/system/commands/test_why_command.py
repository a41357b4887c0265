"""`secretary why` tells from the record what was decided and what came of it."""

import json
import re


def test_a_mail_is_told_with_rules_near_misses_and_effects(on_servers):
    message_id = on_servers.receive("Guten Tag, wann haben Sie geöffnet?")
    assert on_servers("once").returncode == 0
    for asked in (message_id, message_id.strip("<>")):
        done = on_servers("why", asked)
        assert done.returncode == 0, done.stderr
        assert "mail (person) from weber@kunde.test" in done.stdout
        assert "→ answer from template opening_hours" in done.stdout
        assert re.search(
            r"opening-hours \(40-questions.yaml:\d+\) fired:\n +intent: question.hours: found", done.stdout
        )
        assert re.search(
            r"rule client-appointment \(30-appointments.yaml:\d+\) failed only at condition 2: "
            r"asked intent: appointment.request, found question.hours",
            done.stdout,
        )
        assert re.search(r"mail to weber@kunde.test: Re: Frage .*\n +done, ", done.stdout)
        assert "filed into “Done”" in done.stdout


def test_a_case_is_found_with_brackets_or_without_and_tells_its_timers(on_servers):
    on_servers.receive("Ich hätte gern einen Termin mit Frau Muster, 30 Minuten, nächste Woche.", subject="Termin")
    on_servers("once")
    told = json.loads(on_servers("why", "1@kunde.test", "--json").stdout)
    case = told["case"]["id"]
    assert told["case"]["service"] == "appointments"
    assert {e["state"] for e in told["effects"]} == {"sent"}
    for asked in (case, f"[{case}]", case.lower()):
        done = on_servers("why", asked)
        assert done.returncode == 0, done.stderr
        assert "weber@kunde.test owes an answer" in done.stdout
        assert "What it waits for" in done.stdout
        assert done.stdout.count("event ") >= 3, "the holds are told"


def test_a_mail_of_ours_tells_the_case_that_it_belongs_to(on_servers):
    on_servers.receive("Ich habe eine Frage zu Ihrer Rechnung 4711.", subject="Rechnung")
    on_servers("once")
    told = json.loads(on_servers("why", "1@kunde.test", "--json").stdout)
    note, _draft = [e["deed"]["message_id"] for e in told["effects"] if "message_id" in e["deed"]]
    done = on_servers("why", note)
    assert "a person of the office must look at it" in done.stdout
    assert "→ hand to a person (money)" in done.stdout


def test_what_is_not_on_record_is_an_error_that_says_what_to_do(on_servers):
    before = on_servers("why", "ABCD2345")
    assert (before.returncode, before.stdout) == (2, "")
    assert "Nothing is on record yet" in before.stderr
    assert "secretary run" in before.stderr
    assert not (on_servers.folder / "secretary.db").exists(), "asking writes nothing"
    on_servers("once")
    after = on_servers("why", "ABCD2345")
    assert after.returncode == 2
    assert "Nothing is on record under 'ABCD2345'" in after.stderr
    assert "secretary status" in after.stderr


def test_a_subject_cannot_command_the_terminal(on_servers):
    on_servers.receive("Wann haben Sie geöffnet?", subject="=?utf-8?q?=1B=5B2J_Frage_=E2=80=AEegarF?=")
    on_servers("once")
    shown = on_servers("why", "1@kunde.test").stdout
    assert "Frage" in shown
    assert "\x1b" not in shown
    assert "\u202e" not in shown


def test_a_file_that_is_no_database_is_told(on_servers):
    (on_servers.folder / "secretary.db").write_bytes(b"this is no database at all" * 100)
    for asked in (["why", "ABCD2345"], ["once"]):
        done = on_servers(*asked)
        assert done.returncode == 2
        assert "The database cannot be used" in done.stderr
        assert "Traceback" not in done.stderr


def test_a_mail_is_told_with_what_followed_from_it_and_no_more(on_servers):
    on_servers.receive("Ich hätte gern einen Termin mit Frau Muster, 30 Minuten, nächste Woche.", subject="Termin")
    on_servers("once")
    first = json.loads(on_servers("why", "1@kunde.test", "--json").stdout)
    assert [e["deed"]["template"] for e in first["effects"] if "template" in e["deed"]] == ["appointment_offers"]
    assert [s["digest"] != "" for s in first["steps"]][:2] == [True, False]
