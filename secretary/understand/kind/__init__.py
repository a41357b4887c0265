"""What kind of mail it is: a person's, or a machine's (RFC 3834 section 2, RFC 3464, RFC 8098).

Promises: total; every kind comes with the headers or words that showed it. "May be read" and "may
be answered" are two questions: a calendar REPLY is made by a machine and still must be read.
Never does: call a person's mail a machine's by words that a person may use too; those only take
the right to answer, they are kept as evidence, and the mail goes on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from secretary.domain.address import Address
from secretary.domain.message import Message
from secretary.domain.reading import Bounce, Evidence, KindReading, MailKind
from secretary.understand.kind import wording
from secretary.understand.kind.addresses import is_bounce_name, is_list_address, is_machine_address, names_a_system
from secretary.understand.kind.headers import BULK, SHOWN, Sign, automatic_signs, list_signs, reserve_signs, spam_signs
from secretary.understand.kind.report import report_signs
from secretary.understand.kind.returned import returned_signs
from secretary.understand.patterns import said

# iTIP methods that a program sends for a person: to be processed, never answered.
MACHINE_METHODS = frozenset({"REPLY", "CANCEL", "REFRESH", "DECLINECOUNTER", "DECLINE-COUNTER"})
# So many groups of what absent people let a machine say, and it was a machine.
SURE_GROUPS = 3
ANSWER = re.compile(r"(?i)\s*(?:re|aw|antw|antwort|sv|wg|fw|fwd)\s*(?:\[\d+\])?\s*:")
# Signs of a machine that answers: with an absence told in words it is one's of somebody absent.
_ANSWERING = frozenset(
    {"auto-submitted", "auto-reply-header", "automatic-subject", "precedence", "says-automatic", "machine-mailer"}
)


def read_kind(
    message: Message, new_text: str = "", own: Sequence[Address] = (), people: Sequence[Address] = ()
) -> KindReading:
    """The kind of a mail; the first sign in order of strength decides, all are kept as evidence.

    `new_text` is the writer's own text without quotation and signature. `own` are the office's
    addresses: a mail to none of them came by a list, a forward or a blind copy, and is answered by
    people only (RFC 5230 section 4.5), unless one of the office's `people` wrote it.
    """
    text = new_text[: wording.MAX_TEXT]
    bounces, signs = _reports(message)
    signs += [*spam_signs(message), *_calendar_signs(message), *_words_of_machines(message, text)]
    signs += [
        *automatic_signs(message),
        *list_signs(message, personal=_is_personal(message, text)),
        *_mass_words(message),
        *_address_signs(message),
    ]
    signs += [*reserve_signs(message), *_not_to_us(message, own, people), *_reserve_words(message, text, signs)]
    if not signs:
        return KindReading(MailKind.PERSON, may_answer=True, evidence=(Evidence("no-machine-sign"),))
    kind = next((sign.kind for sign in signs if sign.kind is not MailKind.PERSON), MailKind.PERSON)
    if _of_itself(kind, signs) and _tells_absence(message, text):
        kind = MailKind.OUT_OF_OFFICE
    may_answer = all(sign.evidence.rule == "calendar-request" for sign in signs)
    return KindReading(kind, may_answer=may_answer, evidence=tuple(s.evidence for s in signs), bounces=bounces)


def _is_personal(message: Message, text: str) -> bool:
    """Whether one person writes to another, by name and of themselves, and offers no way to be left out."""
    leave = said(wording.UNSUBSCRIBE_FOOTER, message.text[-4 * wording.MAX_TEXT :])
    speaks = bool(said(wording.OF_ONESELF, text)) or ("?" in text and not _has_link(message))
    return wording.greets_somebody(text) and speaks and not leave


def _of_itself(kind: MailKind, signs: list[Sign]) -> bool:
    answers = kind in {MailKind.AUTO_REPLY, MailKind.NOTIFICATION}
    return answers and any(s.kind is kind and s.evidence.rule in _ANSWERING for s in signs)


def _reports(message: Message) -> tuple[tuple[Bounce, ...], list[Sign]]:
    """Delivery reports by the standard, else by the words of mail systems."""
    bounces, signs = report_signs(message)
    return (bounces, signs) if signs else returned_signs(message)


def _calendar_signs(message: Message) -> Iterator[Sign]:
    method = next((m for p in message.calendar_parts if (m := _method(p.param("method"), p.content))), "")
    if method:
        rule = "calendar-answer" if method in MACHINE_METHODS else "calendar-request"
        yield Sign(MailKind.CALENDAR, Evidence(rule, f"METHOD:{method}"))


def _method(param: str, content: bytes) -> str:
    """The iTIP method of a part, from its type or from its own METHOD line."""
    if param:
        return param.strip().upper()[:SHOWN]
    at = content.upper().find(b"\nMETHOD:")
    return content[at + 8 : at + 40].split(b"\n")[0].strip().decode("ascii", "replace").upper() if at >= 0 else ""


# --- words ------------------------------------------------------------------------------


def _words_of_machines(message: Message, text: str) -> Iterator[Sign]:
    """Subjects and sentences that only a machine writes."""
    subject = said(wording.AUTOMATIC_SUBJECT, message.subject)
    if subject:
        absent = said(wording.ABSENT_PROGRAM, subject) or _tells_absence(message, text) or not text.strip()
        kind = MailKind.OUT_OF_OFFICE if absent else MailKind.AUTO_REPLY
        yield Sign(kind, Evidence("automatic-subject", subject))
    read = said(wording.READ_SUBJECT, message.subject)
    if read and said(wording.READ_TEXT, text):
        yield Sign(MailKind.RECEIPT, Evidence("read-subject", read))
    says = said(wording.SAYS_AUTOMATIC, text)
    impersonal = not wording.greets_somebody(text)
    if not says and not message.in_reply_to:
        says = _forbids_answers(text, impersonal=impersonal)
    if says:
        answers = bool(message.in_reply_to) or said(wording.THANKS_FOR_MAIL, text)
        yield Sign(MailKind.AUTO_REPLY if answers else MailKind.NOTIFICATION, Evidence("says-automatic", says))
    held = said(wording.HELD_BACK, text) if impersonal and _has_link(message) else ""
    if held and said(wording.PROVE_YOURSELF, text) and said(wording.BY_A_CLICK, text):
        yield Sign(MailKind.AUTO_REPLY, Evidence("holds-mail-back", held))
    if impersonal and "?" not in text:
        yield from _formulas(message, text)
        yield from _unsigned(message, text)


def _forbids_answers(text: str, *, impersonal: bool) -> str:
    """The words by which a machine asks for no answer; a person speaks of themselves, or says where to write to."""
    says = said(wording.DO_NOT_REPLY, text)
    if impersonal:
        return (
            says if says and not said(wording.OF_ONESELF, wording.sentence_behind(wording.DO_NOT_REPLY, text)) else ""
        )
    return says if says and "?" not in text and not said(wording.OF_ONESELF, text) else ""


def _formulas(message: Message, text: str) -> Iterator[Sign]:
    """Several formulas together that machines are given to say, to nobody by name."""
    groups = wording.absence_groups(text)
    absent = said(wording.ABSENT_SUBJECT, message.subject)
    alone = said(wording.AUTOMATIC_ALONE, message.subject)
    if alone and (groups or said(wording.PERHAPS_ABSENT, text)):
        yield Sign(MailKind.OUT_OF_OFFICE, Evidence("automatic-subject", alone))
    bulk = message.header("Precedence").strip().casefold() in BULK and not message.header("List-Id")
    if len(groups) + bool(absent) + bulk >= SURE_GROUPS:
        yield Sign(MailKind.OUT_OF_OFFICE, Evidence("absence-words", "; ".join((*groups, absent))[:200]))
    thanks = said(wording.THANKS_FOR_MAIL, text)
    answers = next(automatic_signs(message), None) is not None
    if thanks and said(wording.TICKET, text) and (answers or said(wording.TICKET, message.subject)):
        yield Sign(MailKind.AUTO_REPLY, Evidence("confirms-receipt", thanks))


def _unsigned(message: Message, text: str) -> Iterator[Sign]:
    """Mails that speak to nobody and of nobody: a program's by its name, its subject, or what it asks for."""
    absent = said(wording.ABSENT_PREFIX, message.subject)
    if absent and message.in_reply_to and said(wording.ABSENT, text):
        yield Sign(MailKind.OUT_OF_OFFICE, Evidence("automatic-subject", absent))
    if said(wording.OF_ONESELF, text):
        return
    confirms = said(wording.CONFIRMS_SUBJECT, message.subject)
    if confirms:
        yield Sign(MailKind.AUTO_REPLY, Evidence("automatic-subject", confirms))
    if names_a_system(message.author) and said(wording.CARRIES, text):
        yield Sign(MailKind.NOTIFICATION, Evidence("system-name", message.author.display_name[:SHOWN]))
    thanks = said(wording.THANKS_FOR_MAIL, text)
    if thanks and any(sign.evidence.rule == "asks-for-no-answer" for sign in reserve_signs(message)):
        yield Sign(MailKind.AUTO_REPLY, Evidence("confirms-receipt", thanks))


def _tells_absence(message: Message, text: str) -> bool:
    absent = said(wording.ABSENT_SUBJECT, message.subject)
    perhaps = absent or (said(wording.OF_ONESELF, text) and said(wording.PERHAPS_ABSENT, text))
    return bool(wording.absence_groups(text)) or bool(perhaps and not said(wording.TICKET, text))


def _mass_words(message: Message) -> Iterator[Sign]:
    """Footers of mass mail and lists; a person who asks to be unsubscribed gives no link."""
    text = message.text[-4 * wording.MAX_TEXT :]
    if any(line.startswith(">") for line in text.split("\n")) or not _has_link(message):
        return
    listed = said(wording.LIST_FOOTER, text[-wording.MAX_TEXT // 4 :])
    leave = said(wording.UNSUBSCRIBE_FOOTER, text)
    if listed:
        yield Sign(MailKind.LIST, Evidence("list-footer", listed))
    elif leave and not message.in_reply_to and not _answers_somebody(message, text):
        yield Sign(MailKind.NEWSLETTER, Evidence("unsubscribe-footer", leave))


def _answers_somebody(message: Message, text: str) -> bool:
    """Whether a mail without the thread's fields is an answer all the same: by its subject, to somebody, from somebody."""
    return (
        bool(ANSWER.match(message.subject)) and wording.greets_somebody(text) and bool(said(wording.OF_ONESELF, text))
    )


def _has_link(message: Message) -> bool:
    return "://" in message.text or "href=" in message.html[:400_000].casefold() or "mailto:" in message.text


# --- addresses --------------------------------------------------------------------------


def _address_signs(message: Message) -> Iterator[Sign]:
    author = message.author
    if is_machine_address(author):
        yield Sign(MailKind.NOTIFICATION, Evidence("machine-address", author.addr_spec[:SHOWN]))
    elif not author.addr_spec:
        yield Sign(MailKind.PERSON, Evidence("no-author", "From"))
    for through in (message.sender, *message.reply_to):
        if through is not None and through.key != author.key and is_list_address(through):
            yield Sign(MailKind.LIST, Evidence("list-address", through.addr_spec[:SHOWN]))
    envelope = message.return_path or ""
    if envelope and envelope.casefold() != author.key:
        local = envelope.rpartition("@")[0]
        if is_list_address(Address(envelope)):
            yield Sign(MailKind.LIST, Evidence("list-envelope", envelope[:SHOWN]))
        elif is_bounce_name(local):
            yield Sign(MailKind.PERSON, Evidence("bounce-envelope", envelope[:SHOWN]))


def _not_to_us(message: Message, own: Sequence[Address], people: Sequence[Address]) -> Iterator[Sign]:
    named = {a.key for a in (*message.to, *message.cc)}
    from_within = message.author.key in {a.key for a in (*own, *people)}
    if own and named and not from_within and not named & {a.key for a in own}:
        yield Sign(MailKind.PERSON, Evidence("not-addressed", ", ".join(sorted(named))[:SHOWN]))


def _reserve_words(message: Message, text: str, signs: list[Sign]) -> Iterator[Sign]:
    """What a person may write too, and a null return path: no answer, and no more than that."""
    if message.return_path == "" and not any(s.kind is MailKind.BOUNCE for s in signs):
        yield Sign(MailKind.PERSON, Evidence("null-return-path", "Return-Path: <>"))
    absent = said(wording.ABSENT_SUBJECT, message.subject) or said(wording.AUTOMATIC_WORDS, message.subject)
    groups = wording.absence_groups(text)
    if absent and not signs:
        yield Sign(MailKind.PERSON, Evidence("subject-like-absence", absent))
    elif len(groups) == SURE_GROUPS - 1 and message.in_reply_to and not signs:
        yield Sign(MailKind.PERSON, Evidence("text-like-absence", "; ".join(groups)[:200]))
