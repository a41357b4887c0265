"""The first thing anyone sees: one command, a whole day."""

import os
import signal
import subprocess
import sys

import pytest

DEMO = (sys.executable, "-m", "secretary", "demo")


@pytest.fixture(scope="module")
def done() -> subprocess.CompletedProcess[str]:
    return subprocess.run(DEMO, capture_output=True, text=True, check=False, timeout=60)


def test_the_demo_plays_the_day_and_ends_by_itself(done: subprocess.CompletedProcess[str]) -> None:
    assert done.returncode == 0, done.stderr
    assert "wir haben geöffnet: Montag bis Freitag" in done.stdout
    assert "We are open: Monday to Friday" in done.stdout
    assert "ist mit Anna Muster gebucht" in done.stdout
    assert "sind diese Zeiten frei" in done.stdout
    assert "gern verlege ich den Termin mit Anna Muster" in done.stdout
    assert "is booked with Anna Muster" in done.stdout
    assert "ist verlegt auf" in done.stdout
    assert "house.wants-human: The writer asks for a person" in done.stdout
    assert "Es wird ein Mensch gewünscht" in done.stdout


def test_a_robot_that_answers_every_answer_gets_one_only(done: subprocess.CompletedProcess[str]) -> None:
    scene = done.stdout.partition("a robot that does not say so")[2].partition("──\n")[2].partition("\n── ")[0]
    assert scene.count("→ Lieferantenportal") == 1
    assert scene.count("Lieferantenportal <portal@lieferant.test> →") == 2


def test_kept_running_it_prints_how_to_log_in_and_ends_on_interrupt() -> None:
    with subprocess.Popen((*DEMO, "--keep"), stdout=subprocess.PIPE, text=True, start_new_session=True) as running:
        assert running.stdout is not None
        shown = iter(running.stdout.readline, "")
        log_in = next(line for line in shown if line.startswith("IMAP 127.0.0.1:"))
        assert next(line for line in shown if line.startswith("Ctrl-C"))
        os.kill(running.pid, signal.SIGINT)
        assert running.wait(20) == 0
    assert "SMTP 127.0.0.1:" in log_in
