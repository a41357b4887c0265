"""The working day, played: calendars to start with, mails as they are written, letters as they come back.

Promises: texts and bytes only; the servers are the embedded office's, the secretary is the real one.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from zoneinfo import ZoneInfo

from secretary.embedded.day import CALENDARS, SECRETARY, Appointment, Scene

ZONE = "Europe/Berlin"
SATURDAY = 5

CONFIG = """\
offices:
  muster:
    name: Muster & Partner
    address: sekretariat@firma.test
    signature: {{de: "Sekretariat Muster & Partner", en: "Office of Muster & Partner"}}
    facts:
      opening_hours: Montag bis Freitag, 9 bis 17 Uhr
      opening_hours_en: "Monday to Friday, 9:00 to 17:00"
      street: Hauptstraße 1, 70173 Stuttgart
    authserv_ids: [mx.firma.test]
    imap: {{host: 127.0.0.1, port: {imap}, security: plain, user: sekretariat, password: {{env: SECRETARY_DEMO}}}}
    smtp: {{host: 127.0.0.1, port: {smtp}, security: plain}}
    caldav: {{url: "{caldav}", user: anna, password: {{env: SECRETARY_DEMO}}}}
    poll_seconds: 5
    principals:
      anna: {{name: Anna Muster, address: anna@firma.test, calendars: ["{anna}"]}}
      ben: {{name: Ben Partner, address: ben@firma.test, calendars: ["{ben}"]}}
    assistants:
      eva: {{name: Eva Klein, address: eva@firma.test}}
"""


def calendars(today: date) -> dict[str, list[str]]:
    """{user: calendar texts}, on the working days after `today`."""
    found: dict[str, list[str]] = {}
    for number, entry in enumerate(CALENDARS):
        found.setdefault(entry.owner.user, []).append(_event(number, entry, _working_day(today, entry.day)))
    return found


def _working_day(today: date, ahead: int) -> date:
    day = today
    for _ in range(ahead):
        day += timedelta(days=1)
        while day.weekday() >= SATURDAY:
            day += timedelta(days=1)
    return day


def _event(number: int, entry: Appointment, on: date) -> str:
    start, end = (
        datetime.combine(on, t, ZoneInfo(ZONE)).astimezone(ZoneInfo("UTC")).strftime("%Y%m%dT%H%M%SZ")
        for t in (entry.start, entry.end)
    )
    lines = ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//demo//", "BEGIN:VEVENT", f"UID:demo-{number}@firma.test")
    times = (f"DTSTAMP:{start}", f"DTSTART:{start}", f"DTEND:{end}", f"SUMMARY:{entry.summary}")
    return "\r\n".join((*lines, *times, "END:VEVENT", "END:VCALENDAR", ""))


def mail_of(scene: Scene, number: int, now: datetime, answered: EmailMessage | None) -> bytes:
    """The mail of a scene; an answer continues the thread of what came last."""
    mail = EmailMessage(policy=policy.SMTP)
    mail["From"] = f"{scene.writer.name} <{scene.writer.address}>"
    mail["To"] = SECRETARY.address
    mail["Subject"] = str(answered["Subject"]) if scene.answers and answered else scene.subject
    mail["Date"] = now
    mail["Message-ID"] = f"<demo.{number}@{scene.writer.address.partition('@')[2]}>"
    if scene.answers and answered:
        mail["In-Reply-To"] = mail["References"] = str(answered["Message-ID"])
    for name, value in scene.headers:
        mail[name] = value
    mail.set_content(scene.text)
    return mail.as_bytes()


def letter(raw: bytes) -> EmailMessage:
    """A mail to read."""
    parsed = message_from_bytes(raw, policy=policy.default)
    if not isinstance(parsed, EmailMessage):
        raise TypeError("policy.default gives EmailMessage")
    return parsed


def words(mail: EmailMessage) -> str:
    """What a person reads of a mail."""
    part = mail.get_body(("plain",))
    return str(part.get_content()).replace("\r\n", "\n").strip() if part else ""
