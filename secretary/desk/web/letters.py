"""A stranger's mail as the desk shows it.

Promises: text is escaped by the page; HTML keeps what a letter needs and nothing that loads, runs, leads
astray or looks like the desk itself. Pictures are not shown at all: each would tell its sender who reads.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import nh3
from markupsafe import Markup

from secretary.domain.message import Message, Part

MAX_SHOWN = 100_000  # characters of a letter; the rest is for a mail program
TAGS = frozenset(
    "a b blockquote br code dd div dl dt em h1 h2 h3 h4 hr i li ol p pre s span strong sub sup table tbody td th"
    " thead tr u ul".split()
)


@dataclass(frozen=True, slots=True)
class Shown:
    """A mail to read: `page` is its HTML made harmless, empty where it has none."""

    author: str
    subject: str
    date: datetime | None
    text: str
    page: Markup
    attachments: tuple[Part, ...]


def harmless(html: str) -> Markup:
    """HTML with the tags of a letter only; links open apart and do not tell where they were found."""
    cleaned = nh3.clean(
        html[:MAX_SHOWN],
        tags=set(TAGS),
        attributes={"a": {"href"}},
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel="noopener noreferrer nofollow",
    )
    return Markup(cleaned)  # noqa: S704 - made harmless in the line above


def shown(mails: Sequence[Message]) -> tuple[Shown, ...]:
    """Mails as the page shows them."""
    return tuple(
        Shown(
            author=str(mail.author),
            subject=mail.subject,
            date=mail.date,
            text=mail.text[:MAX_SHOWN],
            page=harmless(mail.html) if mail.html else Markup(),
            attachments=mail.attachments,
        )
        for mail in mails
    )
