"""Who sent a mail: identity, organisation, where an answer goes, and what looks wrong.

Promises: total and pure; every flag has its evidence. Known are the office's own people and
addresses, told by configuration: their names and domains are what somebody would borrow.
Never does: refuse. A flag is for rules and people to judge.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

from secretary.domain.address import Address
from secretary.domain.message import Message
from secretary.domain.reading import Evidence, Sender
from secretary.understand.trust import read_trust

SPOOF, ELSEWHERE, LOOKALIKE = "display-name-spoof", "reply-to-elsewhere", "lookalike"
# Below so many letters two domains are alike by chance ("bmw", "bmx").
LEAST_ALIKE = 5
MAX_NAME = 200  # characters of a display name that are compared
_SHOWN_ADDRESS = re.compile(r"[\w.+-]{1,64}@[\w.-]{1,200}")
# Letters of other alphabets, and digits, that are drawn like Latin ones.
_DRAWN_ALIKE = str.maketrans(
    dict(zip("аеорсухіјѕԁһԛԝ", "aeopcyxijsdhqw", strict=True))  # Cyrillic
    | dict(zip("αορνικτυ", "aopviktu", strict=True))  # Greek
    | dict(zip("0135", "oles", strict=True))
)
_PAIRS = (("rn", "m"), ("vv", "w"), ("-", ""))
_TITLES = frozenset("dr prof mag dipl ing herr frau mr mrs ms".split())
# Second-level labels under which organisations register ("co.uk"), the common ones.
_REGISTRY_LABELS = frozenset({"co", "com", "org", "net", "ac", "gov", "or", "gv", "edu"})


def read_sender(message: Message, authserv_ids: Sequence[str], known: Sequence[Address] = ()) -> Sender:
    """The sender with trust and what looks wrong; `known` are the office's people and addresses."""
    author = message.author
    trust, evidence = read_trust(message, author, tuple(authserv_ids))
    answer_to = _answer_to(message, author)
    wrong = tuple(_wrong(message, author, known))
    flags = tuple(dict.fromkeys(flag for flag, _ in wrong))
    evidence += tuple(e for _, e in wrong)
    return Sender(author, answer_to, trust, evidence, flags, organisation(author.domain))


def organisation(domain: str) -> str:
    """The organisational domain, roughly: the last two labels, three under "co.uk" and the like."""
    labels = domain.casefold().strip(".").split(".")
    under_registry = len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in _REGISTRY_LABELS  # noqa: PLR2004 - two letters: a country
    return ".".join(labels[-3:] if under_registry else labels[-2:])


def _answer_to(message: Message, author: Address) -> Address:
    """Where an answer goes: Reply-To within the author's organisation, else From."""
    wanted = message.reply_to[0] if message.reply_to else author
    return wanted if organisation(wanted.domain) == organisation(author.domain) else author


Flagged = tuple[str, Evidence]


def _wrong(message: Message, author: Address, known: Sequence[Address]) -> Iterator[Flagged]:
    wanted = message.reply_to[0] if message.reply_to else author
    if organisation(wanted.domain) != organisation(author.domain):
        yield ELSEWHERE, Evidence("reply-to-elsewhere", wanted.addr_spec[:120])
    shown = _SHOWN_ADDRESS.search(author.display_name[:MAX_NAME])
    if shown and shown.group().strip(".").casefold() != author.key:
        yield SPOOF, Evidence("name-is-another-address", shown.group())
    yield from _borrowed_names(author, known)
    yield from _alike(author.domain, {a.domain for a in known})


# --- names ------------------------------------------------------------------------------


def _borrowed_names(author: Address, known: Sequence[Address]) -> Iterator[Flagged]:
    """The name of somebody of the office over an address that is not theirs."""
    words = _name(author.display_name)
    addresses = {a.key for a in known}
    if len(words) > 1 and author.key not in addresses and any(_name(a.display_name) == words for a in known):
        yield SPOOF, Evidence("name-of-known-person", author.display_name[:120])


def _name(display_name: str) -> frozenset[str]:
    """The words of a name in any order, without titles: "Muster, Dr. Anna" is "Anna Muster"."""
    letters = re.sub(r"[^\w\s-]", " ", display_name[:MAX_NAME])
    return frozenset(_drawn(word) for word in letters.split()) - _TITLES


# --- domains ----------------------------------------------------------------------------


def _alike(domain: str, known: set[str]) -> Iterator[Flagged]:
    shown = decoded(domain)
    if any(_mixes_scripts(label) for label in shown.split(".")):
        yield LOOKALIKE, Evidence("mixed-scripts", f"{domain} ({shown})"[:120])
    organisations = {organisation(k) for k in known if k}
    if organisation(domain) in organisations:
        return
    for theirs in sorted(organisations):
        if _is_alike(shown, theirs):
            yield LOOKALIKE, Evidence("domain-like", f"{shown} like {theirs}"[:120])
            return


def decoded(domain: str) -> str:
    """A domain as it is shown: labels of RFC 3492 decoded; one that cannot be stays."""
    return ".".join(_label(label) for label in domain.casefold().split("."))


def _label(label: str) -> str:
    if not label.startswith("xn--"):
        return label
    try:
        return label[4:].encode("ascii").decode("punycode")
    except (UnicodeError, ValueError):
        return label


def _mixes_scripts(label: str) -> bool:
    scripts = {unicodedata.name(c, "?").split(" ")[0] for c in label if c.isalpha()}
    return len(scripts & {"LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE"}) > 1


def _is_alike(domain: str, theirs: str) -> bool:
    """Whether a domain can be taken for theirs by somebody in a hurry."""
    if f".{theirs}." in f".{domain}." or theirs.replace(".", "-") in domain:
        return True
    mine, other = organisation(domain).partition(".")[0], theirs.partition(".")[0]
    if len(other) < LEAST_ALIKE:
        return _drawn(mine) == _drawn(other) and mine != other
    return _drawn(mine) == _drawn(other) or _one_slip(_drawn(mine), _drawn(other))


def _drawn(text: str) -> str:
    """A word reduced to how it is drawn: alphabets, digits, accents and pairs that look alike made one."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    plain = plain.translate(_DRAWN_ALIKE)
    for pair, one in _PAIRS:
        plain = plain.replace(pair, one)
    return plain


def _one_slip(one: str, other: str) -> bool:
    """Whether one letter was changed, added, dropped, or swapped with its neighbour."""
    if abs(len(one) - len(other)) > 1:
        return False
    at = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    rest, theirs = one[at:], other[at:]
    swapped = rest[:2] == theirs[:2][::-1] and rest[2:] == theirs[2:]
    return swapped or rest[1:] == theirs[1:] or rest[1:] == theirs or rest == theirs[1:]
