"""The desk's own words, in German and in English. Data only."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from secretary.domain.case import CaseState

WORDS: Mapping[str, tuple[str, str]] = {
    "desk": ("Schreibtisch", "Desk"),
    "skip": ("Zum Inhalt", "Skip to content"),
    "queue": ("Zu prüfen", "To review"),
    "running": ("Laufend", "Running"),
    "standing": ("Stand", "Standing"),
    "sign_in": ("Anmelden", "Sign in"),
    "sign_out": ("Abmelden", "Sign out"),
    "address": ("Ihre Mailadresse", "Your mail address"),
    "send_link": ("Link schicken", "Send the link"),
    "sign_in_how": (
        "Sie bekommen einen Link per Mail. Er gilt einmal und 15 Minuten lang.",
        "You get a link by mail. It works once, for 15 minutes.",
    ),
    "link_sent": (
        "Wenn die Adresse hier bekannt ist, ist ein Link unterwegs.",
        "If the address is known here, a link is on its way.",
    ),
    "link_good": ("Ein Schritt noch.", "One more step."),
    "link_bad": (
        "Dieser Link gilt nicht mehr. Lassen Sie sich einen neuen schicken.",
        "This link is no longer good. Ask for a new one.",
    ),
    "nothing_waits": ("Nichts wartet auf Sie.", "Nothing waits for you."),
    "nothing_runs": ("Gerade läuft nichts.", "Nothing is running."),
    "since": ("seit", "for"),
    "from": ("von", "from"),
    "why": ("Warum hier", "Why here"),
    "suggested": ("Vorschlag", "Suggested"),
    "understood": ("Was geschah", "What happened"),
    "done": ("Was getan wurde", "What was done"),
    "waits_for": ("Worauf gewartet wird", "What it waits for"),
    "near_misses": ("Fast gegriffen", "Nearly fired"),
    "failed_at": ("scheiterte an", "failed at"),
    "found": ("gefunden", "found"),
    "nothing": ("nichts", "nothing"),
    "mail_of": ("Mail von", "Mail from"),
    "formatted": ("Mit Formatierung", "With formatting"),
    "attached": ("Angehängt", "Attached"),
    "answer": ("Antworten", "Answer"),
    "letter": ("Ihr Brief", "Your letter"),
    "letter_to": ("geht an", "goes to"),
    "send_and_settle": ("Senden und erledigen", "Send and settle"),
    "settle": ("Ohne Antwort erledigen", "Settle without an answer"),
    "letter_empty": ("Der Brief ist leer; es wurde nichts gesendet.", "The letter is empty; nothing was sent."),
    "case_moved": (
        "In diesem Fall ist inzwischen etwas geschehen; es wurde nichts gesendet. Bitte lesen Sie ihn noch einmal.",
        "Something has happened in this case meanwhile; nothing was sent. Please read it again.",
    ),
    "rules": ("Regeln", "Rules"),
    "days": ("Zahlen", "Figures"),
    "received": ("Eingegangen", "Received"),
    "handled": ("Erledigt", "Handled"),
    "escalated": ("An Menschen gegeben", "Handed to a person"),
    "sent": ("Gesendet", "Sent"),
    "answer_minutes": ("Minuten bis zur Antwort (Median)", "Minutes to the answer (median)"),
    "as_table": ("Als Tabelle", "As a table"),
    "try_out": ("Eine Mail ausprobieren", "Try a mail out"),
    "try_out_how": (
        "Zeigt, was geschähe und warum. Nichts wird gesendet, abgelegt oder vermerkt.",
        "Shows what would happen and why. Nothing is sent, filed or recorded.",
    ),
    "sender": ("Absender", "Sender"),
    "subject": ("Betreff", "Subject"),
    "text": ("Text", "Text"),
    "or_upload": ("oder eine Mail als Datei (.eml)", "or a mail as a file (.eml)"),
    "try_it": ("Ausprobieren", "Try it"),
    "would_happen": ("Das geschähe", "This would happen"),
    "would_write": ("Das würde geschrieben", "This would be written"),
    "read_as": ("So wird sie gelesen", "How it is read"),
    "fired_in": ("In {days} Tagen ausgelöst", "Fired in {days} days"),
    "rule_text": ("Wortlaut", "As written"),
    "operator": ("Betrieb", "Operation"),
    "works": ("arbeitet", "at work"),
    "rests": ("ruht", "at rest"),
    "not_ready": ("arbeitet nicht, wie es soll", "does not work as it should"),
    "last_round": ("Letzter guter Durchgang", "Last good round"),
    "let_rest": ("Ruhen lassen", "Let rest"),
    "let_work": ("Weiterarbeiten lassen", "Let work again"),
    "all_rest": ("Alles anhalten", "Stop everything"),
    "rest_means": (
        "Solange ein Büro ruht, bleibt seine Post im Eingang, und nichts wird gesendet.",
        "While an office is at rest, its mail stays in the INBOX and nothing is sent.",
    ),
    "back": ("Zurück zur Liste", "Back to the list"),
    "last_mail": ("Letzte Mail", "Last mail"),
    "mails_today": ("Mails in 24 Stunden", "Mails in 24 hours"),
    "outbox": ("Ausgang", "Outbox"),
    "dead": ("Gescheitert oder ungewiss", "Failed or uncertain"),
    "failures": ("Nicht lesbare Mails", "Mails that could not be read"),
    "timers": ("Wecker", "Timers"),
    "not_found": ("Das gibt es hier nicht.", "There is no such thing here."),
    "not_here": ("Diese Seite ist nicht für Sie.", "This page is not for you."),
    "form_old": (
        "Das Formular ist nicht mehr gültig. Gehen Sie zurück und versuchen Sie es noch einmal.",
        "The form is no longer good. Go back and try again.",
    ),
    "none": ("keine", "none"),
    "never": ("noch nie", "never"),
    "offices": ("Büros", "Offices"),
    "subject_none": ("(ohne Betreff)", "(no subject)"),
}
STATES: Mapping[CaseState, tuple[str, str]] = {
    CaseState.OPEN: ("in Arbeit", "in the works"),
    CaseState.WAITING: ("wartet auf Antwort", "waits for an answer"),
    CaseState.ESCALATED: ("bei einem Menschen", "with a person"),
    CaseState.HANDED_OVER: ("von einem Menschen geführt", "led by a person"),
    CaseState.CLOSED: ("erledigt", "closed"),
}


def words(language: str) -> Callable[[str], str]:
    """The look-up for one language."""
    place = 0 if language == "de" else 1
    return lambda name: WORDS[name][place]


def state_word(state: CaseState, language: str) -> str:
    """A case's state for people."""
    return STATES[state][0 if language == "de" else 1]
