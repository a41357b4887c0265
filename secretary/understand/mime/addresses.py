"""Address lists of RFC 5322 section 3.4, as strangers write them.

Promises: total; linear in the length; a display name is never taken for the address that
follows it in angle brackets ("alice@x.org <bob@y.org>" is Bob's).
Never does: look at decoded text for structure: "=?utf-8?q?a=2C_b?= <c@d>" is one address.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from secretary.domain.address import Address
from secretary.understand.mime.headers import clean, decode_words

# A mail to more people than this is a bulk mail; the rest is not needed to know that.
MAX_ADDRESSES = 1000

_SPECIAL = re.compile(r'[",;:<>()\[\]]')
_SIMPLE = re.compile(r'"?([^"<>@,;:()\\\[\]=]{0,200}?)"?\s*<([^<>\s@,;:()"\\]{1,200}@[^<>\s@,;:()"\\]{1,255})>')
_BARE = re.compile(r'[^<>\s@,;:()"\\]{1,200}@[^<>\s@,;:()"\\]{1,255}')
_PARENTHESES = re.compile(r"[()]")
_UNESCAPE = re.compile(r"\\(.)")


def parse_addresses(value: str) -> tuple[Address, ...]:
    """The addresses of a header value, encoded words still in it, in order.

    Groups ("Team: a@x, b@x;") give their members. An entry without any "@" is kept only
    where it stood in angle brackets; a name cut by an unquoted comma ("Huber, Anna <a@x>")
    is put together again.
    """
    value = clean(value)
    simple = _SIMPLE.fullmatch(value)
    if simple:
        return (Address(simple.group(2), clean(simple.group(1))),)
    if _BARE.fullmatch(value):
        return (Address(value),)
    found: list[Address] = []
    lost_name = ""
    for name, spec in _entries(value):
        address = _address(f"{lost_name}, {name}" if lost_name else name, spec)
        lost_name = ""
        if address is not None:
            found.append(address)
        elif name:
            lost_name = name
        if len(found) >= MAX_ADDRESSES:
            break
    return tuple(found)


def _address(name: str, spec: str | None) -> Address | None:
    """An Address of an entry's text outside and inside the angle brackets (None: none there)."""
    if spec is not None:
        spec = clean(spec).replace(" ", "")
        shown = clean(decode_words(name)).strip("\"' ")
        if not spec and "@" in shown:
            return _address(shown, None)
        return Address(spec, shown) if spec else None
    words = clean(decode_words(name)).strip("\"' ").split()
    spec = next((word.strip("'\"") for word in words if "@" in word.strip("@'\"")), "")
    if not spec:
        return None
    return Address(spec, " ".join(word for word in words if word.strip("'\"") != spec))


def _entries(value: str) -> Iterator[tuple[str, str | None]]:
    """(text outside the angle brackets, text inside them) for each entry of the list."""
    name: list[str] = []
    spec: str | None = None
    has_at, at = False, 0
    while found := _SPECIAL.search(value, at):
        sign, before = found.group(), value[at : found.start()]
        name.append(before)
        has_at = has_at or "@" in before
        at = found.end()
        if sign == '"':
            quoted, at = _quoted(value, at)
            name.append(quoted)
        elif sign == "(":
            comment, at = _comment(value, at)
            # "a@x (Anna)" is how a name was given before display names.
            name.append(f" {comment}" if has_at and spec is None else "")
        elif sign == "<":
            end = value.find(">", at)
            end = len(value) if end < 0 else end
            spec, at = value[at:end].rpartition("<")[2], end + 1
        elif sign in ",;":
            yield "".join(name).strip(), spec
            name, spec, has_at = [], None, False
        elif sign == ":" and spec is None and not has_at:
            name = []  # the name of a group
        else:
            name.append(sign)
    name.append(value[at:])
    yield "".join(name).strip(), spec


def _quoted(value: str, at: int) -> tuple[str, int]:
    """The content of a quoted string that opens before `at`; unclosed ones end at the next "<"."""
    end = at
    while (end := value.find('"', end)) >= 0 and value[end - 1] == "\\" and end > at:
        end += 1
    if end < 0:
        end = value.find("<", at)
        end = len(value) if end < 0 else end
        return value[at:end], end
    return _UNESCAPE.sub(r"\1", value[at:end]), end + 1


def _comment(value: str, at: int) -> tuple[str, int]:
    """A comment's text (RFC 5322 section 3.2.2), nested ones included, and where it ends."""
    depth, start = 1, at
    for found in _PARENTHESES.finditer(value, at):
        depth += 1 if found.group() == "(" else -1
        if depth == 0:
            return value[start : found.start()], found.end()
    return value[start:], len(value)
