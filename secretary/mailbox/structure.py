"""What a BODYSTRUCTURE says (RFC 9051 section 7.5.2), and a mail put together from fetched parts. Pure.

Promises: total on whatever a server may say, in time linear to what is asked for.
Never does: go into a mail inside a mail; it counts as one part.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

MULTIPART_PARAMS = 2  # where the library puts the parameters: [parts], subtype, parameters, …
LEAF_TYPES = 2  # type, subtype, …


@dataclass(frozen=True, slots=True)
class Leaf:
    """One part by its section number ("1.2") and its lower-case type."""

    section: str
    content_type: str


def leaves_of(structure: Any, most: int) -> list[Leaf]:  # noqa: ANN401 - nested tuples of the library
    """The first `most` leaves in order; a mail that is one part is its own leaf "1"."""
    waiting: list[tuple[str, Any]] = [("", structure)]
    found: list[Leaf] = []
    while waiting and len(found) < most:
        section, part = waiting.pop()
        children = _children(part)
        if children:
            prefix = f"{section}." if section else ""
            numbered = ((f"{prefix}{n}", child) for n, child in enumerate(islice(children, most), 1))
            waiting.extend(reversed(list(numbered)))
        elif isinstance(part, tuple) and len(part) >= LEAF_TYPES:
            found.append(Leaf(section or "1", f"{_word(part[0])}/{_word(part[1])}"))
    return found


def boundary_of(structure: Any) -> str:  # noqa: ANN401 - as above
    """The boundary of the outermost multipart, "" where there is none that can be used."""
    if not _children(structure) or len(structure) <= MULTIPART_PARAMS:
        return ""
    params = structure[MULTIPART_PARAMS]
    pairs = zip(params[::2], params[1::2], strict=False) if isinstance(params, tuple) else ()
    found = next((value for name, value in pairs if _word(name) == "boundary"), b"")
    return found.decode("ascii", "replace") if isinstance(found, bytes) else ""


def assembled(found: Mapping[str, bytes], leaves: Sequence[Leaf], boundary: str) -> bytes | None:
    """A mail of the fetched sections; parts that were not fetched keep their header and are empty."""
    if "HEADER" not in found:
        return None
    line = b"--" + boundary.encode("ascii", "replace")
    pieces = [ended(found["HEADER"])]
    for leaf in leaves:
        head = found.get(f"{leaf.section}.MIME", b"").rstrip(b"\r\n")
        pieces += [line, b"\r\n", head, b"\r\n" if head else b"", b"\r\n", found.get(leaf.section, b""), b"\r\n"]
    return b"".join((*pieces, line, b"--\r\n"))


def ended(header: bytes) -> bytes:
    """A header block with the empty line behind it, also where it was cut."""
    return header if header.endswith((b"\r\n\r\n", b"\n\n")) else header + b"\r\n\r\n"


def _children(part: Any) -> Sequence[Any]:  # noqa: ANN401 - as above
    first = part[0] if isinstance(part, tuple) and part else None
    return first if isinstance(first, list) else ()


def _word(value: Any) -> str:  # noqa: ANN401 - as above
    return value.decode("ascii", "replace").lower() if isinstance(value, bytes) else ""
