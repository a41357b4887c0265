"""The command as a person calls it, and an office on real servers to call it for."""

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import Any

import pytest

from tests.system.faults.wreck_fixtures import ports as ports
from tests.system.faults.wreck_fixtures import wreck as wreck
from tests.system.town_fixtures import box as box
from tests.system.town_fixtures import town as town

CONFIG = """
database: sqlite:///secretary.db
offices:
  muster:
    name: Muster & Partner
    address: sekretariat@firma.test
    signature: {{de: Sekretariat Muster & Partner, en: Office of Muster & Partner}}
    facts:
      opening_hours: Montag bis Freitag, 9 bis 17 Uhr
      opening_hours_en: "Monday to Friday, 9:00 to 17:00"
      street: Hauptstraße 1, 70173 Stuttgart
    authserv_ids: [mx.firma.test]
    poll_seconds: 5
    imap: {{host: 127.0.0.1, port: {imap}, security: plain, user: sekretariat, password: {{env: OFFICE_PW}}}}
    smtp: {{host: 127.0.0.1, port: {smtp}, security: plain, user: sekretariat, password: {{env: OFFICE_PW}}}}
    caldav: {{url: "{caldav}", user: anna, password: {{env: OFFICE_PW}}}}
    principals:
      anna: {{name: Anna Muster, address: anna@firma.test, calendars: ["{anna}"]}}
    assistants:
      eva: {{name: Eva Klein, address: eva@firma.test}}
"""
Done = subprocess.CompletedProcess[str]


def secretary(*arguments: str | Path, cwd: Path, **env: str) -> Done:
    """The real command, in a folder."""
    command = [sys.executable, "-m", "secretary", *map(str, arguments)]
    surroundings = {**os.environ, "NO_COLOR": "1", "COLUMNS": "120", **env}
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=90, cwd=cwd, env=surroundings)


@dataclass
class OnServers:
    """An office on the embedded servers: its folder with config.yaml, and the command to call there."""

    servers: Any
    folder: Path
    password: str

    def __call__(self, *arguments: str | Path, **env: str) -> Done:
        return secretary(*arguments, cwd=self.folder, **{"OFFICE_PW": self.password, **env})

    def receive(
        self,
        text: str,
        *,
        subject: str = "Frage",
        number: int = 1,
        sender: str = "weber@kunde.test",
        name: str = "Sabine Weber",
    ) -> str:
        """A client's mail in the INBOX; its Message-ID."""
        mail = EmailMessage(policy=SMTP)
        mail["From"], mail["To"], mail["Subject"] = f"{name} <{sender}>", "sekretariat@firma.test", subject
        mail["Message-ID"] = f"<{number}@kunde.test>"
        mail.set_content(text)
        self.servers.deliver(mail.as_bytes(), "sekretariat@firma.test", sender=sender)
        return f"<{number}@kunde.test>"

    def change(self, old: str, new: str) -> None:
        """Edit config.yaml."""
        path = self.folder / "config.yaml"
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new), "utf-8")


@pytest.fixture
def command(tmp_path: Path) -> Callable[..., Done]:
    """The command in an empty folder."""
    return lambda *arguments, **env: secretary(*arguments, cwd=tmp_path, **env)


@pytest.fixture
def on_servers(embedded_office: Any, tmp_path: Path) -> OnServers:
    text = CONFIG.format(
        imap=embedded_office.imap_port,
        smtp=embedded_office.smtp_port,
        caldav=embedded_office.caldav_url,
        anna=embedded_office.calendar_url("anna"),
    )
    (tmp_path / "config.yaml").write_text(text, "utf-8")
    return OnServers(embedded_office, tmp_path, embedded_office.accounts["anna"].password)
