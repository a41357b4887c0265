"""Plays a transcript: writes the mails, turns the clock, and compares what came back."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from email import policy
from email.message import EmailMessage
from html import unescape
from urllib.parse import parse_qs, unquote, urlsplit

from icalendar import Calendar, Event

from tests.system.meetings.dialogues.house import OFFICE, PEOPLE, REVIEW, House
from tests.system.meetings.dialogues.script import BERLIN, Dialogue, Step, instant

GREETINGS = {"de": "Freundliche Grüße", "en": "Kind regards"}


class Mismatch(AssertionError):  # noqa: N818 - it is what the transcript says, not an error of the program
    """What came is not what the transcript says."""


def mark(user: str) -> str:
    """What stands below each mail of somebody and in the entries of their calendar, and is nobody else's business."""
    return f"nur-fuer-{user}-xq"


def play(dialogue: Dialogue, house: House) -> None:
    """Play all steps. Raises Mismatch with the whole correspondence so far."""
    record: list[str] = []
    pending: dict[str, list[str]] = {}
    try:
        for step in dialogue.steps:
            if step.kind in {"says", "at"}:
                _all_expected(pending, step)
                record.append(f"{step.who or 'at'}: {step.text}")
                _acts(house, step)
                pending = _arrived(house, record)
            elif step.kind == "expects":
                _expects(pending, step)
            else:
                CALENDAR_STEPS[step.kind](house, step)
        _all_expected(pending, None)
    except Mismatch as error:
        raise Mismatch(f"{dialogue.place} {dialogue.title}\n{error}\n\n" + "\n\n".join(record)) from None


def _acts(house: House, step: Step) -> None:
    if step.kind == "at":
        house.turn(instant(step.text))
    else:
        _says(house, step)
        house.work()


def _arrived(house: House, record: list[str]) -> dict[str, list[str]]:
    """What has come since the last step, as plain words, for everybody."""
    found: dict[str, list[str]] = {}
    for name, person in PEOPLE.items():
        folder, who = (REVIEW, "person") if name == "Secretary" else ("INBOX", name)
        for mail in house.new_mails(who, person.user, folder):
            if who == "person" and OFFICE not in str(mail["From"]):
                continue  # the mail that was escalated; its note is what counts
            if who != "person" and OFFICE not in str(mail["From"]):
                continue  # between people
            house.last[who] = mail
            found.setdefault(who, []).append(_words(mail))
            record.append(f"    → {who}: {_words(mail)}")
    return found


def _words(mail: EmailMessage) -> str:
    part = mail.get_body(("plain",))
    text = str(part.get_content()) if part else ""
    calendar = [p for p in mail.walk() if p.get_content_type() == "text/calendar"]
    method = f" [{calendar[0].get_param('method')}]" if calendar else ""
    return " ".join(text.split()) + method


def _expects(pending: dict[str, list[str]], step: Step) -> None:
    if step.who == "nobody":
        if pending:
            raise Mismatch(f"line {step.line}: nothing was expected, but came: {pending}")
        return
    mails = pending.get(step.who, [])
    if not mails:
        raise Mismatch(f"line {step.line}: no mail to {step.who}")
    for words in (w.strip() for w in step.text.split(" ; ")):
        at = mails[0].find(words)
        if at < 0:
            raise Mismatch(f"line {step.line}: {words!r} is not in: {mails[0]}")
    mails.pop(0)
    if not mails:
        pending.pop(step.who)


def _all_expected(pending: dict[str, list[str]], step: Step | None) -> None:
    if pending:
        raise Mismatch(f"before line {step.line if step else 'the end'}: unexpected mail: {pending}")


# --- writing ----------------------------------------------------------------------------


def _says(house: House, step: Step) -> None:
    person, options = PEOPLE[step.who], step.options
    shown = PEOPLE[options.get("as", step.who)]
    answered = None if "new" in options else house.last.get(options.get("in", step.who))
    mail = EmailMessage(policy=policy.SMTP)
    mail["From"] = f"{shown.name} <{shown.address}>"
    to = [_address(n) for n in options.get("to", "Secretary").split()]
    cc = [_address(n) for n in options.get("cc", "").split()]
    mail["To"] = ", ".join(to)
    if cc:
        mail["Cc"] = ", ".join(cc)
    house.written += 1
    mail["Date"] = house.clock.at.astimezone(BERLIN)
    mail["Message-ID"] = f"<{house.written}@{person.address.rpartition('@')[2]}>"
    mail["Subject"] = options.get("subject") or (f"Re: {answered['Subject']}" if answered else "Termin")
    if answered is not None:
        mail["In-Reply-To"] = str(answered["Message-ID"])
        mail["References"] = f"{answered.get('References', '')} {answered['Message-ID']}".strip()
    _fill(mail, house, step, answered)
    house.send(mail, person, [*to, *cc])


def _address(name: str) -> str:
    return f"{PEOPLE[name].name} <{PEOPLE[name].address}>"


def _fill(mail: EmailMessage, house: House, step: Step, answered: EmailMessage | None) -> None:
    options = step.options
    mail.set_content(f"{step.text}\n\n-- \n{mark(PEOPLE[step.who].user)}\n")
    if "away" in options:
        mail.replace_header("Subject", "Abwesenheitsnotiz: Termin")
        mail["Auto-Submitted"] = "auto-replied"
    if "tap" in options and answered is not None:
        _tap(mail, answered, options["tap"])
    if "itip" in options and answered is not None:
        method, _, rest = options["itip"].partition(" ")
        text = _itip(answered, method, rest, PEOPLE[step.who].address, house.clock.at)
        mail.add_alternative(text, subtype="calendar", params={"method": method})
    if "forward" in options:
        mail.set_content(f"{step.text}\n\n{_forwarded(options['forward'], options.get('subject', ''))}")


def _tap(mail: EmailMessage, answered: EmailMessage, number: str) -> None:
    """What a mail program writes when the link of a numbered line is tapped: a mail of its own."""
    part = answered.get_body(("html",))
    links = re.findall(r'href="(mailto:[^"]+)"', str(part.get_content()) if part else "")
    url = urlsplit(unescape(links[int(number) - 1]))
    query = parse_qs(url.query)
    for name in ("In-Reply-To", "References"):
        del mail[name]
    mail.replace_header("To", unquote(url.path))
    mail.replace_header("Subject", query["subject"][0])
    mail.set_content(query["body"][0] + "\n")


def _itip(answered: EmailMessage, method: str, rest: str, address: str, now: datetime) -> str:
    """A REPLY, COUNTER, REFRESH or CANCEL about the last invitation."""
    part = next(p for p in answered.walk() if p.get_content_type() == "text/calendar")
    event = Calendar.from_ical(part.get_content()).walk("VEVENT")[0]
    fresh = Event()
    for name in ("UID", "SEQUENCE", "ORGANIZER", "SUMMARY"):
        fresh[name] = event[name]
    fresh.add("dtstamp", now.astimezone(UTC))
    start, length = event["DTSTART"].dt, event["DTEND"].dt - event["DTSTART"].dt
    if method == "COUNTER":
        start = instant(rest)
    fresh.add("dtstart", start.astimezone(UTC))
    fresh.add("dtend", (start + length).astimezone(UTC))
    partstat = rest if method == "REPLY" else "NEEDS-ACTION"
    fresh.add("attendee", f"mailto:{address}", parameters={"PARTSTAT": partstat})
    calendar = Calendar()
    calendar.add("prodid", "-//client//")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    calendar.add_component(fresh)
    return calendar.to_ical().decode()


def _forwarded(who: str, subject: str) -> str:
    """The mail of somebody, with words of their own where the transcript gives them."""
    name, _, words = who.partition(" ")
    person = PEOPLE[name]
    return (
        "---------- Forwarded message ---------\n"
        f"From: {person.name} <{person.address}>\nDate: Mon, 6 Jul 2026 09:00:00 +0200\n"
        f"Subject: {subject.removeprefix('Fwd: ') or 'Treffen'}\n"
        f"To: Anna Muster <anna@firma.test>\n\n{words or 'Hello Anna, could we meet some time soon?'}\n{person.name}"
    )


# --- calendars --------------------------------------------------------------------------


def _busy(house: House, step: Step) -> None:
    """Somebody writes into the calendar, or (free) removes what stands there, in their own program."""
    user, day = PEOPLE[step.who].user, step.options["day"]
    if step.kind == "free":
        for event in house.events(user):
            if event["DTSTART"].dt.astimezone(BERLIN).date().isoformat() == day:
                house.dav(user, f"{event['UID']}.ics", "DELETE")
            elif "RRULE" in event:
                _without(house, user, event, day)
        return
    event = Event()
    uid = f"busy-{len(house.events(user))}@test"
    event.add("uid", uid)
    event.add("dtstamp", datetime(2026, 1, 1, tzinfo=UTC))
    if step.options["from"]:
        event.add("dtstart", instant(f"{day} {step.options['from']}").astimezone(UTC))
        event.add("dtend", instant(f"{day} {step.options['to']}").astimezone(UTC))
    else:
        first = instant(f"{day} 00:00").date()
        event.add("dtstart", first)
        event.add("dtend", first + timedelta(days=1))
    event.add("summary", step.text or "Termin")
    event.add("description", mark(user))
    event.add("contact", mark(user))
    calendar = Calendar()
    calendar.add("prodid", "-//hand//")
    calendar.add("version", "2.0")
    calendar.add_component(event)
    house.dav(user, f"{uid}.ics", "PUT", calendar.to_ical())


def _without(house: House, user: str, event: Event, day: str) -> None:
    """One date of a series is taken out, as a calendar program does it."""
    name = f"{event['UID']}.ics"
    calendar = Calendar.from_ical(house.dav(user, name, "GET"))
    whole = next(e for e in calendar.walk("VEVENT") if "RRULE" in e)
    at = whole["DTSTART"].dt.time()
    whole.add("exdate", datetime.combine(datetime.fromisoformat(day).date(), at, whole["DTSTART"].dt.tzinfo))
    house.dav(user, name, "PUT", calendar.to_ical())


def _moves(house: House, step: Step) -> None:
    """Somebody drags an event to another time, in their own program."""
    user = PEOPLE[step.who].user
    for event in house.events(user):
        if event["DTSTART"].dt.astimezone(BERLIN).date().isoformat() == step.options["day"]:
            length = event["DTEND"].dt - event["DTSTART"].dt
            start = instant(step.options["to"]).astimezone(UTC)
            event["DTSTART"].dt, event["DTEND"].dt = start, start + length
            calendar = Calendar()
            calendar.add("prodid", "-//hand//")
            calendar.add("version", "2.0")
            calendar.add_component(event)
            house.dav(user, f"{event['UID']}.ics", "PUT", calendar.to_ical())


def _ours(house: House, who: str, *, held: bool) -> list[str]:
    """Our own events: the held ones, or the booked ones, as the transcripts write them."""
    found = []
    for event in house.events(PEOPLE[who].user):
        if str(event["UID"]).startswith("secretary-") and (event.get("STATUS") == "TENTATIVE") is held:
            start, end = (event[n].dt.astimezone(BERLIN) for n in ("DTSTART", "DTEND"))
            states = re.findall(
                r"PARTSTAT=([A-Z-]+)[^\n]*mailto:(?!anna|ben)", event.to_ical().decode().replace("\r\n ", "")
            )
            told = "".join(f" {s.lower()}" for s in states if s != "NEEDS-ACTION")
            found.append((start, f"{start:%a} {start.day} {start:%b %H:%M}-{end:%H:%M}{told}"))
    return [text for _, text in sorted(found)]


def _calendar(house: House, step: Step) -> None:
    booked = ", ".join(_ours(house, step.who, held=False)) or "empty"
    if booked != step.text.strip():
        raise Mismatch(f"line {step.line}: the calendar of {step.who} shows {booked}")


def _held(house: House, step: Step) -> None:
    held = _ours(house, step.who, held=True)
    if len(held) != int(step.text):
        raise Mismatch(f"line {step.line}: held for {step.who}: {held}")


CALENDAR_STEPS = {"busy": _busy, "free": _busy, "moves": _moves, "calendar": _calendar, "held": _held}
