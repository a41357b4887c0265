"""The house's own sentences about a case, in German: what services and rules of the house tell a person.

Promises: a sentence with a value ("No mail reaches {}.") keeps its value; one that is not known, such
as an office's own, stays as it is. Linear time.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from secretary.act.compose.rule_sentences import RULES

_OF_CASES: Mapping[str, str] = {
    "A mail came while the calendar was being written.": "Eine Mail kam, während der Kalender geschrieben wurde.",
    "The answer was not understood ({}).": "Die Antwort wurde nicht verstanden ({}).",
    "Only a principal is told about the own calendar.": "Nur Vorgesetzte erfahren, was in ihrem Kalender steht.",
    "Only a principal is told who owes an answer.": "Nur Vorgesetzte erfahren, wer ihnen noch eine Antwort schuldet.",
    "Only people of the office are told reasons.": "Gründe erfahren nur Personen des Büros.",
    "An order about several meetings came in the thread of one.": (
        "Ein Auftrag zu mehreren Terminen kam im Schriftwechsel zu einem."
    ),
    "You asked to be shown it again.": "Sie wollten es wieder vorgelegt bekommen.",
    "The client has written again since what you moved was written. Nothing was done; please look at it anew.": (
        "Inzwischen ist eine weitere Mail gekommen, die beim Verschieben noch nicht da war. Es ist nichts geschehen; "
        "bitte sehen Sie noch einmal hinein."
    ),
    "It lay in a folder for orders and belongs to no case. Nothing was done with it.": (
        "Diese Mail lag in einem Ordner für Aufträge und gehört zu keinem Fall. Es ist nichts mit ihr geschehen."
    ),
    "The client has written again since the draft was written. It was not sent; please look at it anew.": (
        "Seit der Entwurf entstand, ist eine weitere Mail gekommen. Er ist nicht gesendet; bitte sehen Sie ihn "
        "noch einmal an."
    ),
    "The recipients of the draft are not those it was written for. It was not sent; send it yourself if it is right.": (
        "Die Empfänger des Entwurfs sind andere als die, für die er geschrieben wurde. Er ist nicht gesendet; wenn "
        "sie stimmen, senden Sie ihn bitte selbst."
    ),
    "Several versions of the draft lay there. Nothing was sent; please leave only the right one.": (
        "Dort lagen mehrere Fassungen des Entwurfs. Keine ist gesendet; bitte lassen Sie nur die richtige liegen."
    ),
    "There is no draft that could be approved as it was written. Move the draft itself, or answer the mail.": (
        "Es gibt keinen Entwurf, der sich so freigeben ließe, wie er geschrieben wurde. Verschieben Sie den Entwurf "
        "selbst, oder antworten Sie auf die Mail."
    ),
    "The proposed rule cannot go live: {}": "Die vorgeschlagene Regel kann so nicht gelten: {}",
    "The draft cannot be sent from here as it is: {}": "Der Entwurf lässt sich von hier aus so nicht senden: {}",
    "The mail itself was not found, so that nothing could be decided anew. Move the mail, not its note.": (
        "Die Mail selbst war nicht zu finden, deshalb ließ sich nichts neu entscheiden. Verschieben Sie die Mail und "
        "nicht die Notiz."
    ),
    "It is encrypted or packed, and nothing of it was answered; your own mail program may open it: {}": (
        "Sie ist verschlüsselt oder gepackt, und nichts daraus wurde beantwortet; vielleicht öffnet sie Ihr "
        "Mailprogramm: {}"
    ),
    "It is not said which time is meant.": "Es ist nicht gesagt, welche Zeit gemeint ist.",
    "That time is not free.": "Diese Zeit ist nicht frei.",
    "A time is booked already; move that one.": "Ein Termin ist schon gebucht; verschieben Sie den.",
    "The calendars do not answer.": "Die Kalender antworten nicht.",
    "It is not said which time shall be kept free.": "Es ist nicht gesagt, welche Zeit freigehalten werden soll.",
    "Somebody else answered a plan of the office.": "Jemand anderes hat auf einen Plan des Büros geantwortet.",
    "It is still not clear what is meant.": "Es ist weiter unklar, was gemeint ist.",
    "These words of time could not be read: {}": "Diese Zeitangaben ließen sich nicht lesen: {}",
    "There is no such offer.": "Ein solches Angebot gibt es nicht.",
    "It is still not clear which time is meant.": "Es ist weiter unklar, welche Zeit gemeint ist.",
    "Is the meeting off, or does it stay at its old time?": "Entfällt der Termin, oder bleibt es bei der alten Zeit?",
    "The party asks what is not on record.": "Es wird etwas gefragt, was nicht aktenkundig ist.",
    "The party wants to hear from us later.": "Es wird gebeten, dass wir uns später melden.",
    "It may be a machine's and is not answered by one ({}).": (
        "Es kommt vielleicht von einer Maschine und wird von keiner beantwortet ({})."
    ),
    "The matter was closed already.": "Die Sache war schon abgeschlossen.",
    "A calendar message of the kind {} came.": "Eine Kalendernachricht der Art {} kam.",
    "A calendar message came from somebody else.": "Eine Kalendernachricht kam von jemand anderem.",
    "Somebody else answered in the party's place.": "Jemand anderes hat an ihrer Stelle geantwortet.",
    "Another time was proposed: {}.": "Eine andere Zeit wurde vorgeschlagen: {}.",
    "Another time was proposed, and it cannot be read.": "Eine andere Zeit wurde vorgeschlagen und ist nicht lesbar.",
    "A mail about a booked meeting was not understood ({}).": (
        "Eine Mail zu einem gebuchten Termin wurde nicht verstanden ({})."
    ),
    "{} has no calendar configured.": "Für {} ist kein Kalender eingerichtet.",
    "No free time suits.": "Keine freie Zeit passt.",
    "No time could be held.": "Keine Zeit ließ sich vormerken.",
    "This answers a search for an appointment that is not on record.": (
        "Das ist eine Antwort auf eine Terminsuche, die nicht aktenkundig ist."
    ),
    "Not sent.": "Nicht gesendet.",
    "No mail reaches {}.": "{} ist per Mail nicht erreichbar.",
    "It is not sure who wrote this order.": "Es ist nicht sicher, von wem dieser Auftrag ist.",
    "It is not said whose appointment this shall be.": "Es ist nicht gesagt, mit wem der Termin sein soll.",
    "Nobody called {} is on record.": "Niemand mit dem Namen {} ist aktenkundig.",
    "Several people are called {}.": "Mehrere Personen heißen {}.",
    "Nobody is named to meet with.": "Es ist niemand genannt, der eingeladen werden soll.",
    "More people shall take part than may be asked.": "Es sollen mehr Personen teilnehmen, als gefragt werden dürfen.",
    "The meeting is longer than may be arranged here.": "Der Termin ist länger, als hier vereinbart werden darf.",
    "The party asks for {} minutes.": "Gewünscht sind {} Minuten.",
    "The party wants to meet elsewhere.": "Gewünscht ist ein anderer Ort.",
    "The party wants to meet otherwise: {}.": "Gewünscht ist eine andere Art des Treffens: {}.",
    "The party wants to bring somebody along.": "Es soll noch jemand mitkommen.",
    "{} wants the meeting otherwise, which concerns all.": "{} möchte den Termin anders, und das betrifft alle.",
    "The party wants the meeting otherwise, and its time does not allow it.": (
        "Der Termin soll anders stattfinden, und dafür reicht die Zeit nicht."
    ),
    "The party agrees on a condition, and no time is held.": (
        "Die Zusage hängt von etwas ab, und es ist keine Zeit vorgemerkt."
    ),
    "They have been told many free times lately.": "In letzter Zeit wurden dort schon viele freie Zeiten genannt.",
    "The event could not be written: {}": "Der Termin ließ sich nicht eintragen: {}",
    "An order came unauthenticated.": "Ein Auftrag kam ohne Bestätigung des Absenders.",
    "An order to cancel came unauthenticated.": "Eine Absage kam ohne Bestätigung des Absenders.",
    "An answer could not be written: {}": "Eine Antwort ließ sich nicht schreiben: {}",
    "No draft could be written: {}": "Ein Entwurf ließ sich nicht schreiben: {}",
    "A further mail in a case that a person looks after.": "Eine weitere Mail in einem Fall, den eine Person führt.",
    "The time set by a rule has passed and the case is still open.": (
        "Die von einer Regel gesetzte Frist ist um, und der Fall ist noch offen."
    ),
    "{} is not switched on, or its server is not configured.": (
        "{} ist nicht eingeschaltet, oder der Server dafür ist nicht eingerichtet."
    ),
    "A calendar message that belongs to no appointment of ours is for a person.": (
        "Eine Kalendernachricht, die zu keinem Termin von hier gehört."
    ),
    "A calendar message about a meeting came from somebody who is not its organizer.": (
        "Eine Kalendernachricht zu einem Termin kam nicht von dem, der ihn organisiert."
    ),
    "A change of all later dates of a series, or of several meetings at once, is for a person.": (
        "Alle weiteren Tage einer Reihe oder mehrere Termine zugleich sollen anders werden; das ist von Hand zu tun."
    ),
    "{} invites in a way that is not followed here: to one date of a series, or without a readable time.": (
        "{} lädt so ein, dass es von Hand einzutragen ist: zu einem Tag einer Reihe oder ohne lesbare Zeit."
    ),
    "It is not sure that the organizer wrote this; the calendar is as it was.": (
        "Es ist nicht sicher, dass die Nachricht von dem ist, der den Termin organisiert; der Kalender ist unverändert."
    ),
    "The organizer calls off one date of a series, in a way that is not followed here.": (
        "Ein Tag einer Reihe wird so abgesagt, dass es von Hand einzutragen ist."
    ),
    "The organizer has not answered to another time proposed.": "Auf die andere vorgeschlagene Zeit kam keine Antwort.",
    "{} writes about an invitation.": "{} schreibt zu einer Einladung.",
    "{} invites to a meeting.": "{} lädt zu einem Termin ein.",
    "{} changes a meeting.": "{} ändert einen Termin; im Kalender steht er schon so.",
    "{} keeps to the time of the invitation.": "{} bleibt bei der Zeit der Einladung.",
    "The calendar is free then.": "Der Kalender ist dann frei.",
    "The calendar is free then, but the secretary would not offer that time.": (
        "Der Kalender ist dann frei; angeboten würde diese Zeit von hier aus aber nicht."
    ),
    "Entries of the calendar in that time: {}.": "Einträge im Kalender zu dieser Zeit: {}.",
    "No other time could be found to propose.": "Keine andere Zeit zum Vorschlagen war zu finden.",
    "The time to be proposed is taken in the calendar.": "Die Zeit, die vorgeschlagen werden soll, ist belegt.",
    "Somebody's calendar program asks when a principal is free; nobody is told unless a rule says so.": (
        "Ein Kalenderprogramm fragt, wann jemand frei ist; das erfährt nur, wem eine Regel es erlaubt."
    ),
    "It is not sure who wrote this; the calendar is as it was.": (
        "Es ist nicht sicher, von wem das ist; der Kalender ist unverändert."
    ),
    "Several meetings may be meant.": "Mehrere Termine können gemeint sein.",
    "No meeting with the writer stands in a calendar.": "Mit dieser Adresse steht kein Termin in einem Kalender.",
    "Somebody else organizes the meeting; only they can move it.": (
        "Den Termin organisiert jemand anderes; nur von dort aus lässt er sich verlegen."
    ),
    "The meeting cannot be moved from here.": "Der Termin lässt sich von hier aus nicht verlegen.",
    "One of several does not come to a meeting that a principal organizes.": (
        "Von mehreren kommt jemand nicht zu einem Termin, den wir organisieren."
    ),
    "The organizer calls the meeting off in words; it still stands in the calendar.": (
        "Der Termin ist mit Worten abgesagt; im Kalender steht er noch."
    ),
    "A series is asked for that others must agree to.": "Eine Terminreihe, der andere zustimmen müssen.",
    "Not all dates of the series that is asked for are free.": "Nicht alle Tage der gewünschten Terminreihe sind frei.",
    "It is not said when the series begins or ends.": "Es ist nicht sicher, wann die Terminreihe beginnt oder endet.",
    "A date of the series was taken meanwhile.": "Ein Tag der Terminreihe wurde inzwischen belegt.",
    "It is about a series of meetings, and not only about one of its dates.": (
        "Es geht um eine Terminreihe und nicht nur um einen ihrer Tage."
    ),
    "A series was changed in the calendar program, and not only single dates of it.": (
        "Eine Terminreihe wurde im Kalenderprogramm geändert, und nicht nur einzelne Tage."
    ),
    "The series was changed in the calendar meanwhile.": "Die Terminreihe wurde inzwischen im Kalender geändert.",
    "A calendar message is about several dates of a series.": (
        "Eine Kalendernachricht betrifft mehrere Tage einer Terminreihe."
    ),
    "A calendar message means this and all later dates of a series.": (
        "Eine Kalendernachricht meint diesen und alle weiteren Tage einer Terminreihe."
    ),
    "{} declines a whole series.": "{} sagt eine ganze Terminreihe ab.",
    "A meeting of a plan was changed meanwhile: {}.": "Ein Termin eines Auftrags wurde inzwischen geändert: {}.",
    "Call all dates off": "Alle Tage absagen",
    "Keep them": "Sie stehen lassen",
    "Somebody else answers for one date of a series.": "Für einen Tag der Terminreihe antwortet jemand anderes.",
    "{} proposes another time for one date: {}.": "{} schlägt für einen Tag eine andere Zeit vor: {}.",
    "The party wants one date of a series otherwise.": "Ein Tag der Terminreihe soll anders stattfinden.",
    "The party wants all dates of a series otherwise.": "Alle Tage der Terminreihe sollen anders stattfinden.",
    "The party sends an invitation of their own.": "Es kam eine eigene Einladung statt einer Antwort.",
    "A calendar message means a date that is not booked.": "Eine Kalendernachricht meint einen anderen Tag.",
    "Somebody who was not invited answered the invitation.": "Es antwortet jemand, der nicht eingeladen ist.",
    "{} sends somebody else to the meeting.": "{} schickt jemand anderen zum Termin.",
    "Invite that person": "Diese Person einladen",
    "Keep to the party": "Bei der bisherigen Person bleiben",
    "Accept for all": "Für alle annehmen",
    "Accept": "Annehmen",
    "Refuse": "Ablehnen",
    "Hand over to {}": "Übergeben an: {}",
    "Forward to {}": "Weiterleiten an {}",
}
GERMAN: Mapping[str, str] = {**RULES, **_OF_CASES}
_PATTERNS = tuple(
    (re.compile("(.*)".join(map(re.escape, english.split("{}"))), re.DOTALL), german)
    for english, german in GERMAN.items()
    if english.count("{}") == 1
)


def told(sentence: str, language: str) -> str:
    """The sentence in the language of the office."""
    if language != "de" or not sentence:
        return sentence
    if sentence in GERMAN:
        return GERMAN[sentence]
    found = ((pattern.fullmatch(sentence), german) for pattern, german in _PATTERNS)
    return next((german.replace("{}", match.group(1)) for match, german in found if match), sentence)
