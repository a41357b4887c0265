"""Why the shipped rules and the house's own decide as they do, in German. Data only.

An office's own rules give their reason in whatever language they are written.
"""

from __future__ import annotations

from collections.abc import Mapping

RULES: Mapping[str, str] = {
    "A call is for a person; the writer hears that the wish is passed on.": (
        "Anrufen muss ein Mensch; wer geschrieben hat, erfährt, dass der Wunsch weitergegeben ist."
    ),
    "A client asks for an appointment.": "Ein Kunde bittet um einen Termin.",
    "A complaint deserves a person.": "Eine Beschwerde verdient einen Menschen.",
    "A machine's notice may matter; for senders whose notices do not, put a rule with `ignore` above this one.": (
        "Die Nachricht eines Programms kann wichtig sein; wo sie es nicht ist, genügt eine Regel davor."
    ),
    "A mail of the office did not arrive.": "Eine Mail des Büros kam nicht an.",
    "A person of the office asks to find an appointment.": "Jemand aus dem Büro lässt einen Termin suchen.",
    "A person of the office wants a meeting cancelled or moved.": (
        "Jemand aus dem Büro sagt einen Termin ab oder verlegt ihn."
    ),
    "A person of the office wants all meetings of a time cancelled or moved.": (
        "Jemand aus dem Büro sagt alle Termine einer Zeit ab oder verlegt sie."
    ),
    "A person takes the address off the list; the writer hears that the wish has arrived.": (
        "Ein Mensch streicht die Adresse aus dem Verteiler; wer geschrieben hat, erfährt, dass der Wunsch da ist."
    ),
    "A principal asks what is on.": "Es wird gefragt, was ansteht.",
    "A principal asks who still owes an answer.": "Es wird gefragt, wer noch eine Antwort schuldet.",
    "A principal wants a time kept free.": "Eine Zeit soll freigehalten werden.",
    "A short thank-you for an answer of ours needs nothing more.": (
        "Ein kurzer Dank für eine Antwort von uns braucht nichts weiter."
    ),
    "An automatic answer outside a running case needs nothing.": (
        "Eine automatische Antwort außerhalb eines laufenden Falls braucht nichts."
    ),
    "An invitation by others is looked up in the calendar, and put before a person or followed.": (
        "Eine fremde Einladung wird im Kalender nachgesehen und vorgelegt oder nachgezogen."
    ),
    "An invoice with its document goes where the bookkeeping looks; nobody needs an answer.": (
        "Eine Rechnung mit Beleg geht dorthin, wo die Buchhaltung nachsieht; niemand braucht eine Antwort."
    ),
    "Deadlines and claims are for a person.": "Fristen und Ansprüche sind Sache eines Menschen.",
    "It is known what is wanted, and a person must do it; a draft saves the typing.": (
        "Es ist klar, was gewünscht wird, und ein Mensch muss es tun; ein Entwurf spart das Tippen."
    ),
    "Newsletters and lists are filed.": "Rundmails und Listen werden abgelegt.",
    "Our server says that the sender's address is not genuine; an answer would reach somebody else.": (
        "Unser Server sagt, dass die Absenderadresse nicht echt ist; eine Antwort ginge an jemand anderen."
    ),
    "Questions of money are settled by a person.": "Fragen zu Geld klärt ein Mensch.",
    "The address is a fact that anyone may know.": "Die Adresse darf jeder wissen.",
    "The applicant gets a receipt, a person reads the application.": (
        "Die Bewerbung wird bestätigt, und ein Mensch liest sie."
    ),
    "The opening hours are a fact that anyone may know.": "Die Öffnungszeiten darf jeder wissen.",
    "A person must look at it.": "Ein Mensch muss es ansehen.",
    "It is settled.": "Es ist erledigt.",
    "No rule covers this mail.": "Keine Regel passt auf diese Mail.",
    "Settled at the desk by {}.": "Am Schreibtisch erledigt von {}.",
    "Taught by {}.": "Beigebracht von {}.",
    "Somebody of the office has answered.": "Jemand aus dem Büro hat geantwortet.",
    "{} answered the note.": "{} hat auf die Notiz geantwortet.",
    "It is our own mail; answering it would be a loop.": "Es ist unsere eigene Mail; eine Antwort gäbe eine Schleife.",
    "This very mail was decided before.": "Über genau diese Mail ist schon entschieden.",
    "The writer asks for a person; that word always works.": "Es wird ein Mensch gewünscht; dieses Wort gilt immer.",
    "The mail server marked it as spam.": "Der Mailserver hat es als Spam markiert.",
    "A machine's mail in a running case is information for it.": (
        "Die Mail eines Programms in einem laufenden Fall ist eine Auskunft dafür."
    ),
    "The mail, or its only content, is encrypted or packed and cannot be read here.": (
        "Die Mail oder ihr einziger Inhalt ist verschlüsselt oder verpackt und hier nicht zu lesen."
    ),
    "Somebody calls a meeting off; one that the secretary did not make is looked for in the calendars.": (
        "Jemand sagt einen Termin ab; einer, der nicht von hier ist, wird in den Kalendern gesucht."
    ),
    "Somebody wants another time for a meeting; one that the secretary did not make is looked for in the calendars.": (
        "Jemand möchte eine andere Zeit; ein Termin, der nicht von hier ist, wird in den Kalendern gesucht."
    ),
    "It is news of a meeting that somebody else organizes and that is with a person.": (
        "Neues zu einem Termin, den jemand anderes organisiert und der bei einem Menschen liegt."
    ),
    "It is about a meeting that is on record.": "Es geht um einen Termin, der aktenkundig ist.",
    "The mail is beyond the limits of this office: only its header and text were fetched.": (
        "Die Mail überschreitet die Grenzen dieses Büros: nur Kopf und Text wurden geholt."
    ),
    "It comes in the name of a person of the office, and our server could not confirm that.": (
        "Sie kommt im Namen einer Person des Büros, und unser Server konnte das nicht bestätigen."
    ),
    "Somebody of the office has answered in a case that was with a person.": (
        "Jemand aus dem Büro hat in einem Fall geantwortet, der bei einem Menschen lag."
    ),
    "The case is already with a person.": "Der Fall liegt schon bei einem Menschen.",
    "It answers an invitation of ours.": "Sie antwortet auf eine Einladung von uns.",
    "It belongs to a running case.": "Sie gehört zu einem laufenden Fall.",
}
