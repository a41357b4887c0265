"""What kind of mail it is: a person's, or a machine's (RFC 3834 section 2, RFC 3464, RFC 8098).

Promises: total; every kind comes with the header or words that showed it. "May be read" and "may
be answered" are two questions: a calendar REPLY is made by a machine and still must be read.
Never does: call a person's mail a machine's by its subject alone; a suspicious subject only
takes the right to answer, it says so, and the mail goes on.
"""

from __future__ import annotations

from collections.abc import Iterator

from secretary.domain.address import Address
from secretary.domain.message import Message
from secretary.domain.reading import Bounce, Evidence, KindReading, MailKind
from secretary.understand.report import read_bounces

# Local parts behind which nobody reads (RFC 5230 section 4.6 and what robots use in practice).
MACHINE_LOCAL_PARTS = frozenset(
    {
        "mailer-daemon", "noreply", "no-reply", "no_reply", "donotreply", "do-not-reply", "do_not_reply",
        "nicht-antworten", "nichtantworten", "keine-antwort", "ne-pas-repondre", "no-responder",
        "bounce", "bounces", "listserv", "majordomo", "root", "postmaster", "autoresponder",
    }
)  # fmt: skip
MACHINE_PREFIXES = ("owner-", "noreply-", "no-reply-", "bounce-", "bounces-", "bounce+", "bounces+", "noreply+")
MACHINE_SUFFIXES = ("-request", "-bounces", "-noreply", "-no-reply", "-owner")

BULK_PRECEDENCE = frozenset({"bulk", "junk", "list", "auto_reply"})
LIST_HEADERS = ("List-Id", "List-Post", "List-Help", "List-Subscribe", "List-Owner")
NEWSLETTER_HEADERS = ("List-Unsubscribe", "Feedback-ID", "X-Campaign", "X-CampaignID", "X-Mailgun-Tag")
AUTOREPLY_HEADERS = (
    "X-Autoreply",
    "X-Autorespond",
    "X-Autoresponder",
    "X-Auto-Reply",
    "X-MS-Exchange-Inbox-Rules-Loop",
)
# Values of X-Auto-Response-Suppress that ask not to be answered (MS-OXCMAIL 2.2.3.2.14).
SUPPRESSING = frozenset({"all", "autoreply", "oof", "dr"})

ABSENCE_SUBJECTS = (
    "automatische antwort", "abwesenheitsnotiz", "abwesenheitsnachricht", "abwesend:", "abwesenheit:",
    "ich bin nicht im büro", "out of office", "out of the office", "automatic reply", "autoreply", "auto-reply",
    "auto:", "réponse automatique", "absent du bureau", "risposta automatica", "fuori sede", "respuesta automática",
    "fuera de la oficina", "automatisch antwoord", "afwezig", "automatyczna odpowiedź", "resposta automática",
    "autosvar", "automatisk svar", "automatická odpověď", "automatikus válasz", "автоматический ответ", "自動応答",
)  # fmt: skip

BOUNCE_SUBJECTS = (
    "undelivered mail returned to sender", "delivery status notification", "mail delivery failed",
    "undeliverable", "unzustellbar", "nicht zustellbar", "returned mail", "failure notice", "delivery failure",
    "mail delivery failure", "zustellung fehlgeschlagen", "delivery has failed",
)  # fmt: skip


def read_kind(message: Message) -> KindReading:
    """The kind of a mail; the first sign in order of strength decides, all are kept as evidence."""
    bounces = read_bounces(message)
    signs = tuple(_signs(message, bounces))
    if not signs:
        return KindReading(MailKind.PERSON, may_answer=True, evidence=(Evidence("no-machine-sign"),))
    kind = next((k for k, _ in signs if k is not MailKind.PERSON), MailKind.PERSON)
    return KindReading(kind, may_answer=False, evidence=tuple(e for _, e in signs), bounces=bounces)


def _signs(message: Message, bounces: tuple[Bounce, ...]) -> Iterator[tuple[MailKind, Evidence]]:
    """Every sign of a machine, the strongest first; PERSON signs only forbid an answer."""
    yield from _report_signs(message, bounces)
    yield from _spam_signs(message)
    if message.calendar_parts and _calendar_method(message):
        yield MailKind.CALENDAR, Evidence("calendar-method", _calendar_method(message))
    yield from _automatic_signs(message)
    yield from _list_signs(message)
    yield from _sender_signs(message.author)
    if message.return_path == "" and not bounces:
        yield MailKind.PERSON, Evidence("null-return-path", "Return-Path: <>")
    subject = message.subject.casefold()
    for words in ABSENCE_SUBJECTS:
        if subject.startswith(words):
            yield MailKind.PERSON, Evidence("subject-like-absence", words)


def _report_signs(message: Message, bounces: tuple[Bounce, ...]) -> Iterator[tuple[MailKind, Evidence]]:
    report = dict(message.content_params).get("report-type", "").casefold()
    if report in {"delivery-status", "feedback-report"} or bounces:
        yield MailKind.BOUNCE, Evidence("delivery-report", report or message.subject[:80])
    elif report == "disposition-notification":
        yield MailKind.RECEIPT, Evidence("disposition-notification", report)
    elif message.return_path == "" and message.subject.casefold().startswith(BOUNCE_SUBJECTS):
        yield MailKind.BOUNCE, Evidence("null-return-path-and-subject", message.subject[:80])


def _spam_signs(message: Message) -> Iterator[tuple[MailKind, Evidence]]:
    for name in ("X-Spam-Flag", "X-Spam", "X-Rspamd-Spam"):
        if message.header(name).strip().casefold() in {"yes", "true"}:
            yield MailKind.SPAM, Evidence("spam-header", f"{name}: {message.header(name)[:40]}")


def _calendar_method(message: Message) -> str:
    return next((p.param("method").upper() for p in message.calendar_parts if p.param("method")), "")


def _automatic_signs(message: Message) -> Iterator[tuple[MailKind, Evidence]]:
    for value in message.header_all("Auto-Submitted"):
        keyword = value.partition(";")[0].partition("(")[0].strip().casefold()
        if keyword and keyword != "no":
            yield _automatic_kind(message, keyword), Evidence("auto-submitted", value[:80])
    for name in AUTOREPLY_HEADERS:
        if message.header(name):
            yield _automatic_kind(message, "auto-replied"), Evidence("auto-reply-header", name)
    if message.header("X-Apple-Action").casefold() == "vacation":
        yield MailKind.OUT_OF_OFFICE, Evidence("auto-reply-header", "X-Apple-Action: vacation")
    suppress = {v.strip().casefold() for v in message.header("X-Auto-Response-Suppress").split(",")}
    if suppress & SUPPRESSING:
        yield MailKind.PERSON, Evidence("asks-for-no-answer", "X-Auto-Response-Suppress")


def _automatic_kind(message: Message, keyword: str) -> MailKind:
    """What an Auto-Submitted keyword stands for; an absence is told by its subject."""
    if message.subject.casefold().startswith(ABSENCE_SUBJECTS) or keyword == "vacation":
        return MailKind.OUT_OF_OFFICE
    return MailKind.NOTIFICATION if keyword in {"auto-generated", "auto-notified"} else MailKind.AUTO_REPLY


def _list_signs(message: Message) -> Iterator[tuple[MailKind, Evidence]]:
    for name in LIST_HEADERS:
        if message.header(name):
            yield MailKind.LIST, Evidence("list-header", f"{name}: {message.header(name)[:60]}")
    for name in NEWSLETTER_HEADERS:
        if message.header(name):
            yield MailKind.NEWSLETTER, Evidence("bulk-header", name)
    precedence = message.header("Precedence").strip().casefold()
    if precedence in BULK_PRECEDENCE:
        kind = MailKind.AUTO_REPLY if precedence == "auto_reply" else MailKind.LIST
        yield kind, Evidence("precedence", precedence)


def _sender_signs(author: Address) -> Iterator[tuple[MailKind, Evidence]]:
    if is_machine_address(author):
        yield MailKind.NOTIFICATION, Evidence("machine-address", author.addr_spec[:80])
    elif not author.addr_spec:
        yield MailKind.PERSON, Evidence("no-author", "From")


def is_machine_address(address: Address) -> bool:
    """Whether nobody reads behind this address, by its local part."""
    local = address.local_part.casefold()
    return local in MACHINE_LOCAL_PARTS or local.startswith(MACHINE_PREFIXES) or local.endswith(MACHINE_SUFFIXES)
