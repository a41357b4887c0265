"""Whether the From address wrote the mail: Authentication-Results of the office's own server.

Promises: only fields with a configured authserv-id count, and of those the topmost group, above or
directly below the first Received that the office's own server wrote on taking the mail in (RFC 8601
section 5). What cannot be parsed, or contradicts itself, counts as none. Trust fails closed.
Never does: look anything up, or believe a result because it stands on top.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from secretary.domain.address import Address
from secretary.domain.message import Message
from secretary.domain.reading import Evidence, Trust

# Exchange Online writes results without an authserv-id; who configures this name believes those.
EXCHANGE_ONLINE = "outlook.com"
_EXCHANGE_HOSTS = (".outlook.com", ".exchangelabs.com", ".office365.com")
_LOCAL_HOSTS = frozenset({"localhost", "localhost.localdomain", "127.0.0.1", "[127.0.0.1]", "::1", "[::1]"})
_METHOD = re.compile(r"\s{0,20}([a-z0-9-]{1,40})\s{0,5}(?:/\s{0,5}\d{1,5}\s{0,5})?=\s{0,5}([a-z]{1,20})", re.IGNORECASE)
_PROPERTY = re.compile(r"\b(header|smtp|policy)\.([a-z0-9-]{1,40})\s{0,5}=\s{0,5}\"?([^\s\";]{1,300})", re.IGNORECASE)
_BY = re.compile(r"\bby\s{1,20}([^\s;()]{1,255})", re.IGNORECASE)
_FROM = re.compile(r"\s{0,20}from\s{1,20}([^\s;()]{1,255})", re.IGNORECASE)
_IP = re.compile(r"\[?(?:[0-9a-f]{0,4}:[0-9a-f:.]{2,45}|\d{1,3}(?:\.\d{1,3}){3})\]?", re.IGNORECASE)
_PIECES = re.compile(r"[^\\\"();]+|.", re.DOTALL)  # signs that mean something, and what stands between them
MAX_FIELDS = 20  # results of one mail; a server and its filters write a handful
# What must agree with the From domain for each method (RFC 7489 section 3.1, RFC 8601 section 2.7).
_CHECKED = {
    "dmarc": ("header.from",),
    "dkim": ("header.d", "header.i"),
    "spf": ("smtp.mailfrom",),
    "auth": ("smtp.auth",),
}
# Of these there can be one result only; two that differ are a forger's and the server's.
_SINGLE = {"dmarc": "", "spf": "smtp.mailfrom"}

Result = tuple[str, str, str]


def read_trust(message: Message, author: Address, ids: tuple[str, ...]) -> tuple[Trust, tuple[Evidence, ...]]:
    """How sure the author is, and by what."""
    if len(message.from_) != 1:
        return Trust.FAILED, (Evidence("from-not-one", str(len(message.from_))),)
    results = [r for field in own_fields(message, ids) for r in _results(field)]
    failing = next((r for r in results if r[0] == "dmarc" and r[1] == "fail"), None)
    if failing:
        return Trust.FAILED, (Evidence("dmarc-fail", failing[2][:120]),)
    torn = next(
        (m for m, told in _SINGLE.items() if len({r[1] for r in results if r[0] == m and told in r[2]}) > 1), ""
    )
    if torn:
        return Trust.UNKNOWN, (Evidence("results-contradict", torn),)
    for method, result, properties in results:
        if result == "pass" and _aligned(method, properties, author):
            return Trust.AUTHENTICATED, (Evidence(f"{method}-pass", properties[:120]),)
    return Trust.UNKNOWN, (Evidence("no-own-result" if not results else "nothing-aligned", _told(results)),)


def _told(results: list[Result]) -> str:
    return ", ".join(f"{method}={result}" for method, result, _ in results)[:120]


# --- which fields are our own server's ----------------------------------------------------


def own_fields(message: Message, ids: tuple[str, ...]) -> tuple[str, ...]:
    """The results of the office's own servers, comments removed."""
    wanted = frozenset(i.casefold().strip() for i in ids if i.strip())
    found: list[str] = []
    entered = False
    for name, value in message.headers:
        lower = name.casefold()
        if lower == "received":
            ours, internal = _hop(value, wanted)
            if found or entered or not (ours or internal):
                break
            entered = ours and not internal
        elif lower == "authentication-results" and len(found) < MAX_FIELDS:
            plain = without_comments(value)
            found += [plain] if _is_ours(plain, wanted) else []
    return tuple(found)


def _hop(value: str, wanted: frozenset[str]) -> tuple[bool, bool]:
    """Whether a Received was written by one of our servers, and whether it only passed the mail on inside."""
    plain = without_comments(value)
    by, came = _BY.search(plain), _FROM.match(plain)
    host = by.group(1).casefold() if by else ""
    source = came.group(1).casefold() if came else ""
    ours = _named(host, wanted)
    inside = ours or _beside(host, wanted) or (not source and _IP.fullmatch(host) is not None)
    passed_on = not source or source in _LOCAL_HOSTS or _named(source, wanted) or _beside(source, wanted)
    return ours, bool(host) and inside and passed_on


def _named(host: str, wanted: frozenset[str]) -> bool:
    return host in wanted or (EXCHANGE_ONLINE in wanted and host.endswith(_EXCHANGE_HOSTS))


def _beside(host: str, wanted: frozenset[str]) -> bool:
    """Localhost, or a host in the domain of one of our servers ("imap.firma.de" beside "mx.firma.de")."""
    parents = {w.partition(".")[2] for w in wanted if w.count(".") > 1}
    return host in _LOCAL_HOSTS or any(host.endswith(f".{parent}") for parent in parents)


def _is_ours(plain: str, wanted: frozenset[str]) -> bool:
    return bool(plain) and _authserv_id(plain) in wanted


def _authserv_id(plain: str) -> str:
    """The name of the server that wrote a field; a version may follow it (RFC 8601 section 2.2)."""
    head = plain.partition(";")[0].strip()
    if _METHOD.match(head):
        return EXCHANGE_ONLINE
    words = head.strip('"').split()
    return words[0].strip('"').casefold() if words else ""


def authserv_ids_of(message: Message) -> tuple[str, ...]:
    """The names in all Authentication-Results, the topmost first; whether they are to be believed is not said."""
    values = (value for name, value in message.headers if name.casefold() == "authentication-results")
    return tuple(name for value in values if (name := _authserv_id(without_comments(value))))


def without_comments(value: str) -> str:
    """The field without comments (RFC 5322 section 3.2.2) and with no ";" in quotes; "" if torn."""
    kept: list[str] = []
    depth, quoted, escaped = 0, False, False
    for sign in _PIECES.findall(value):
        if escaped:
            escaped = False
            sign = sign[1:]  # noqa: PLW2901 - what follows one sign that counts for nothing
        if sign == "\\" and (quoted or depth):
            escaped = True
        elif quoted:
            quoted = sign != '"'
            kept.append("," if sign == ";" else sign)
        elif sign in {"(", ")"}:
            depth += 1 if sign == "(" else -1
            kept.append(" ")
        elif not depth:
            quoted = sign == '"'
            kept.append(sign)
        if depth < 0:
            return ""
    return "" if depth or quoted else "".join(kept)


# --- what they say ------------------------------------------------------------------------


def _results(field: str) -> Iterator[Result]:
    """(method, result, properties) of each resinfo (RFC 8601 section 2.2)."""
    for info in field.split(";"):
        found = _METHOD.match(info)
        if found:
            yield found.group(1).casefold(), found.group(2).casefold(), info[found.end() :].strip()


def _aligned(method: str, properties: str, author: Address) -> bool:
    """Whether what passed is the From domain's own, or that of a domain above it.

    A log-in is that of one person: it must be the very address.
    """
    values = {f"{kind}.{name}".casefold(): v.casefold() for kind, name, v in _PROPERTY.findall(properties)}
    value = next((values[name] for name in _CHECKED.get(method, ()) if name in values), "")
    if method == "auth":
        return value == author.key
    checked, domain = value.rpartition("@")[2], author.domain
    return bool(domain) and "." in checked and (checked == domain or domain.endswith("." + checked))
