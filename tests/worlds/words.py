"""What people write in a negotiation, German and English: many ways to say the same.

Promises: each text says exactly one thing, the one that the function names.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from random import Random

from secretary.domain.event import Interval

DAYS = {
    "de": ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
MONTHS = {
    "de": ("Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober",
           "November", "Dezember"),
    "en": ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
           "November", "December"),
}  # fmt: skip

ASKS = {
    "de": (
        "Guten Tag,\n\nich hätte gern einen Termin bei {with_name}. Wann passt es?",
        "Hallo,\n\nkönnten wir uns mit {with_name} zu einem Gespräch treffen? Es geht um das neue Lager.",
        "Sehr geehrte Damen und Herren,\n\nich bitte um einen Termin mit {with_name}.",
        "Liebes Sekretariat,\nwann hätte {with_name} Zeit für ein kurzes Treffen?",
    ),
    "en": (
        "Hello,\n\ncould we meet with {with_name}? It is about the new warehouse.",
        "Hi there,\n\nI'd like to set up a meeting with {with_name}. When would work?",
        "Dear Sir or Madam,\n\nplease arrange an appointment with {with_name} for me.",
        "Good morning,\nwhen would {with_name} have time for a quick chat?",
    ),
}
NUMBER = {
    "de": ("Nummer {n} passt.", "{n}", "Die {n} bitte.", "Gern Nr. {n}, danke!", "Dann nehmen wir die Nummer {n}.",
           "Vorschlag {n} passt mir gut."),
    "en": ("Number {n} please.", "{n}", "Option {n} works for me.", "#{n} is perfect, thanks!", "Let's take number {n}.",
           "No. {n} would be great."),
}  # fmt: skip
NAMED = {
    "de": ("{day}, {date} um {clock} Uhr passt mir.", "Der {day} um {clock} Uhr passt gut.",
           "Gern am {date} um {clock} Uhr.", "{day} {clock} Uhr wäre prima."),
    "en": ("{day}, {date} at {clock} works for me.", "{day} at {clock} is fine.", "Let's do {day} {date} at {clock}.",
           "{date}, {clock} please."),
}  # fmt: skip
COUNTER = {
    "de": ("Da kann ich leider nicht. Bei mir ginge es {windows}.", "Leider passt keiner davon. Ich könnte {windows}.",
           "Das ist bei mir alles belegt. Möglich wäre {windows}."),
    "en": ("I'm afraid none of these work. I could do {windows}.", "Sorry, I'm busy then. What about {windows}?",
           "None of those suit me. I am free {windows}."),
}  # fmt: skip
WINDOW = {
    "de": ("am {day}, {date} zwischen {opens} und {closes} Uhr", "{day}, {date} von {opens} bis {closes} Uhr"),
    "en": ("{day}, {date} between {opens} and {closes}", "on {day} {date} from {opens} to {closes}"),
}
PLAIN = {
    "refuses": {
        "de": ("Keiner der Termine passt.", "Leider geht davon gar nichts.", "Da kann ich nirgends."),
        "en": ("None of these work.", "Unfortunately none of them suit me.", "I can't make any of those."),
    },
    "vague": {
        "de": ("Ja, gern.", "Passt.", "Ok, danke.", "Klingt gut."),
        "en": ("Yes.", "Sounds good.", "OK, thanks.", "Works for me."),
    },
    "withdraws": {
        "de": ("Das hat sich erledigt, wir brauchen keinen Termin mehr.", "Bitte den Termin streichen, kein Bedarf mehr."),
        "en": ("We no longer need a meeting, thanks.", "Please drop this, it has been settled."),
    },
    "stops": {
        "de": ("Bitte schreiben Sie mir nicht mehr.", "Hören Sie bitte auf, mir zu schreiben."),
        "en": ("Please stop writing to me.", "Please do not email me again."),
    },
    "moves": {
        "de": ("Können wir den Termin verschieben?", "Leider muss ich den Termin verlegen. Welche Zeiten gibt es noch?"),
        "en": ("Could we reschedule our meeting?", "Sorry, I need to move our appointment. What else is there?"),
    },
    "cancels": {
        "de": ("Ich muss den Termin leider absagen.", "Bitte sagen Sie unseren Termin ab."),
        "en": ("Please cancel our meeting.", "I have to cancel our appointment, sorry."),
    },
    "thanks": {
        "de": ("Vielen Dank, bis dann!", "Danke!"),
        "en": ("Thank you, see you then!", "Many thanks!"),
    },
    "any": {
        "de": ("Mir passen alle.", "Alle drei gehen, suchen Sie sich eine aus."),
        "en": ("Any of these works.", "All of them are fine, you choose."),
    },
}  # fmt: skip


def _date(when: datetime, language: str) -> str:
    month = MONTHS[language][when.month - 1]
    return f"{when.day}. {month}" if language == "de" else f"{when.day} {month}"


def _clock(when: datetime, language: str) -> str:
    if language == "de":
        return f"{when:%H:%M}" if when.minute else f"{when.hour}"
    half = "am" if when.hour < 12 else "pm"
    minutes = f":{when:%M}" if when.minute else ""
    return f"{(when.hour - 1) % 12 + 1}{minutes}{half}"


def named(slot: Interval, language: str, chance: Random) -> str:
    """Taking a time by saying it. The slot is in the writer's zone."""
    form = chance.choice(NAMED[language])
    day = DAYS[language][slot.start.weekday()]
    return form.format(day=day, date=_date(slot.start, language), clock=_clock(slot.start, language))


def counter(windows: Sequence[Interval], language: str, chance: Random, zone: str = "") -> str:
    """Nothing offered suits; these windows would. They are in the writer's zone, each within one day.

    `zone` is how the zone is said behind each of them.
    """
    form = chance.choice(WINDOW[language])
    said = [
        form.format(
            day=DAYS[language][w.start.weekday()],
            date=_date(w.start, language),
            opens=_clock(w.start, language),
            closes=_clock(w.end, language),
        )
        + zone
        for w in windows
    ]
    joined = {"de": " oder ", "en": " or "}[language]
    listed = ", ".join(said[:-1]) + joined + said[-1] if len(said) > 1 else said[0]
    return chance.choice(COUNTER[language]).format(windows=listed)


def order(chance: Random, *, joint: bool = False) -> str:
    """The principal to everybody, with the secretary in Cc; `joint` with the other principal."""
    if joint:
        return chance.choice(
            (
                "Liebe Kollegen,\n\nMein Sekretariat findet bitte einen Termin mit Ben und mir.",
                "Hallo zusammen,\n\ngern besprechen wir das persönlich. Bitte einen Termin mit Ben Bauer und mir finden.",
            )
        )
    return chance.choice(
        (
            "Liebe Kollegen,\n\nwir sollten uns zusammensetzen. Mein Sekretariat findet bitte einen Termin.",
            "Hallo zusammen,\n\ngern besprechen wir das persönlich. Bitte einen Termin finden.",
        )
    )


def away(back: datetime, language: str) -> str:
    """An automatic answer that says until when."""
    return {
        "de": f"Ich bin bis {back:%d.%m.%Y} nicht im Büro.",
        "en": f"I am out of the office until {back.day} {MONTHS['en'][back.month - 1]} {back.year}.",
    }[language]
