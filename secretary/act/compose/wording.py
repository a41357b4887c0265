"""What the house calls things, in the words of people: German and English, side by side.

Promises: every reason, intent, kind, trust, condition and state of the house has both. A name of an
office's own is shown as it is. Never does: write a sentence; `notes` does.
"""

from __future__ import annotations

from collections.abc import Mapping

from secretary.domain.action import EscalationReason

Pair = tuple[str, str]

REASONS: Mapping[EscalationReason, Pair] = {
    EscalationReason.UNCLEAR: ("Unklar, was gewünscht ist.", "It is unclear what is wanted."),
    EscalationReason.UNCLEAR_DATE: ("Die Zeitangabe ist nicht eindeutig.", "The time is ambiguous."),
    EscalationReason.UNKNOWN_SENDER: ("Der Absender gehört nicht dazu.", "The sender does not belong here."),
    EscalationReason.NOT_AUTHENTICATED: (
        "Es ist nicht sicher, wer das geschrieben hat.",
        "It is not certain who wrote this.",
    ),
    EscalationReason.WANTS_HUMAN: ("Es wird ein Mensch gewünscht.", "A person is asked for."),
    EscalationReason.MONEY: ("Es geht um Geld.", "It is about money."),
    EscalationReason.COMPLAINT: ("Es ist eine Beschwerde.", "It is a complaint."),
    EscalationReason.LEGAL: ("Es hat rechtliches Gewicht.", "It carries legal weight."),
    EscalationReason.LIMIT: (
        "Eine weitere automatische Mail wäre zu viel.",
        "One more automatic mail would be too many.",
    ),
    EscalationReason.LOOP: ("Hier droht eine Schleife.", "A loop threatens."),
    EscalationReason.UNDELIVERABLE: ("Unsere Mail kam nicht an.", "Our mail did not arrive."),
    EscalationReason.UNREADABLE: ("Die Mail lässt sich nicht lesen.", "The mail cannot be read."),
    EscalationReason.TOO_LARGE: (
        "Die Mail ist zu groß, um sie ganz zu lesen.",
        "The mail is too large to be read whole.",
    ),
    EscalationReason.NO_RULE: ("Keine Regel passt auf diese Mail.", "No rule fits this mail."),
    EscalationReason.RULE: ("Eine Regel verlangt einen Blick darauf.", "A rule asks for a look at it."),
    EscalationReason.SUGGESTION: ("Ein Vorschlag wartet auf Ihr Ja.", "A suggestion waits for your yes."),
    EscalationReason.NEGOTIATION: ("Die Terminsuche kommt nicht weiter.", "The search for a time is stuck."),
    EscalationReason.CALENDAR: ("Der Kalender macht Schwierigkeiten.", "The calendar makes difficulties."),
    EscalationReason.MAY_HAVE_BEEN_SENT: (
        "Eine Mail von uns ist vielleicht schon draußen.",
        "A mail of ours may have left already.",
    ),
    EscalationReason.ORDER: ("Ein Auftrag wurde nicht ausgeführt.", "An order was not carried out."),
}

INTENTS: Mapping[str, Pair] = {
    "appointment.request": ("möchte einen Termin", "wants an appointment"),
    "appointment.move": ("möchte einen Termin verschieben", "wants to move an appointment"),
    "appointment.cancel": ("sagt einen Termin ab", "cancels an appointment"),
    "calendar.agenda": ("fragt, was im Kalender steht", "asks what is on"),
    "calendar.owed": ("fragt, wer noch eine Antwort schuldet", "asks who still owes an answer"),
    "calendar.clear": ("sagt alle Termine einer Zeit ab", "cancels all appointments of a time"),
    "calendar.shift": ("verschiebt alle Termine einer Zeit", "moves all appointments of a time"),
    "calendar.block": ("möchte eine Zeit freihalten", "wants a time kept free"),
    "question.hours": ("fragt nach den Öffnungszeiten", "asks for the opening hours"),
    "question.address": ("fragt nach der Adresse oder Anfahrt", "asks for the address or the way"),
    "question.price": ("fragt nach Preisen", "asks for prices"),
    "question.status": ("fragt nach dem Stand", "asks how things stand"),
    "invoice.question": ("hat eine Frage zu einer Rechnung", "has a question about an invoice"),
    "invoice.incoming": ("schickt eine Rechnung", "sends an invoice"),
    "payment.notice": ("meldet eine Zahlung", "reports a payment"),
    "payment.reminder": ("mahnt eine Zahlung an", "reminds of a payment"),
    "offer.request": ("möchte ein Angebot", "wants a quote"),
    "order.place": ("bestellt etwas", "places an order"),
    "delivery.question": ("fragt nach einer Lieferung", "asks about a delivery"),
    "complaint": ("beschwert sich", "complains"),
    "legal": ("schreibt von Rechtlichem", "writes of legal matters"),
    "dismissal": ("kündigt etwas", "gives notice"),
    "application": ("bewirbt sich", "applies for a job"),
    "callback.request": ("bittet um einen Anruf", "asks for a call"),
    "address.change": ("meldet eine neue Adresse oder Bankverbindung", "reports a new address or bank account"),
    "unsubscribe": ("möchte keine Rundmails mehr", "wants no more mailings"),
    "confidential": ("schreibt vertraulich", "writes in confidence"),
    "thanks": ("bedankt sich", "says thank you"),
    "invoice.request": ("möchte eine Rechnung", "wants an invoice"),
    "offer.incoming": ("schickt ein Angebot", "sends a quote"),
    "order.cancel": ("storniert eine Bestellung", "cancels an order"),
    "order.question": ("fragt nach einer Bestellung", "asks about an order"),
    "delivery.notice": ("kündigt eine Lieferung an", "announces a delivery"),
    "payment.question": ("fragt nach einer Zahlung", "asks about a payment"),
    "document.request": ("möchte Unterlagen", "wants documents"),
    "question.services": ("fragt nach Leistungen", "asks for services"),
    "human.request": ("möchte mit einer Person sprechen", "wants to speak to a person"),
    "vendor.pitch": ("will etwas verkaufen", "wants to sell something"),
    "act.accept": ("sagt zu", "agrees"),
    "act.accept-any": ("ist mit allem einverstanden", "is fine with any of it"),
    "act.reject": ("lehnt ab", "declines"),
    "act.withdraw": ("braucht es nicht mehr", "needs it no more"),
    "act.stop": ("möchte nichts mehr hören", "wants to hear no more"),
    "act.defer": ("vertagt es", "puts it off"),
    "act.conditional": ("sagt unter Vorbehalt zu", "agrees on a condition"),
    "act.delegate": ("gibt es an jemanden weiter", "passes it to somebody else"),
    "act.late": ("verspätet sich", "runs late"),
    "act.ask": ("fragt nach", "asks back"),
    "act.constrain": ("nennt Grenzen für die Zeit", "sets limits to the time"),
    "act.suggest": ("schlägt eine andere Zeit vor", "suggests another time"),
    "act.request": ("bittet um andere Zeiten", "asks for other times"),
    "act.add-person": ("möchte jemanden dazunehmen", "wants to add somebody"),
    "act.change-duration": ("möchte eine andere Dauer", "wants another length"),
    "act.change-medium": ("möchte es anders als vorgeschlagen, etwa per Video", "wants another medium, such as video"),
    "act.change-place": ("möchte einen anderen Ort", "wants another place"),
}

KINDS: Mapping[str, Pair] = {
    "person": ("Brief einer Person", "a person's letter"),
    "list": ("Mail einer Liste", "mail of a list"),
    "newsletter": ("Rundmail", "newsletter"),
    "auto-reply": ("automatische Antwort", "automatic reply"),
    "out-of-office": ("Abwesenheitsnotiz", "absence note"),
    "bounce": ("Unzustellbarkeitsmeldung", "delivery failure report"),
    "receipt": ("Lesebestätigung", "read receipt"),
    "calendar": ("Kalendernachricht", "calendar message"),
    "notification": ("Benachrichtigung eines Programms", "a program's notification"),
    "spam": ("als Spam markiert", "marked as spam"),
}

TRUST: Mapping[str, Pair] = {
    "authenticated": ("von unserem Server bestätigt", "confirmed by our server"),
    "unknown": ("nicht bestätigt", "not confirmed"),
    "failed": ("vermutlich gefälscht", "probably forged"),
}

FLAGS: Mapping[str, Pair] = {
    "display-name-spoof": ("der Name zeigt eine andere Adresse", "the name shows another address"),
    "reply-to-elsewhere": ("die Antwort soll an ein anderes Haus", "answers shall go to another organisation"),
    "lookalike": ("die Adresse sieht einer bekannten nur ähnlich", "the address only looks like a known one"),
}

LANGUAGES: Mapping[str, Pair] = {
    "de": ("Deutsch", "German"),
    "en": ("Englisch", "English"),
    "other": ("andere Sprache", "another language"),
}

ROLES: Mapping[str, Pair] = {
    "principal": ("Prinzipal", "principal"),
    "assistant": ("Assistenz", "assistant"),
    "client": ("von außen", "from outside"),
    "self": ("das Sekretariat selbst", "the secretary itself"),
}

STATES: Mapping[str, Pair] = {
    "open": ("offen", "open"),
    "waiting": ("wartet auf Antwort", "waiting for an answer"),
    "escalated": ("bei einer Person", "with a person"),
    "handed-over": ("von einer Person geführt", "led by a person"),
    "closed": ("erledigt", "closed"),
}

TRUTH: Mapping[str, Pair] = {
    "True": ("ja", "yes"),
    "False": ("nein", "no"),
    "None": ("nichts", "none"),
    "": ("nichts", "none"),
}

# What a condition of a rule looks at, and the words for its values.
CONDITIONS: Mapping[str, tuple[Pair, Mapping[str, Pair]]] = {
    "sender": (("Absender", "sender"), {}),
    "role": (("Rolle", "role"), ROLES),
    "known": (("bekannt", "known"), {}),
    "recipient": (("Empfänger", "recipient"), {}),
    "header": (("Kopfzeile", "header"), {}),
    "subject": (("Betreff", "subject"), {}),
    "text": (("Text", "text"), {}),
    "attachment": (("Anhang", "attachment"), {}),
    "language": (("Sprache", "language"), LANGUAGES),
    "intent": (("Anliegen", "concern"), INTENTS),
    "only_intent": (("nur das Anliegen", "no concern but"), INTENTS),
    "kind": (("Art der Mail", "kind of mail"), KINDS),
    "list": (("über eine Liste", "over a list"), {}),
    "auth": (("Absender", "sender"), TRUST),
    "sender_flag": (("auffällig am Absender", "odd about the sender"), FLAGS),
    "larger_than": (("Größe über", "size above"), {}),
    "office_open": (("Büro geöffnet", "office open"), {}),
    "weekday": (("Wochentag", "weekday"), {}),
    "from_hour": (("Stunde ab", "hour from"), {}),
    "until_hour": (("Stunde bis", "hour until"), {}),
    "case": (("Stand des Falls", "state of the case"), STATES),
    "service": (("Baustein", "building block"), {}),
    "answers_ours": (("antwortet uns", "answers us"), {}),
    "turns_at_least": (("automatische Antworten ab", "automatic answers from"), {}),
    "prior_mails_at_least": (("frühere Mails ab", "earlier mails from"), {}),
    "all": (("einer von mehreren Bedingungen", "one of several conditions"), {}),
    "any": (("jeder von mehreren Bedingungen", "each of several conditions"), {}),
    "not": (("einer Ausnahme", "an exception"), {}),
}


def say(pair: Pair, language: str) -> str:
    """The German or the English one."""
    return pair[0] if language == "de" else pair[1]


def named(name: str, words: Mapping[str, Pair], language: str) -> str:
    """A name of the house in words; a name that is not ours as it is."""
    pair = words.get(name) or TRUTH.get(name)
    return say(pair, language) if pair else name
