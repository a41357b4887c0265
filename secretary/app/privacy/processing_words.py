"""The sentences of the record of processing, in German and English."""

from __future__ import annotations

from collections.abc import Mapping

Words = Mapping[str, str]
PERIOD_KINDS = ("texts", "decisions", "cases", "audit")

SERVICES: Mapping[str, Words] = {
    "de": {
        "appointments": "Terminvereinbarung: freie Zeiten finden, vorschlagen, buchen, verschieben und absagen, "
        "mit den Kalendern der genannten Personen; nach außen nur frei oder belegt."
    },
    "en": {
        "appointments": "Appointments: finding, offering, booking, moving and cancelling times, with the calendars of "
        "the people named; to outsiders only free or busy."
    },
}

GERMAN: Words = {
    "language": "de",
    "title": "Verzeichnis von Verarbeitungstätigkeiten (Art. 30 Abs. 1 DSGVO)",
    "made": "Stand {day}, erzeugt aus der Konfiguration von Secretary. Bitte prüfen und ergänzen.",
    "controller": "Verantwortlicher",
    "contact": "Kontakt",
    "officer": "Datenschutzbeauftragte Person",
    "to fill in": "[bitte ergänzen: `{key}`]",
    "activity": "Virtuelles Sekretariat von {office} ({address})",
    "purposes": "Zwecke",
    "purpose mail": "Eingehende E-Mail an die Dienstadresse lesen, ablegen, nach Regeln des Büros beantworten oder "
    "einer Person vorlegen.",
    "basis": "Rechtsgrundlage",
    "subjects": "Betroffene Personen",
    "subjects are": "Wer an die Dienstadresse schreibt oder von ihr angeschrieben wird\n"
    "Wer in solchen Mails oder als Teilnehmer eines Termins genannt ist\n"
    "Die Personen des Büros",
    "data": "Kategorien von Daten",
    "data are": "Name, Adresse, Betreff, Zeitpunkte und Message-ID der Mails; ihre Prüfsumme\n"
    "Was in einer Mail gelesen wurde (Sprache, Anliegen, Zeiten), was entschieden wurde und warum\n"
    "Texte der Mails, Notizen und Entwürfe, die das Sekretariat schrieb\n"
    "Termine: Zeit, Teilnehmer, Titel, und was mit den Beteiligten ausgehandelt wurde\n"
    "Eingegangene Mails selbst bleiben im Postfach und werden nicht in die Aufzeichnungen kopiert",
    "recipients": "Empfänger und Übermittlung",
    "inside": "Im Büro: {people}",
    "server": "{kind} `{host}` (Auftragsverarbeitung prüfen, wenn nicht selbst betrieben)",
    "mail server": "Mailserver",
    "calendar server": "Kalenderserver",
    "operator": "Wer die Anlage betreibt, erhält Störungsmeldungen ohne Inhalte von Mails",
    "transfer": "Übermittlung in Drittländer: [bitte ergänzen: `{key}`]; das Programm selbst spricht nur mit den "
    "genannten Servern",
    "retention": "Löschfristen",
    "kind texts": "Texte der eigenen Mails, Notizen und Termine",
    "kind decisions": "Gelesenes, Entscheidungen und Gründe",
    "kind cases": "Vorgänge: wer wann in welcher Sache schrieb",
    "kind audit": "Prüfprotokoll (nur Prüfsummen)",
    "days": "{days} Tage, sobald die Sache abgeschlossen ist",
    "for ever": "keine Frist eingestellt",
    "digests stay": "Prüfsummen eingegangener Mails bleiben, damit keine alte Mail ein zweites Mal beantwortet wird",
    "holds": "Auf Verlangen früher (`secretary forget`); wo das Recht es verlangt, später (`secretary hold`)",
    "measures": "Technische und organisatorische Maßnahmen (Art. 32 DSGVO)",
    "encrypted": "Verbindungen zu Mail- und Kalenderservern sind mit TLS verschlüsselt, Zertifikate werden geprüft",
    "loopback": "Unverschlüsselt nur zu Servern auf demselben Rechner, sonst TLS mit geprüften Zertifikaten",
    "secrets": "Passwörter stehen nicht in der Konfiguration und in keinem Protokoll, sondern an einem Ort, den der "
    "Betrieb nennt",
    "roles": "Das Desk im Browser: Anmeldung über einmalige Links, Rechte nach Rolle, von jedem Büro nur das eigene",
    "no desk": "Kein Zugang im Browser; gearbeitet wird im Mailprogramm des Büros",
    "disk": "Aufzeichnungen in {database}; die Datei oder der Server gehört nur dem Benutzer des Dienstes, "
    "Sicherungen sind nur für ihn lesbar",
    "measures are": "Aufträge im Namen des Büros nur von authentifizierten Absendern; automatische Post ist begrenzt\n"
    "Auskunft mit `secretary export`, Löschung mit `secretary forget`, Nachweis mit `secretary audit verify`\n"
    "Keine Weitergabe an Sprachmodelle oder andere Dritte; alle Entscheidungen folgen Regeln und sind begründet",
}

ENGLISH: Words = {
    "language": "en",
    "title": "Record of processing activities (GDPR Art. 30 (1))",
    "made": "As of {day}, generated from the configuration of Secretary. Please check and complete it.",
    "controller": "Controller",
    "contact": "Contact",
    "officer": "Data protection officer",
    "to fill in": "[to be completed: `{key}`]",
    "activity": "Virtual secretary of {office} ({address})",
    "purposes": "Purposes",
    "purpose mail": "Reading mail to the service address, filing it, answering it by the office's rules, or putting "
    "it before a person.",
    "basis": "Legal basis",
    "subjects": "Data subjects",
    "subjects are": "Who writes to the service address or is written to by it\n"
    "Who is named in such mail, or attends an appointment\n"
    "The people of the office",
    "data": "Categories of data",
    "data are": "Name, address, subject, times and Message-ID of mails; their digest\n"
    "What was read in a mail (language, concern, times), what was decided, and why\n"
    "Texts of the mails, notes and drafts that the secretary wrote\n"
    "Appointments: time, attendees, title, and what was negotiated with those concerned\n"
    "Received mails themselves stay in the mailbox and are not copied into the record",
    "recipients": "Recipients and transfers",
    "inside": "In the office: {people}",
    "server": "{kind} `{host}` (a processor, unless you run it yourself)",
    "mail server": "Mail server",
    "calendar server": "Calendar server",
    "operator": "Who runs the installation gets notices of trouble, without any content of mail",
    "transfer": "Transfers to third countries: [to be completed: `{key}`]; the program itself speaks to the servers "
    "named only",
    "retention": "Time limits for erasure",
    "kind texts": "Texts of own mails, notes and events",
    "kind decisions": "What was read and decided, with reasons",
    "kind cases": "Matters: who wrote when in which",
    "kind audit": "Audit log (digests only)",
    "days": "{days} days, once the matter is settled",
    "for ever": "no limit is set",
    "digests stay": "Digests of received mails stay, so that no old mail is answered a second time",
    "holds": "Earlier on request (`secretary forget`); later where the law demands it (`secretary hold`)",
    "measures": "Technical and organisational measures (GDPR Art. 32)",
    "encrypted": "Connections to mail and calendar servers are encrypted by TLS, certificates are verified",
    "loopback": "Unencrypted only to servers on the same machine, else TLS with verified certificates",
    "secrets": "Passwords stand in no configuration and no log, but in a place that the operator names",
    "roles": "The desk in a browser: sign-in by single-use links, rights by role, of each office its own only",
    "no desk": "No access by browser; people work in the office's mail program",
    "disk": "Records in {database}; file or server belong to the service's user only, backups are readable for that "
    "user only",
    "measures are": "Orders in the office's name from authenticated senders only; automatic mail is limited\n"
    "Access by `secretary export`, erasure by `secretary forget`, proof by `secretary audit verify`\n"
    "Nothing is passed to language models or other third parties; all decisions follow rules and give reasons",
}

TEXTS: Mapping[str, Words] = {"de": GERMAN, "en": ENGLISH}
