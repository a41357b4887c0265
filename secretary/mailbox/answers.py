"""What a server's answers mean: names, flags, sizes. Pure.

Promises: total on whatever a server may say. Never does: ask a server.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

BATCH_BYTES = 8 * 1024 * 1024  # of mail held in memory by one FETCH


def brings_mail(answers: Iterable[Any]) -> bool:
    """Whether IDLE answers tell of new mail."""
    return any(len(answer) > 1 and answer[1] in {b"EXISTS", b"RECENT"} for answer in answers)


def server_name(wanted: str, delimiter: str, prefix: str) -> str:
    """A folder as the server writes it: its own delimiter and personal prefix."""
    name = wanted.replace("/", delimiter)
    return name if name.upper() == "INBOX" or name.startswith(prefix) else prefix + name


def special(listed: Iterable[Any], use: bytes | None) -> str:
    """The folder with a SPECIAL-USE attribute (RFC 6154), "" for none."""
    matches = (name for flags, _, name in listed if use and use in {flag.lower() for flag in flags})
    return str(next(matches, ""))


def flags_of(item: Mapping[bytes, Any]) -> tuple[str, ...]:
    """The flags of a fetched mail."""
    return tuple(flag.decode("ascii", "replace") for flag in item.get(b"FLAGS", ()))


def received_of(item: Mapping[bytes, Any]) -> datetime:
    """When the server got a fetched mail; the present, where it says something that is no date."""
    received: datetime | None = item.get(b"INTERNALDATE")
    if received is None:
        return datetime.now(UTC)
    return received if received.tzinfo else received.replace(tzinfo=UTC)


def batches(sizes: Mapping[int, int]) -> Iterator[list[int]]:
    """UIDs with sizes, in groups of at most BATCH_BYTES."""
    batch: list[int] = []
    total = 0
    for uid, size in sizes.items():
        if batch and total + size > BATCH_BYTES:
            yield batch
            batch, total = [], 0
        batch.append(uid)
        total += size
    if batch:
        yield batch
