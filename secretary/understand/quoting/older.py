"""The older mails that an answer quotes: who wrote them, when, and what, as far as programs print it.

Promises: bounded; marks in text, intros and header blocks each suffice. What a program printed can be written by
anybody: it says nothing of who really wrote it.
"""

from __future__ import annotations

import re
from datetime import tzinfo

from secretary.domain.reading import ForwardedMail, LineKind
from secretary.understand.quoting.cut import find_cut, mark_cut, mark_quotes
from secretary.understand.quoting.forward import forwarded_mail
from secretary.understand.quoting.page import Page

MAX_OLDER = 10  # mails of a thread; what is older says nothing any more
MAX_LINES = 2_000
MAX_INTRO = 400
_LEVEL = re.compile(r" {0,3}[>|] ?")
_ADDRESS = re.compile(r"<([^<>\s@]{1,64}@[^<>\s]{1,255})>")
_WRITER = re.compile(
    r"\b(?:schrieb|schrieben|von)\s+\"?(?P<after>[^\"<>:]{1,80}?)\"?\s*(?:<|:|\bam\b|$)"
    r"|(?:,|\d{2}|[AP]M)\s+\"?(?P<before>[^\",<>:\d]{2,80}?)\"?\s*(?:<[^<>]{0,320}>)?,?\s+(?:wrote|writes|schrieb)\b",
    re.IGNORECASE,
)


def older_mails(text: str, zone: tzinfo | None = None) -> tuple[ForwardedMail, ...]:
    """The mails below the new text, the newest first; `zone` is that of printed dates."""
    found: list[ForwardedMail] = []
    lines = text.replace("\r\n", "\n").split("\n")[:MAX_LINES]
    below = _below(lines)
    while below is not None and len(found) < MAX_OLDER:
        values, lines = below
        found.append(forwarded_mail(values, _own(lines), zone))
        below = _below(lines)
    return tuple(found)


def _below(lines: list[str]) -> tuple[dict[str, str], list[str]] | None:
    """What a program printed of the next older mail, and its lines; None where there is none."""
    page = Page(lines)
    mark_quotes(page)
    cut = find_cut(page)
    if cut is not None:
        return cut.values or _told(lines[cut.first : cut.body]), lines[cut.body :]
    quoted = [_LEVEL.sub("", line, count=1) for line, kind in zip(lines, page.kinds, strict=True) if _is_quote(kind)]
    intro = [line for line, kind in zip(lines, page.kinds, strict=True) if kind is LineKind.INTRO]
    return (_told(intro), quoted) if any(line.strip() for line in quoted) else None


def _is_quote(kind: LineKind) -> bool:
    return kind is LineKind.QUOTE


def _told(intro: list[str]) -> dict[str, str]:
    """Writer and date of an intro ("Am 3.7.2026 um 9:12 schrieb Jane Cole <jane@…>:")."""
    line = " ".join(" ".join(intro).split())[:MAX_INTRO]
    address, named = _ADDRESS.search(line), _WRITER.search(line)
    name = ((named["after"] or named["before"]) if named else "").strip()
    return {"from": f"{name} <{address[1]}>" if address else name, "sent": line}


def _own(lines: list[str]) -> str:
    """The lines of a mail without what it quotes in its turn."""
    page = Page(lines)
    mark_quotes(page)
    cut = find_cut(page)
    if cut is not None:
        mark_cut(page, cut)
    own = (line for line, kind in zip(lines, page.kinds, strict=True) if kind is LineKind.TEXT)
    return "\n".join(own).strip("\n")
