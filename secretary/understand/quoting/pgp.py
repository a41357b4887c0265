"""The frame of a text signed in place (RFC 9580 section 7): its lines belong to the signature."""

from __future__ import annotations

from secretary.domain.reading import LineKind
from secretary.understand.quoting.page import Page

PGP = "-----BEGIN PGP SIGN"
_SIGNED, _SIGNATURE, _END = f"{PGP}ED MESSAGE-----", f"{PGP}ATURE-----", "-----END PGP SIGNATURE-----"


def mark_pgp(page: Page) -> None:
    """Mark the lines around the signed text; the text itself stays as it is."""
    closing = ""
    for number, line in enumerate(page.stripped):
        if line == _SIGNED:
            closing = "head"
        elif line == _SIGNATURE:
            closing = "signature"
        if closing:
            page.mark(number, number + 1, LineKind.SIGNATURE, "pgp")
        if (closing == "head" and not line) or line == _END:
            closing = ""
