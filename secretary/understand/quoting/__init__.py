"""The writer's own words: what is new in a mail, and what stood around it.

Promises: every line is in exactly one segment; the new text is lines of the mail, unchanged
and in order; quotation added below never changes it; nothing is dropped where unsure.
Never does: rely on one program's habits alone: marks in HTML, marks in text, header blocks,
intros and our own earlier mails each suffice.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import tzinfo

from secretary.domain.address import Address
from secretary.domain.message import Message
from secretary.domain.reading import ForwardedMail, LineKind, NewText
from secretary.understand.mime.html import html_to_text
from secretary.understand.quoting.cut import find_cut, html_cut, mark_cut, mark_quotes
from secretary.understand.quoting.inline import inline_answers
from secretary.understand.quoting.inner import forwarded_in
from secretary.understand.quoting.own import OwnWords, answers_within, subtract
from secretary.understand.quoting.page import Page
from secretary.understand.quoting.pgp import PGP, mark_pgp
from secretary.understand.quoting.tail import mark_tail

# Nested forwards; more than this nobody reads.
MAX_FORWARDS = 10
_HTML_MARKS = ("<blockquote", "gmail_quote", "divRplyFwdMsg", "yahoo_quoted", "border-top:solid", "moz-cite", '"quote"')


def segment(
    text: str,
    *,
    own_texts: Sequence[str] = (),
    html: str = "",
    subject: str = "",
    sender_name: str = "",
    zone: tzinfo | None = None,
) -> NewText:
    """The lines of a mail's text told apart.

    `own_texts`: bodies of our own earlier mails of the thread. `html`: the same mail's HTML,
    asked only where the text shows no quotation. `subject` tells a forward from an answer,
    `sender_name` a bare name at the end from a word, `zone` is that of printed dates.
    """
    page = Page(text.replace("\r\n", "\n").split("\n"))
    own = OwnWords(own_texts)
    if PGP in text:
        mark_pgp(page)
    mark_quotes(page)
    cut = find_cut(page)
    if cut is None and html and _no_quotes(page) and any(mark in html for mark in _HTML_MARKS):
        cut = html_cut(page, html_to_text(html))
    end = len(page.lines)
    if cut is not None:
        mark_cut(page, cut)
        end = cut.first
    if own:
        subtract(page, own, end)
        for first, stop in answers_within(page, own, end, len(page.lines)):
            page.mark(first, stop, LineKind.TEXT, "among-own-words", sure=False)
    for first, stop in list(page.runs(len(page.lines))):
        mark_tail(page, first, stop, sender_name)
    forwarded = forwarded_in(page, cut, subject, zone)
    return NewText(
        text=_joined(page, LineKind.TEXT),
        segments=page.segments(),
        inline=inline_answers(page),
        forwarded=forwarded,
        signature=_joined(page, LineKind.SIGNATURE),
    )


def new_text_of(message: Message, own_texts: Sequence[str] = ()) -> NewText:
    """The new text of a Message; mails attached to it count as forwarded."""
    found = segment(
        message.text,
        own_texts=own_texts,
        html="" if message.text_from_html else message.html,
        subject=message.subject,
        sender_name=_name_of(message.author),
        zone=message.date.tzinfo if message.date else None,
    )
    if not message.embedded or message.content_type == "multipart/report":
        return found
    attached = tuple(_attached(inner) for inner in message.embedded[:MAX_FORWARDS])
    return NewText(found.text, found.segments, found.inline, found.forwarded + attached, found.signature)


def _name_of(author: Address) -> str:
    """The display name; without one, what the address says ("jane.cole@…")."""
    named = author.display_name if "@" not in author.display_name else ""
    return named or " ".join(word for word in re.split(r"[._\d-]+", author.addr_spec.partition("@")[0]) if word)


def _attached(inner: Message) -> ForwardedMail:
    return ForwardedMail(
        from_=inner.from_[0] if inner.from_ else None,
        to=inner.to,
        date=inner.date,
        date_text=inner.header("Date"),
        subject=inner.subject,
        text=inner.text,
    )


def _no_quotes(page: Page) -> bool:
    return LineKind.QUOTE not in page.kinds


def _joined(page: Page, kind: LineKind) -> str:
    """The lines of a kind in order, with one empty line at most between any two."""
    kept: list[str] = []
    previous = -1
    for number, line in enumerate(page.lines):
        if page.kinds[number] is not kind:
            continue
        if page.stripped[number]:
            if kept and previous != number - 1 and kept[-1]:
                kept.append("")
            kept.append(line.rstrip())
            previous = number
    return "\n".join(kept)
