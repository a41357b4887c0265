"""An e-mail address as a value (RFC 5322 section 3.4).

Promises: never raises for any text; comparison is by `key`, never by the text as written.
Never does: look anything up, decide whether an address exists.
"""

from __future__ import annotations

from dataclasses import dataclass

# Providers that ignore dots in the local part; two spellings reach one mailbox.
DOTLESS_DOMAINS = frozenset({"gmail.com", "googlemail.com"})
SHARED_DOMAINS = frozenset(
    "gmail.com googlemail.com gmx.de gmx.net web.de t-online.de outlook.com hotmail.com live.com yahoo.com yahoo.de "
    "icloud.com me.com aol.com freenet.de posteo.de mailbox.org proton.me protonmail.com".split()
)  # strangers have addresses there: the same domain says nothing


@dataclass(frozen=True, slots=True)
class Address:
    """One mailbox of RFC 5322: an addr-spec and, where given, the display name.

    `addr_spec` is kept as written ("Tom.Cole@Example.org"); empty when the header had none.
    """

    addr_spec: str
    display_name: str = ""

    @property
    def local_part(self) -> str:
        """What stands before the last "@", as written."""
        return self.addr_spec.rpartition("@")[0]

    @property
    def domain(self) -> str:
        """What stands behind the last "@", lower case; empty without an "@"."""
        _, at, domain = self.addr_spec.rpartition("@")
        return domain.casefold() if at else ""

    @property
    def organisation(self) -> str:
        """Whose it is: the domain, or the whole address where all the world has one there."""
        return self.key if self.domain in SHARED_DOMAINS else self.domain

    @property
    def key(self) -> str:
        """The address in the form used to compare: case folded, nothing else changed."""
        return self.addr_spec.casefold()

    @property
    def loop_key(self) -> str:
        """One key for all spellings that reach the same mailbox, for limits only.

        Plus tags are cut and, for providers that ignore them, dots too: loops have run
        over "a.b@", "ab+x@" and "ab@" as three different people.
        """
        local = self.local_part.casefold().partition("+")[0]
        domain = self.domain
        if domain in DOTLESS_DOMAINS:
            local, domain = local.replace(".", ""), "gmail.com"
        return f"{local}@{domain}"

    def __str__(self) -> str:
        """The address as shown to people: name and addr-spec, or the addr-spec alone."""
        return f"{self.display_name} <{self.addr_spec}>" if self.display_name else self.addr_spec
