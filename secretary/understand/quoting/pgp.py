"""What OpenPGP puts into a text (RFC 9580 sections 6 and 7).

The frame of a text signed in place belongs to the signature, and so does a text in cipher: nobody here reads it,
and what looks like words in it says nothing.
"""

from __future__ import annotations

from secretary.domain.reading import LineKind
from secretary.understand.quoting.page import Page

PGP = "-----BEGIN PGP "
_SIGNED, _SIGNATURE, _SEALED = f"{PGP}SIGNED MESSAGE-----", f"{PGP}SIGNATURE-----", f"{PGP}MESSAGE-----"
_ENDS = frozenset({"-----END PGP SIGNATURE-----", "-----END PGP MESSAGE-----"})


def mark_pgp(page: Page) -> None:
    """Mark the lines around the signed text, and a text in cipher; what was signed stays as it is."""
    closing = ""
    for number, line in enumerate(page.stripped):
        if line == _SIGNED:
            closing = "head"
        elif line in {_SIGNATURE, _SEALED}:
            closing = "signature"
        if closing:
            page.mark(number, number + 1, LineKind.SIGNATURE, "pgp")
        if (closing == "head" and not line) or line in _ENDS:
            closing = ""
