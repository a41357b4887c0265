"""Who really wrote it: trust from the Authentication-Results of the office's own server.

Promises: only fields with a configured authserv-id count, and only those above the first
Received field that the office's own server did not write (RFC 8601 section 5); a field that
cannot be parsed counts as none. Trust fails closed.
Never does: look anything up, or believe a result because it stands on top.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from secretary.domain.address import Address
from secretary.domain.message import Message
from secretary.domain.reading import Evidence, Sender, Trust

_COMMENT = re.compile(r"\([^()]*\)")
_METHOD = re.compile(r"^\s*([a-z0-9-]+)\s*(?:/\s*\d+\s*)?=\s*([a-z]+)", re.IGNORECASE)
_PROPERTY = re.compile(r"\b(header|smtp|policy)\.([a-z0-9-]+)\s*=\s*\"?([^\s\";]+)", re.IGNORECASE)
MAX_COMMENT_DEPTH = 5  # deeper nesting is no server's, and makes the field untrusted


def read_sender(message: Message, authserv_ids: tuple[str, ...]) -> Sender:
    """The sender with trust and what looks wrong about it."""
    author = message.author
    trust, evidence = _trust(message, author, authserv_ids)
    answer_to, flags = _answer_to(message, author)
    return Sender(author, answer_to, trust, evidence, (*flags, *_spoof_flags(author)))


def _trust(message: Message, author: Address, ids: tuple[str, ...]) -> tuple[Trust, tuple[Evidence, ...]]:
    if len(message.from_) != 1:
        return Trust.FAILED, (Evidence("from-not-one", str(len(message.from_))),)
    results = [r for field in _own_fields(message, ids) for r in _results(field)]
    dmarc = [r for r in results if r[0] == "dmarc"]
    failing = next((r for r in dmarc if r[1] == "fail"), None)
    if failing:
        return Trust.FAILED, (Evidence("dmarc-fail", failing[2][:120]),)
    for method, result, properties in results:
        if result == "pass" and _aligned(method, properties, author.domain):
            return Trust.AUTHENTICATED, (Evidence(f"{method}-pass", properties[:120]),)
    return Trust.UNKNOWN, (Evidence("no-own-result"),)


def authserv_ids_of(message: Message) -> tuple[str, ...]:
    """The names in all Authentication-Results, the topmost first; whether they are to be believed is not said."""
    values = (value for name, value in message.headers if name.casefold() == "authentication-results")
    return tuple(name for value in values if (name := _authserv_id(_without_comments(value))))


def _authserv_id(plain: str) -> str:
    return plain.partition(";")[0].strip().split(" ")[0].casefold() if plain else ""


def _own_fields(message: Message, ids: tuple[str, ...]) -> Iterator[str]:
    """Authentication-Results of the office's own servers, above the first foreign Received."""
    wanted = {i.casefold() for i in ids}
    for name, value in message.headers:
        lower = name.casefold()
        if lower == "received" and not _received_by(value, wanted):
            return
        if lower == "authentication-results":
            plain = _without_comments(value)
            if _authserv_id(plain) in wanted:
                yield plain


def _received_by(value: str, wanted: set[str]) -> bool:
    """Whether a Received field names one of the office's own servers in its "by" clause."""
    by = re.search(r"\bby\s+([^\s;]+)", value, re.IGNORECASE)
    return bool(by) and by.group(1).casefold() in wanted if by else False


def _without_comments(value: str) -> str:
    """The field without comments (RFC 5322 section 3.2.2), or "" if it cannot be told apart."""
    for _ in range(MAX_COMMENT_DEPTH):
        shorter = _COMMENT.sub(" ", value)
        if shorter == value:
            break
        value = shorter
    return "" if "(" in value or ")" in value else value


def _results(field: str) -> Iterator[tuple[str, str, str]]:
    """(method, result, properties) of each resinfo (RFC 8601 section 2.2)."""
    for info in field.split(";")[1:]:
        found = _METHOD.match(info)
        if found:
            yield found.group(1).casefold(), found.group(2).casefold(), info[found.end() :].strip()


def _aligned(method: str, properties: str, domain: str) -> bool:
    """Whether what passed is the From domain's own (relaxed to subdomains, RFC 7489 section 3.1)."""
    values = {f"{kind}.{name}".casefold(): v.casefold() for kind, name, v in _PROPERTY.findall(properties)}
    wanted = {"dmarc": "header.from", "dkim": "header.d", "spf": "smtp.mailfrom", "auth": "smtp.auth"}.get(method)
    value = values.get(wanted or "", "")
    if method == "dkim" and not value:
        value = values.get("header.i", "")
    checked = value.rpartition("@")[2]
    return bool(domain) and bool(checked) and (checked == domain or domain.endswith("." + checked))


def _answer_to(message: Message, author: Address) -> tuple[Address, tuple[str, ...]]:
    """Where an answer goes: Reply-To within the author's organisation, else From."""
    if not message.reply_to:
        return author, ()
    wanted = message.reply_to[0]
    if organisation(wanted.domain) == organisation(author.domain):
        return wanted, ()
    return author, ("reply-to-elsewhere",)


# Second-level labels under which organisations register ("co.uk"), the common ones.
_REGISTRY_LABELS = frozenset({"co", "com", "org", "net", "ac", "gov", "or", "gv", "edu"})


def organisation(domain: str) -> str:
    """The organisational domain, roughly: the last two labels, three under "co.uk" and the like."""
    labels = domain.casefold().strip(".").split(".")
    under_registry = len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in _REGISTRY_LABELS  # noqa: PLR2004 - two letters: a country
    return ".".join(labels[-3:] if under_registry else labels[-2:])


def _spoof_flags(author: Address) -> tuple[str, ...]:
    shown = re.search(r"[\w.+-]+@[\w.-]+", author.display_name)
    other = bool(shown) and shown.group(0).casefold() != author.key if shown else False
    return ("display-name-spoof",) if other else ()
