"""How much of one mail is read; everything beyond is named in `Message.defects`."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MimeLimits:
    """Bounds for one mail, so that the worst stranger's mail costs a known amount.

    `parts`: leaves over all levels. `depth`: nested containers; what is deeper is one leaf.
    `text_octets`: octets of readable text that are decoded, over all bodies.
    `header_octets`: of one header block; the rest of the block is skipped.
    `header_fields`: fields kept of one block.
    `content_octets`: decoded octets kept over all attachments; later ones come truncated.
    """

    parts: int = 1000
    depth: int = 50
    text_octets: int = 1_000_000
    header_octets: int = 256_000
    header_fields: int = 1000
    content_octets: int = 40_000_000


DEFAULT = MimeLimits()
