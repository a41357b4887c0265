"""Fetch mails in batches, and only what fits the limits.

Promises: size and structure come first; a mail beyond the limits is never fetched whole, but its
header, the small text parts and the headers of the others are (`Arrived.cut` says why). A mail that
vanished since the search is left out. Everything is fetched by PEEK.
Raises what the session raises: who calls falls back to one mail at a time.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from secretary.mailbox.answers import batches, flags_of, received_of
from secretary.mailbox.commands import fetched, present
from secretary.mailbox.session import Session
from secretary.mailbox.structure import Leaf, assembled, boundary_of, ended, leaves_of
from secretary.ports import Arrived

HEAD_ITEMS = ("RFC822.SIZE", "INTERNALDATE", "FLAGS", "BODYSTRUCTURE")
TOGETHER = 64 * 1024 * 1024  # octets of mails held at once; what is left is for the next look
TEXT_OCTETS = 65_536  # of one text part of a mail that is not fetched whole; a letter has a tenth of it
MOST_TEXTS = 4
MOST_SHOWN = 50  # parts whose header is fetched, so that a person sees what is attached
HEADER_OCTETS = 262_144  # of the header of such a mail
HEADER = f"BODY[HEADER]<0.{HEADER_OCTETS}>"
TEXT = f"BODY[TEXT]<0.{TEXT_OCTETS}>"


@dataclass(frozen=True, slots=True)
class FetchLimits:
    """Beyond which a mail is not fetched whole: its octets, its parts; and the seconds for one mail."""

    octets: int = 30 * 1024 * 1024  # what large providers accept
    parts: int = 1000
    seconds: float = 120.0  # 25 MB at 2 Mbit/s


@dataclass(frozen=True, slots=True)
class Place:
    """A folder (role or name) with its UIDVALIDITY: UIDs mean nothing without."""

    folder: str
    validity: int


@dataclass(frozen=True, slots=True)
class _Head:
    uid: int
    size: int
    received: datetime
    flags: tuple[str, ...]
    structure: Any

    def cut(self, limits: FetchLimits) -> str:
        """Why the mail shall not be fetched whole, "" where it shall."""
        if self.size > limits.octets:
            return "too-large"
        return "too-many-parts" if len(leaves_of(self.structure, limits.parts + 1)) > limits.parts else ""


def fetch_mails(session: Session, place: Place, uids: Sequence[int], limits: FetchLimits) -> list[Arrived]:
    """The mails with these UIDs in the selected folder, in that order; the first of them, where all are too much."""
    heads = dict(_heads(session, uids))
    uids = _affordable(uids, heads, limits)
    cuts = {uid: cut for uid in uids if uid in heads and (cut := heads[uid].cut(limits))}
    raws = dict(_whole(session, {uid: heads[uid].size for uid in uids if uid in heads and uid not in cuts}))
    raws |= {uid: raw for uid in cuts if (raw := _in_part(session, heads[uid])) is not None}
    missing = [uid for uid in uids if uid not in raws]
    if missing and present(session, missing):
        raise LookupError("the server gave no content")
    return [_arrived(place, heads[uid], raws[uid], cuts.get(uid, "")) for uid in uids if uid in raws]


def _affordable(uids: Sequence[int], heads: Mapping[int, _Head], limits: FetchLimits) -> list[int]:
    """As many as may be in memory at once; the first one in any case."""
    total = 0
    for index, uid in enumerate(uids):
        size = heads[uid].size if uid in heads else 0
        total += size if size <= limits.octets else 0
        if index and total > TOGETHER:
            return list(uids[:index])
    return list(uids)


def fetch_start(session: Session, place: Place, uid: int) -> list[Arrived]:
    """One mail whose structure cannot be had: its header and the beginning of its text."""
    size = session.fetch([uid], ["RFC822.SIZE"]).get(uid, {}).get(b"RFC822.SIZE", 0)
    raw = _joined(_sections(session, uid, [HEADER, TEXT]))
    if raw is None:
        return []
    return [Arrived(place.folder, place.validity, uid, int(size), datetime.now(UTC), raw, cut="no-structure")]


def _arrived(place: Place, head: _Head, raw: bytes, cut: str) -> Arrived:
    return Arrived(place.folder, place.validity, head.uid, head.size, head.received, raw, head.flags, cut)


def _heads(session: Session, uids: Sequence[int]) -> Iterator[tuple[int, _Head]]:
    for uid, item in session.fetch(uids, HEAD_ITEMS).items():
        if b"RFC822.SIZE" in item:
            size, structure = int(item[b"RFC822.SIZE"]), item.get(b"BODYSTRUCTURE")
            yield uid, _Head(uid, size, received_of(item), flags_of(item), structure)


def _whole(session: Session, sizes: Mapping[int, int]) -> Iterator[tuple[int, bytes]]:
    for batch in batches(sizes):
        yield from fetched(session, batch, "BODY[]")


def _in_part(session: Session, head: _Head) -> bytes | None:
    """Header, texts and the headers of the other parts, put together as a mail."""
    shown = leaves_of(head.structure, MOST_SHOWN)
    boundary = boundary_of(head.structure)
    if not boundary:
        return _joined(_sections(session, head.uid, [HEADER, TEXT]))
    read = _texts(shown)
    wanted = [f"BODY[{leaf.section}.MIME]" for leaf in shown]
    wanted += [f"BODY[{leaf.section}]<0.{TEXT_OCTETS}>" for leaf in read]
    found = _sections(session, head.uid, [HEADER, *wanted])
    return assembled(found, shown, boundary)


def _texts(leaves: Sequence[Leaf]) -> list[Leaf]:
    """What a reader needs: plain text, else HTML; calendar and delivery reports in any case."""
    plain = [leaf for leaf in leaves if leaf.content_type == "text/plain"]
    page = [] if plain else [leaf for leaf in leaves if leaf.content_type == "text/html"]
    special = [leaf for leaf in leaves if leaf.content_type in {"text/calendar", "message/delivery-status"}]
    return (plain or page)[:MOST_TEXTS] + special[:MOST_TEXTS]


def _joined(found: Mapping[str, bytes]) -> bytes | None:
    return ended(found["HEADER"]) + found.get("TEXT", b"") if "HEADER" in found else None


def _sections(session: Session, uid: int, parts: Sequence[str]) -> dict[str, bytes]:
    """{section: octets} of one mail."""
    answer = session.fetch([uid], [peek(part) for part in parts]).get(uid, {})
    return {
        key.partition(b"[")[2].partition(b"]")[0].decode("ascii"): bytes(value)
        for key, value in answer.items()
        if key.startswith(b"BODY[") and value is not None
    }


def peek(part: str) -> str:
    r"""The same part, without \Seen as a side effect (RFC 9051 section 6.4.5)."""
    return part.replace("BODY[", "BODY.PEEK[")
