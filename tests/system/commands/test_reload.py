"""Rules are mended while the secretary runs; broken ones never come into force."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable

import pytest

ANSWER = """rules:
  - name: hours
    when: {intent: question.hours}
    then: [answer: opening_hours]
    why: w
"""
TO_PERSON = ANSWER.replace("answer: opening_hours", "escalate: rule")
BROKEN = ANSWER.replace("when:", "whem:")
REVIEW = "Sekretariat/Zu prüfen"


class Running:
    """`secretary run` in the office's folder, with its log in a file."""

    def __init__(self, on_servers) -> None:
        self.office = on_servers
        self.log = on_servers.folder / "log"
        self.file = on_servers.folder / "rules" / "10-hours.yaml"

    def __enter__(self):
        env = {**os.environ, "OFFICE_PW": self.office.password, "NO_COLOR": "1"}
        command = [sys.executable, "-m", "secretary", "run"]
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(command, cwd=self.office.folder, env=env, stdout=log, stderr=log)
        return self

    def __exit__(self, *_) -> None:
        self.process.send_signal(signal.SIGTERM)
        assert self.process.wait(20) == 0, self.log.read_text()

    def until(self, holds: Callable[[], object]) -> None:
        end = time.monotonic() + 40
        while not holds():
            assert self.process.poll() is None, self.log.read_text()
            assert time.monotonic() < end, self.log.read_text()
            time.sleep(0.05)

    def says(self, pattern: str) -> bool:
        return bool(re.search(pattern, self.log.read_text()))

    def ask(self, number: int, user: str) -> None:
        address = {"weber": "weber@kunde.test", "tom": "tom@client.test"}[user]
        self.office.receive("Wann haben Sie geöffnet?", number=number, sender=address)


@pytest.fixture
def with_rules(on_servers):
    (on_servers.folder / "rules").mkdir()
    (on_servers.folder / "rules" / "10-hours.yaml").write_text(ANSWER)
    return on_servers


def reload_within(on_servers, seconds):
    on_servers.change("database:", f"reload_seconds: {seconds}\ndatabase:")


def test_broken_rules_leave_the_last_good_ones_and_mended_ones_come_into_force(with_rules):
    reload_within(with_rules, 1)
    mailbox = with_rules.servers.mailbox
    with Running(with_rules) as running:
        running.ask(1, "weber")
        running.until(lambda: mailbox("weber"))
        running.file.write_text(BROKEN)
        running.until(lambda: running.says("rules not taken"))
        assert running.says(r"10-hours.yaml:3 rules.0.whem: There is no key 'whem' here. Did you mean 'when'\?")
        running.ask(2, "tom")
        running.until(lambda: mailbox("tom"))
        assert "10-hours.yaml:3" in with_rules("status").stdout, "the operator is told by status too"
        running.file.write_text(TO_PERSON)
        running.until(lambda: running.says("rules taken"))
        running.ask(3, "weber")
        running.until(lambda: mailbox("sekretariat", REVIEW))
        assert len(mailbox("weber")) == 1, "the new set decides"
    assert running.log.read_text().count("There is no key 'whem'") == 1, "each mistake is told once"


def test_a_hangup_signal_takes_rules_at_once_where_files_are_not_watched(with_rules):
    reload_within(with_rules, 0)
    mailbox = with_rules.servers.mailbox
    with Running(with_rules) as running:
        running.ask(1, "weber")
        running.until(lambda: mailbox("weber"))
        running.file.write_text(TO_PERSON)
        running.process.send_signal(signal.SIGHUP)
        running.until(lambda: running.says("rules taken"))
        running.ask(2, "weber")
        running.until(lambda: mailbox("sekretariat", REVIEW))


def test_a_broken_template_is_not_taken_either(with_rules):
    reload_within(with_rules, 1)
    with Running(with_rules) as running:
        running.ask(1, "weber")
        running.until(lambda: with_rules.servers.mailbox("weber"))
        folder = with_rules.folder / "templates"
        folder.mkdir()
        (folder / "opening_hours.de.txt.j2").write_text("Subject: x\n\n{{ broken")
        running.until(lambda: running.says("rules not taken"))
        assert running.says("opening_hours.de.txt.j2:3")


def test_a_rule_that_does_not_keep_its_example_is_not_taken(with_rules):
    reload_within(with_rules, 1)
    with Running(with_rules) as running:
        running.ask(1, "weber")
        running.until(lambda: with_rules.servers.mailbox("weber"))
        running.file.write_text(ANSWER + "    examples: [{text: Blau ist eine Farbe.}]\n")
        running.until(lambda: running.says("rules not taken"))
        assert running.says(r"10-hours.yaml:2 hours: The example 'Blau ist eine Farbe.' is decided by 'default'")


def test_broken_rules_at_the_start_are_told_and_nothing_runs(with_rules):
    (with_rules.folder / "rules" / "10-hours.yaml").write_text(BROKEN)
    done = with_rules("run")
    assert done.returncode == 2
    assert "10-hours.yaml:3 rules.0.whem" in done.stderr
    assert "Traceback" not in done.stderr
