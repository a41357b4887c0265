"""How long reading takes: a phrase of time, and a whole mail of 5 KB, beside the standard library.

    python benchmarks/speed.py

A mail is read whole: MIME, new text, kind, sender, language, wishes, times. The standard library
only parses it and decodes its text parts, in the same run and on the same bytes, so that its figure
says how fast the machine is. Below it stands what each stage of reading costs by itself; what is
missing to the whole is what they cost each other in the processor's caches, and the small findings.
Medians on one core, in milliseconds; the goals are 0.5 for a phrase and 2 for a mail where
policy.default takes 2.3 and compat32 0.25.
"""

from __future__ import annotations

import base64
import quopri
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import Message
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from secretary.app.rules.files import shipped_lexicon  # noqa: E402 - found beside this file
from secretary.understand.intent import read_intents  # noqa: E402
from secretary.understand.kind import read_kind  # noqa: E402
from secretary.understand.language import read_clause_languages, read_language  # noqa: E402
from secretary.understand.mime import parse_message  # noqa: E402
from secretary.understand.quoting import new_text_of  # noqa: E402
from secretary.understand.read import Reader  # noqa: E402
from secretary.understand.sender import read_sender  # noqa: E402
from secretary.understand.when import read_all  # noqa: E402
from tests.accuracy import times  # noqa: E402

ROUNDS = 40
RECEIVED = datetime(2026, 3, 4, 9, 20, tzinfo=UTC)
HEAD = """Return-Path: <sabine.weber@kunde.example>
Received: from mx.office.example (mx.office.example [192.0.2.10]) by imap.office.example with LMTP id 8aKxB2;
 Wed, 4 Mar 2026 10:15:07 +0100
Received: from mail.kunde.example (mail.kunde.example [198.51.100.7]) by mx.office.example (Postfix) with ESMTPS
 id 4Xq0; Wed, 4 Mar 2026 10:15:06 +0100 (CET)
Authentication-Results: mx.office.example; dkim=pass header.d=kunde.example header.s=s1;
 spf=pass smtp.mailfrom=kunde.example; dmarc=pass header.from=kunde.example
DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=kunde.example; s=s1; t=1772615705; h=from:to:subject:date;
 bh=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=; b=Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4
From: =?utf-8?q?Sabine_Weber_=28Einkauf_S=C3=BCd=29?= <sabine.weber@kunde.example>
To: =?utf-8?q?B=C3=BCro_Muster_=26_Partner?= <buero@office.example>
Cc: Tom Reed <tom.reed@kunde.example>
Subject: =?utf-8?q?Re=3A_Gespr=C3=A4ch_=C3=BCber_die_Wartung_2026?=
Date: Wed, 04 Mar 2026 10:15:05 +0100
Message-ID: <5f2c7c1e@kunde.example>
In-Reply-To: <1c9b@office.example>
References: <77aa@kunde.example> <1c9b@office.example>
MIME-Version: 1.0
"""
NEW_TEXT = """Guten Tag Frau Muster,

vielen Dank für Ihre Vorschläge. Dienstag passt mir leider nicht, aber am Mittwoch, dem 11. März, ab 15 Uhr
hätte ich Zeit, zur Not auch am Donnerstag zwischen 9 und 11 Uhr. Nächste Woche bin ich ab Freitag im Urlaub,
danach erst wieder Ende des Monats erreichbar. Eine Dreiviertelstunde sollte reichen.

Could you please also send the invoice of 12 February to Tom? He is in London until the 20th.

Mit freundlichen Grüßen
Sabine Weber

--
Kunde & Söhne GmbH | Lindenallee 12 | 10115 Berlin | Tel. 030 12 34 56-78
Geschäftsführer: Dr. Jan Kunde | HRB 12345, Amtsgericht Charlottenburg
"""
QUOTED = """
Am 03.03.2026 um 17:42 schrieb Büro Muster & Partner <buero@office.example>:
> Guten Tag Frau Weber,
>
> für Ihr Gespräch mit Anna Muster (45 Minuten) sind diese Zeiten frei:
>
> 1. Di, 10. März 2026, 10:00–10:45 Uhr
> 2. Di, 10. März 2026, 15:30–16:15 Uhr
> 3. Do, 12. März 2026, 14:00–14:45 Uhr
>
> Antworten Sie einfach mit der Nummer, oder nennen Sie mir eine andere Zeit.
>
> Freundliche Grüße
> Sekretariat Muster & Partner
"""


def part(subtype: str, text: str) -> str:
    kind = f"Content-Type: text/{subtype}; charset=utf-8\n"
    if subtype == "html":
        body = base64.encodebytes(text.encode()).decode()
        return f"{kind}Content-Transfer-Encoding: base64\n\n{body}"
    return f"{kind}Content-Transfer-Encoding: quoted-printable\n\n{quopri.encodestring(text.encode()).decode()}"


def as_html(text: str) -> str:
    lines = "".join(f"<p class=MsoNormal>{line}</p>\n" for line in text.splitlines())
    return f"<html><head><style>p.MsoNormal {{margin:0}}</style></head><body>{lines}</body></html>"


def alternative(*parts: str) -> str:
    body = "".join(f"--=_next\n{each}\n" for each in parts)
    return f'Content-Type: multipart/alternative; boundary="=_next"\n\n{body}--=_next--\n'


def mails() -> dict[str, bytes]:
    """Three mails of about 5 KB, as programs send them."""
    return {
        "text": (HEAD + part("plain", NEW_TEXT + QUOTED * 5)).encode(),
        "text and html": (
            HEAD + alternative(part("plain", NEW_TEXT + QUOTED), part("html", as_html(NEW_TEXT + QUOTED)))
        ).encode(),
        "html only": (HEAD + part("html", as_html(NEW_TEXT + QUOTED * 2))).encode(),
    }


def median_ms(run: Callable[[Any], object], cases: Sequence[Any], rounds: int) -> float:
    spent = []
    for _ in range(rounds):
        for case in cases:
            started = time.process_time()
            run(case)
            spent.append(time.process_time() - started)
    return 1000 * statistics.median(spent)


def decoded(message: Message[str, str]) -> list[str]:
    texts = (part for part in message.walk() if part.get_content_maintype() == "text")
    return [bytes(part.get_payload(decode=True) or b"").decode(part.get_content_charset() or "utf-8") for part in texts]


def decoded_by_default(raw: bytes) -> list[str]:
    message = message_from_bytes(raw, policy=policy.default)
    heads = [str(message[name]) for name in ("From", "To", "Cc", "Subject", "Date")]
    return heads + [part.get_content() for part in message.walk() if part.get_content_maintype() == "text"]


def stages(reader: Reader, raw: bytes) -> dict[str, Callable[[bytes], object]]:
    """What reading a mail is made of, each alone with what the stages before it found."""
    message = parse_message(raw)
    text, at = new_text_of(message).text, message.date or RECEIVED
    times, _ = read_all(text, at=at, zone=reader.zone)
    return {
        "MIME": parse_message,
        "new text": lambda _: new_text_of(message),
        "kind": lambda _: read_kind(message, text),
        "sender": lambda _: read_sender(message, ()),
        "languages": lambda _: (read_language(text), read_clause_languages(text)),
        "times": lambda _: read_all(text, at=at, zone=reader.zone),
        "intents": lambda _: read_intents(text, reader.lexicon, times),
    }


def main() -> None:
    reader = Reader(lexicon=shipped_lexicon())
    ways: dict[str, Callable[[bytes], object]] = {
        "secretary, read whole": lambda raw: reader.read_bytes(raw, received=RECEIVED),
        "email, compat32": lambda raw: decoded(message_from_bytes(raw, policy=policy.compat32)),
        "email, policy.default": decoded_by_default,
    }
    for language in ("de", "en"):
        cases = times.cases(language)
        print(f"a phrase, {language} ({len(cases)}){median_ms(times.secretary, cases, 3):24.3f} ms")
    for name, raw in mails().items():
        print(f"\na mail of {len(raw) / 1000:.1f} KB, {name}")
        for way, run in ways.items():
            print(f"  {way:34} {median_ms(run, [raw], ROUNDS):8.3f} ms")
        for stage, run in stages(reader, raw).items():
            print(f"      {stage:30} {median_ms(run, [raw], ROUNDS):8.3f} ms")


if __name__ == "__main__":
    main()
