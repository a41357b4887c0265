"""What is private is marked all over the house, and looked for in every byte that clients get and logs keep."""

import base64
import shutil
import zipfile
from collections.abc import Iterator
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP, default
from pathlib import Path

import pytest

from secretary.embedded.office import EmbeddedOffice
from tests.system.conftest import CONFIG, OnServers

MARK = "zeichenxq"  # in no word of the house
BUSY = f"""BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//{MARK}//de
BEGIN:VEVENT
UID:{MARK}-uid
DTSTAMP:20260101T000000Z
DTSTART:20260101T090000Z
DTEND:20260101T110000Z
RRULE:FREQ=DAILY
SUMMARY:{MARK} Titel
LOCATION:{MARK} Ort
DESCRIPTION:{MARK} Notiz
ATTENDEE;CN={MARK} Gast:mailto:{MARK}@gast.test
END:VEVENT
END:VCALENDAR
""".replace("\n", "\r\n")
RULES = f"""rules:
- {{name: {MARK}-hours, when: {{intent: question.hours}}, then: [answer: opening_hours], why: {MARK} Grund}}
- {{name: {MARK}-money, when: {{subject: Rechnung}}, then: [escalate: money], why: {MARK} Grund}}
"""
REQUEST = "Ich hätte gern einen Termin mit Frau Muster, 30 Minuten, nächste Woche."


@pytest.fixture
def marked(tmp_path: Path) -> Iterator[OnServers]:
    with EmbeddedOffice(calendars={"anna": [BUSY]}) as servers:
        text = CONFIG.format(
            imap=servers.imap_port,
            smtp=servers.smtp_port,
            caldav=servers.caldav_url,
            anna=servers.calendar_url("anna"),
        )
        folders = f"    folders: {{handled: {MARK}-handled, review: {MARK}-review, drafts: {MARK}-drafts}}\n"
        text = text.replace("    principals:\n", f"{folders}    principals:\n")
        anna, eva = "address: anna@firma.test", "address: eva@firma.test"
        text = text.replace(anna, f"{anna}, aliases: [{MARK}@privat.test], region: DE-BW")
        text = text.replace(eva, f"{eva}, aliases: [eva-{MARK}@privat.test]")
        (tmp_path / "config.yaml").write_text(text, "utf-8")
        (tmp_path / "rules").mkdir()
        shipped = Path(__file__).parents[2] / "rules" / "30-appointments.yaml"
        shutil.copy(shipped, tmp_path / "rules")
        (tmp_path / "rules" / f"50-{MARK}.yaml").write_text(RULES, "utf-8")
        yield OnServers(servers, tmp_path, servers.accounts["anna"].password)


def seen(raw: bytes) -> str:
    """A mail as bytes and with every part and header decoded."""
    mail = message_from_bytes(raw, policy=default)
    headers = [f"{name}: {value}" for name, value in mail.items()]
    parts = [part.get_payload(decode=True) or b"" for part in mail.walk() if not part.is_multipart()]
    texts = [part.decode("utf-8", "replace") for part in parts if isinstance(part, bytes)]
    return "\n".join([raw.decode("utf-8", "replace"), *headers, *texts]).casefold()


def answer(office: OnServers, got: list[str], text: str, number: int) -> None:
    """The client answers the offers in their thread; the secretary takes it in."""
    offers = next(mail for mail in got if "1. " in mail and "2. " in mail)
    answered = next(line for line in offers.splitlines() if line.startswith("message-id: ")).partition(": ")[2]
    mail = EmailMessage(policy=SMTP)
    mail["From"], mail["To"], mail["Subject"] = "weber@kunde.test", "sekretariat@firma.test", "Re: Termin"
    mail["Message-ID"], mail["In-Reply-To"] = f"<{number}@kunde.test>", answered
    mail.set_content(text)
    office.servers.deliver(mail.as_bytes(), "sekretariat@firma.test", sender="weber@kunde.test")
    done = office("once")
    assert done.returncode == 0, done.stderr


def test_a_client_gets_nothing_of_calendars_rules_folders_and_other_clients(marked):
    marked.receive(f"{REQUEST} {MARK} vertraulich", subject=f"{MARK} Sache", number=1, sender=f"{MARK}@kunde.test")
    marked.receive(f"Zur Rechnung {MARK} 4711.", subject=f"Rechnung {MARK}", number=2, sender=f"{MARK}@kunde.test")
    marked.receive(REQUEST, subject="Termin", number=3)
    marked.receive("Guten Tag, wann haben Sie geöffnet?", number=4)
    done = marked("once")
    assert done.returncode == 0, done.stderr
    got = [seen(raw) for raw in marked.servers.mailbox("weber")]
    assert any("9 bis 17 uhr" in mail for mail in got), "the hours were answered"
    assert any("1. " in mail and "2. " in mail for mail in got), "times were offered"
    assert [mail for mail in got if MARK in mail] == []
    answer(marked, got, "Nummer 1 passt gut, vielen Dank.", 5)
    answer(marked, got, "Ich muss den Termin leider absagen.", 6)
    got = [seen(raw) for raw in marked.servers.mailbox("weber")]
    assert any("begin:vevent" in mail for mail in got), "an invitation came"
    assert len(got) >= 4, "the cancellation was answered"
    assert [mail for mail in got if MARK in mail] == []
    house = [seen(raw) for raw in marked.servers.mailbox("sekretariat", f"{MARK}-review")]
    assert any(MARK in mail for mail in house), "the marks are where they may be"


def shapes(secret: str, user: str) -> list[bytes]:
    """A password as it may stand in a dump of a log-in: as it is, in Base64, in SASL PLAIN."""
    plain = secret.encode()
    return [
        plain,
        base64.b64encode(plain),
        *(base64.b64encode(b"\0%s\0%s" % (who.encode(), plain)) for who in (user, "anna")),
    ]


def unpacked(path: Path) -> bytes:
    if not zipfile.is_zipfile(path):
        return path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        return b"\n".join(archive.read(name) for name in archive.namelist())


def test_passwords_are_in_no_log_record_backup_export_or_explanation(on_servers):
    on_servers.change("database:", "log_level: debug\ndatabase:")
    on_servers.receive(REQUEST, subject="Termin")
    wrong = f"{MARK}-falsch-{MARK}"
    tried = [(command, secret) for secret in (wrong, on_servers.password) for command in ("check", "once")]
    said = [on_servers(command, OFFICE_PW=secret) for command, secret in tried]
    assert said[1].returncode == 1, "the wrong password is rejected"
    assert said[3].returncode == 0, said[3].stderr
    said += [
        on_servers("why", "1@kunde.test"),
        on_servers("why", "1@kunde.test", "--json"),
        on_servers("status"),
        on_servers("backup", "backup.zip"),
        on_servers("export", "weber@kunde.test", "weber"),
    ]
    assert [done.returncode for done in said[4:]] == [0] * 5
    kept = b"\n".join(unpacked(path) for path in sorted(on_servers.folder.rglob("*")) if path.is_file())
    told = "\n".join(done.stdout + done.stderr for done in said).encode()
    for shape in (*shapes(wrong, "sekretariat"), *shapes(on_servers.password, "sekretariat")):
        assert shape not in kept
        assert shape not in told
