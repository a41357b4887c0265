"""What the secretary could learn, in German and English.

Promises: a rule is told as one sentence that says whose mails, what kind, and what will happen; total on every
proposal. A rule of an office's own may ask for more than can be told so; its YAML stands beside.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from secretary.act.compose.wording import INTENTS, KINDS, named
from secretary.decide.lint import NO_INTENT
from secretary.decide.model import RuleText, When
from secretary.decide.teaching import Replay, Unteachable
from secretary.domain.action import Ending, FolderRole
from secretary.domain.lesson import Lesson, LessonKind, LessonState
from secretary.domain.office import Autonomy
from secretary.domain.past import Way

Pair = tuple[str, str]
UNTEACHABLE: Mapping[Unteachable, Pair] = {
    Unteachable.TOO_LITTLE: (
        "An dieser Mail ist zu wenig, woran man solche erkennt. Eine Regel träfe alle Briefe dieses Absenders.",
        "There is too little in this mail to know such mails by. A rule would take every letter of this sender.",
    ),
    Unteachable.OWN_WORDS: (
        "Ein Brief mit eigenen Worten ist noch keine Vorlage. Sagen Sie, was mit solchen Mails geschehen soll.",
        "A letter in your own words is no template yet. Say what shall become of such mails.",
    ),
    Unteachable.UNSETTLED: (
        "Noch ist nicht gesagt, was mit solchen Mails geschehen soll. Wählen Sie es aus.",
        "Nobody has said yet what shall become of such mails. Choose it.",
    ),
    Unteachable.HOUSE: (
        "Über solche Mails entscheidet das Haus selbst; keine Regel kommt davor.",
        "Such mails are decided by the house itself; no rule comes before it.",
    ),
    Unteachable.NO_MAIL: (
        "Die Mail ist nicht mehr da, und ohne sie als Beispiel gibt es keine Regel.",
        "The mail is no longer there, and without it as an example there is no rule.",
    ),
    Unteachable.OFF: ("Hier kann nichts gelernt werden.", "Nothing can be learned here."),
}
STATES: Mapping[LessonState, Pair] = {
    LessonState.PROPOSED: ("vorgeschlagen", "proposed"),
    LessonState.LIVE: ("gilt", "in force"),
    LessonState.UNDONE: ("zurückgenommen", "taken back"),
    LessonState.DECLINED: ("abgelehnt", "declined"),
}
AUTONOMY: Mapping[Autonomy, Pair] = {
    Autonomy.ACT: ("handelt selbst", "acts by itself"),
    Autonomy.SUGGEST: ("zeigt alles zuerst", "shows everything first"),
}


def said(both: Pair, language: str) -> str:
    """The German or the English one."""
    return both[0 if language == "de" else 1]


def rule_word(rule: RuleText, way: Way, language: str) -> str:
    """What a rule does, in one sentence."""
    who, about, then = _who(rule.when, language), "; ".join(_about(rule.when, language)), way_word(way, language)
    return said((f"Wenn {who} schreibt ({about}), {then}.", f"When {who} writes ({about}), {then}."), language)


def _who(when: When, language: str) -> str:
    sender = when.sender[0] if when.sender else ""
    if "@" in sender:
        return sender
    if sender:
        return said((f"jemand von {sender}", f"somebody at {sender}"), language)
    return said(("irgendjemand", "anybody"), language)


def _about(when: When, language: str) -> Iterator[str]:
    if when.kind:
        yield named(when.kind[0].value, KINDS, language)
    wishes = [*when.intent, *(intent for group in when.all for intent in group.intent)]
    yield from (named(intent, INTENTS, language) for intent in wishes)
    if when.only_intent == (NO_INTENT,):
        yield said(("kein bekanntes Anliegen", "no concern that is known"), language)
    elif when.only_intent:
        yield said(("und sonst nichts", "and nothing besides"), language)
    words = [*when.subject, *(word for group in when.all for word in group.subject)]
    if words:
        quoted = ", ".join(said((f"„{word}“", f"“{word}”"), language) for word in words)
        yield said((f"im Betreff {quoted}", f"{quoted} in the subject"), language)
    if when.auth:
        yield said(("von unserem Server bestätigt", "confirmed by our server"), language)


def way_word(way: Way, language: str) -> str:
    """How such mails end, as the second half of a sentence."""
    match way:
        case Way(Ending.ANSWERED, template):
            both = (
                f"wird mit der Vorlage „{template}“ geantwortet, und jede Antwort wird Ihnen zuerst gezeigt",
                f"the template “{template}” answers, and each answer is shown to you first",
            )
        case Way(Ending.HANDED_OVER, to):
            both = (f"geht die Mail weiter an {to}", f"the mail goes on to {to}")
        case Way(_, FolderRole.HANDLED.value):
            both = ("wird die Mail ohne Antwort abgelegt", "the mail is filed without an answer")
        case Way(_, folder):
            both = (
                f"wird die Mail ohne Antwort in „{folder}“ abgelegt",
                f"the mail is filed into “{folder}” without an answer",
            )
    return said(both, language)


def choice_word(way: Way, language: str) -> str:
    """A way to choose, in short."""
    match way:
        case Way(Ending.ANSWERED, template):
            both = (f"Mit der Vorlage „{template}“ antworten", f"Answer with the template “{template}”")
        case Way(Ending.HANDED_OVER, to):
            both = (f"Weitergeben an {to}", f"Pass on to {to}")
        case Way(_, FolderRole.HANDLED.value):
            both = ("Ohne Antwort ablegen", "File without an answer")
        case Way(_, folder):
            both = (f"Ohne Antwort in „{folder}“ ablegen", f"File into “{folder}” without an answer")
    return said(both, language)


def replay_word(replay: Replay, days: int, language: str) -> str:
    """What the rule would have caught, and what of it people had settled otherwise."""
    count, against = replay.caught, len(replay.otherwise)
    would = said(
        (
            f"In den letzten {days} Tagen hätte die Regel auch {_others(count, language)} erfasst",
            f"In the last {days} days the rule would also have caught {_others(count, language)}",
        ),
        language,
    )
    if not count:
        return f"{would}."
    but = (f"{against} davon wurden anders erledigt", f"{against} of them were settled otherwise")
    none = ("keine davon wurde anders erledigt", "none of them was settled otherwise")
    return f"{would}; {said(but if against else none, language)}."


def _others(count: int, language: str) -> str:
    few = {0: ("keine andere", "no other"), 1: ("eine andere", "one other")}
    return said(few.get(count, (f"{count} andere", f"{count} others")), language)


def lesson_word(lesson: Lesson, language: str) -> str:
    """What was taught or is offered, in short."""
    if lesson.kind is LessonKind.RULE:
        return said((f"Neue Regel {lesson.rule}", f"New rule {lesson.rule}"), language)
    if lesson.kind is LessonKind.WORDING:
        return said((f"Anderer Wortlaut in {lesson.rule}", f"Other words in {lesson.rule}"), language)
    return f"{lesson.rule}: {said(AUTONOMY[Autonomy(lesson.text)], language)}"


def offer_word(lesson: Lesson, count: int, language: str) -> str:
    """Why it is offered or proposed, and what yes means; `count` is 0 where nobody counts any more."""
    many = f"{count} " if count else ""
    match lesson.kind, lesson.text:
        case LessonKind.WORDING, _:
            both = (
                f"In {many}Briefen haben Sie diese Stelle der Vorlage gleich geändert. Soll die Vorlage so lauten?",
                f"In {many}letters you changed this part of the template alike. Shall the template read so?",
            )
        case LessonKind.AUTONOMY, Autonomy.ACT:
            both = (
                f"Ihre letzten {many}Entwürfe gingen unverändert hinaus. Soll die Regel künftig selbst antworten?",
                f"Its last {many}drafts were sent unchanged. Shall the rule answer by itself from now on?",
            )
        case LessonKind.AUTONOMY, _:
            both = (
                f"Von ihren Antworten mussten Sie {count or 'einige'} richtigstellen. Soll die Regel wieder fragen?",
                f"You had to correct {count or 'some'} of its answers. Shall the rule show them first again?",
            )
        case _:
            both = ("Vorgeschlagen; sie gilt erst, wenn Sie ja sagen.", "Proposed; it holds once you say yes.")
    return said(both, language)


def past_way_word(way: Way | None, language: str) -> str:
    """How a mail of the past ended, in short."""
    match way:
        case Way(Ending.ANSWERED, detail):
            both = (f"beantwortet {detail}", f"answered {detail}")
        case Way(Ending.HANDED_OVER, detail):
            both = (f"weitergegeben an {detail}", f"passed on to {detail}")
        case Way(Ending.FILED, detail) if detail != FolderRole.HANDLED.value:
            both = (f"abgelegt in {detail}", f"filed into {detail}")
        case Way():
            both = ("abgelegt", "filed")
        case None:
            both = ("offen", "open")
    return said(both, language).strip()
