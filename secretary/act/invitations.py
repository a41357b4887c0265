"""Invitations are read back before they leave: what a calendar program would stumble over stays here.

Promises: pure and total. An iTIP mail passes only when the method of the part is that of the text
(RFC 6047 section 2.4), there is one UID, times are in UTC or carry their zone, and the attached copy
has the same bytes. In what an Organizer sends, that is the office whose mailbox reads the answers, or a
person of the office in whose name it writes (SENT-BY), and every recipient is an Attendee who is asked for an
answer. In what an Attendee sends, that is one person of the office, in whose name the office writes, and
the recipient is the Organizer.
Never does: mend. A mail that fails is refused, and whoever ordered it hears why.
"""

from __future__ import annotations

from email import message_from_bytes, policy
from email.message import EmailMessage

from icalendar import Component, vCalAddress

from secretary.domain.address import Address
from secretary.domain.effect import SendMail
from secretary.domain.office import Office
from secretary.understand.ics import UNREADABLE, components_of

ASKS = frozenset({"REQUEST"})  # methods that ask each Attendee for an answer
OF_ATTENDEE = frozenset({"REPLY", "COUNTER", "REFRESH"})  # methods that go to the Organizer (RFC 5546 section 1.4)
ANSWERS = frozenset({"ACCEPTED", "TENTATIVE", "DECLINED", "DELEGATED"})


def flaw(mail: SendMail, office: Office) -> str:
    """What is wrong with the invitation in a mail, "" for nothing and for mails without one."""
    if b"text/calendar" not in mail.raw:
        return ""
    parsed = message_from_bytes(mail.raw, policy=policy.default)
    parts = [p for p in parsed.walk() if p.get_content_type() == "text/calendar"]
    if not parts:
        return ""
    try:
        return _flaw_of(parsed, parts[0], mail, office)
    except UNREADABLE as error:
        return f"The invitation cannot be read back ({type(error).__name__})."


def _flaw_of(parsed: EmailMessage, part: EmailMessage, mail: SendMail, office: Office) -> str:
    body = bytes(part.get_payload(decode=True) or b"")
    calendar = components_of(body.decode("utf-8"))
    events = calendar.walk("VEVENT") or calendar.walk("VFREEBUSY")
    method = str(calendar.get("METHOD", ""))
    needed = {"DTSTAMP"} if method == "REFRESH" else {"DTSTAMP", "DTSTART"}
    checks = (
        (not method or method != part.get_param("method"), "The method of the part is not that of the invitation."),
        (len({str(e.get("UID", "")) for e in events}) != 1 or not events[0].get("UID"), "There must be one UID."),
        (any(needed - e.keys() for e in events), "DTSTAMP or DTSTART is missing."),
        (any(_lacks_zone(e, calendar) for e in events), "A time has neither UTC nor a zone that is described."),
        (any(c != body for c in _copies(parsed)), "The attached copy differs."),
    )
    wrong = next((sentence for wrong, sentence in checks if wrong), "")
    of_side = _of_attendee if method in OF_ATTENDEE else _of_organizer
    return wrong or next((w for e in events if (w := of_side(e, method, mail, office))), "")


def _of_organizer(event: Component, method: str, mail: SendMail, office: Office) -> str:
    organizer = event.get("ORGANIZER")
    for_person = office.person_of(Address(_address(organizer))) and _sent_by(organizer) == office.address.key
    if _address(organizer) != office.address.key and not for_person:
        return "The Organizer is not the office."
    if not _all_attend(event, mail):
        return "A recipient is no Attendee."
    return "A recipient is not asked for an answer." if method in ASKS and not _asks(event, mail) else ""


def _of_attendee(event: Component, method: str, mail: SendMail, office: Office) -> str:
    """An answer to an invitation (RFC 5546 sections 3.2.3, 3.2.6 and 3.2.7; RFC 5545 section 3.2.18)."""
    if [_address(event.get("ORGANIZER"))] != [a.casefold() for a in mail.envelope_to]:
        return "An answer goes to the Organizer alone."
    attendees = _attendees(event)
    ((key, line),) = attendees.items() if len(attendees) == 1 else (("", None),)
    if line is None or office.person_of(Address(key)) is None:
        return "An answer names one person of the office."
    if _sent_by(line) != office.address.key:
        return "It is not said that the office writes for the Attendee."
    answer = str(line.params.get("PARTSTAT", ""))
    says = event.name != "VEVENT" or method != "REPLY" or answer in ANSWERS
    return "" if says else "An answer does not say which."


def _address(value: object) -> str:
    text = "" if value is None else str(value)
    return text[7:].casefold() if text[:7].casefold() == "mailto:" else text.casefold()


def _sent_by(line: object) -> str:
    return _address(getattr(line, "params", {}).get("SENT-BY"))


def _attendees(event: Component) -> dict[str, vCalAddress]:
    held = event.get("ATTENDEE") or []
    return {_address(a): a for a in (held if isinstance(held, list) else [held])}


def _all_attend(event: Component, mail: SendMail) -> bool:
    return {a.casefold() for a in mail.envelope_to} <= _attendees(event).keys()


def _asks(event: Component, mail: SendMail) -> bool:
    theirs = (_attendees(event).get(a.casefold()) for a in mail.envelope_to)
    return all(a is not None and str(a.params.get("RSVP", "")).upper() == "TRUE" for a in theirs)


def _lacks_zone(event: Component, calendar: Component) -> bool:
    described = {str(z.get("TZID", "")) for z in calendar.walk("VTIMEZONE")}
    times = (event.get(name) for name in ("DTSTART", "DTEND"))
    return any(not _is_placed(t, described) for t in times if t is not None and hasattr(t.dt, "hour"))


def _is_placed(time: object, described: set[str]) -> bool:
    zone = str(getattr(time, "params", {}).get("TZID", ""))
    if zone:
        return zone in described
    moment = getattr(time, "dt", None)
    return moment is not None and moment.tzinfo is not None


def _copies(parsed: EmailMessage) -> list[bytes]:
    attached = (p for p in parsed.walk() if p.get_content_type() == "application/ics")
    return [bytes(p.get_payload(decode=True) or b"") for p in attached]
