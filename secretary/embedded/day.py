"""A working day of a small company, as its people would write it: the script of the demo.

Promises: data only. Who writes, what, and whether it answers the mail that came before.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with a mailbox in the embedded office: `user` is also the password's owner."""

    user: str
    name: str
    address: str


@dataclass(frozen=True, slots=True)
class Scene:
    """One mail of the day. `answers` continues the thread of what the writer got last.

    `shows` tells the spectator what to watch for, `headers` are extra ones. `logged_in` is mail that
    the office's own server vouches for. A writer with `echoes` is a robot: it writes the same again,
    so many times at most, whenever something reaches it.
    """

    writer: Person
    subject: str
    text: str
    shows: str
    answers: bool = False
    headers: tuple[tuple[str, str], ...] = ()
    logged_in: bool = False
    echoes: int = 0


@dataclass(frozen=True, slots=True)
class Appointment:
    """An entry in a principal's calendar, `day` working days from the day of the demo."""

    owner: Person
    day: int
    start: time
    end: time
    summary: str


SECRETARY = Person("sekretariat", "Sekretariat Muster & Partner", "sekretariat@firma.test")
ANNA = Person("anna", "Anna Muster", "anna@firma.test")
BEN = Person("ben", "Ben Partner", "ben@firma.test")
EVA = Person("eva", "Eva Klein", "eva@firma.test")
WEBER = Person("weber", "Sabine Weber", "weber@kunde.test")
TOM = Person("tom", "Tom Cole", "tom@client.test")
LAGER = Person("lager", "Lagerbot", "lager@lieferant.test")
PORTAL = Person("portal", "Lieferantenportal", "portal@lieferant.test")
PEOPLE = (SECRETARY, ANNA, BEN, EVA, WEBER, TOM, LAGER, PORTAL)

CALENDARS = (
    Appointment(ANNA, 1, time(9), time(10, 30), "Kundentermin Stuttgart"),
    Appointment(ANNA, 1, time(13), time(15), "Budgetplanung"),
    Appointment(ANNA, 2, time(10), time(12), "Bewerbungsgespräch"),
    Appointment(ANNA, 3, time(14), time(16), "Steuerberater"),
    Appointment(ANNA, 4, time(9), time(11), "Zahnarzt"),
    Appointment(BEN, 1, time(9), time(12), "Werkstatt"),
    Appointment(BEN, 2, time(13), time(17), "Messebau"),
    Appointment(BEN, 3, time(9), time(10), "Jour fixe"),
)

DAY = (
    Scene(
        WEBER,
        "Öffnungszeiten",
        "Guten Tag,\n\nwann haben Sie diese Woche geöffnet?\n\nFreundliche Grüße\nSabine Weber",
        "a question, answered from the office's facts",
    ),
    Scene(
        TOM,
        "Opening hours",
        "Hello,\n\nwhat are your opening hours?\n\nKind regards\nTom Cole",
        "the same question in English",
    ),
    Scene(
        WEBER,
        "Termin mit Frau Muster",
        "Guten Tag,\n\nich hätte gern einen Termin mit Frau Muster, 30 Minuten, nächste Woche.\n\n"
        "Freundliche Grüße\nSabine Weber",
        "an appointment: three offers, each held in the calendar",
    ),
    Scene(
        WEBER,
        "",
        "Vielen Dank, der zweite Termin passt mir gut.\n\nSabine Weber",
        "the answer books it",
        answers=True,
    ),
    Scene(
        WEBER,
        "",
        "Guten Tag,\n\nich muss den Termin leider verschieben. Ginge es auch später in der Woche?\n\nSabine Weber",
        "a rescheduling: the old time stands until the new one is agreed",
        answers=True,
    ),
    Scene(
        WEBER,
        "",
        "Der erste passt mir gut, danke.\n\nSabine Weber",
        "the new time is agreed: a new invitation, and the old time is free again",
        answers=True,
    ),
    Scene(
        ANNA,
        "Tom Cole",
        "Please find 30 minutes with Tom Cole <tom@client.test> next week.\n\nAnna",
        "a principal orders: find a time with somebody",
        logged_in=True,
    ),
    Scene(
        TOM,
        "",
        "Hi,\n\nthe first one works for me.\n\nTom",
        "the invited person answers; both get the invitation",
        answers=True,
    ),
    Scene(
        LAGER,
        "Automatische Antwort: Bestellung",
        "Ihre Nachricht ist eingegangen. Diese Nachricht wurde automatisch erstellt.",
        "a machine writes; nothing answers it",
        headers=(("Auto-Submitted", "auto-replied"),),
    ),
    Scene(
        PORTAL,
        "Ihre Öffnungszeiten",
        "Bitte teilen Sie uns Ihre Öffnungszeiten mit.",
        "a robot that does not say so answers every answer: the loop ends at once",
        echoes=8,
    ),
    Scene(
        TOM,
        "Invoice 2026-0815",
        "Hello,\n\nthere is a mistake in your invoice 2026-0815, the amount is wrong.\n\nTom Cole",
        "a question of money goes to a person, with the reasons",
    ),
    Scene(
        WEBER,
        "Frage",
        "Guten Tag,\n\nich möchte bitte mit einem Menschen sprechen.\n\nSabine Weber",
        "the word that always brings a person",
    ),
)
