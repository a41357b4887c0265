"""A mail as it came, parsed and immutable (RFC 5322, RFC 2045 ff.).

Promises: every header value is decoded (RFC 2047) and free of CR, LF, NUL and other control
characters; whatever could not be read is named in `defects`.
Never does: judge. What a mail means is a Reading.
"""

from __future__ import annotations

from collections.abc import KeysView
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from secretary.domain.address import Address

IN_PART = "in-part-"  # a defect that begins so says why a mail was not fetched whole


class AttachmentKind(StrEnum):
    """What an attachment is, by its content and not by its name; TNEF is Outlook's winmail.dat."""

    PDF = "pdf"
    E_INVOICE_PDF = "e-invoice-pdf"
    XML_INVOICE = "xml-invoice"
    CALENDAR = "calendar"
    VCARD = "vcard"
    IMAGE = "image"
    OFFICE = "office"
    AUDIO = "audio"
    VIDEO = "video"
    ARCHIVE = "archive"
    MESSAGE = "message"
    TNEF = "tnef"
    ENCRYPTED = "encrypted"
    SIGNATURE = "signature"
    EXECUTABLE = "executable"
    TEXT = "text"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Part:
    """One leaf of the MIME tree. `path` counts from 1 as IMAP sections do ("1.2").

    `content` is decoded from its transfer encoding, and empty where `truncated`: `size` still
    gives the octets that came. `kind_rule` says by what the kind was told: "content", "ending"…
    """

    path: str
    content_type: str
    content: bytes = field(repr=False)
    size: int = 0
    charset: str = ""
    filename: str = ""
    disposition: str = ""
    content_id: str = ""
    params: tuple[tuple[str, str], ...] = ()
    truncated: bool = False
    kind: AttachmentKind = AttachmentKind.OTHER
    kind_rule: str = ""

    def param(self, name: str) -> str:
        """A Content-Type parameter by its lower-case name, or ""."""
        return next((value for key, value in self.params if key == name), "")


@dataclass(frozen=True, slots=True)
class Message:
    """One mail. Built only by `secretary.understand.mime.parse_message`.

    `headers` keeps order and repetition, names as written, values decoded and cleaned.
    `digest` identifies the mail where a Message-ID cannot: senders reuse or omit those.
    It is the hex SHA-256 over the raw header block and the size of the whole.
    `text` is the readable body (plain text, else converted HTML), `html` the first HTML body.
    `date` is aware; None where the header is missing or unreadable.
    """

    digest: str
    size: int
    headers: tuple[tuple[str, str], ...]
    message_id: str = ""
    in_reply_to: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    date: datetime | None = None
    subject: str = ""
    from_: tuple[Address, ...] = ()
    sender: Address | None = None
    reply_to: tuple[Address, ...] = ()
    return_path: str | None = None
    to: tuple[Address, ...] = ()
    cc: tuple[Address, ...] = ()
    text: str = ""
    html: str = field(default="", repr=False)
    text_from_html: bool = False
    attachments: tuple[Part, ...] = ()
    calendar_parts: tuple[Part, ...] = ()
    report_parts: tuple[Part, ...] = ()
    embedded: tuple[Message, ...] = ()
    content_type: str = "text/plain"
    content_params: tuple[tuple[str, str], ...] = ()
    defects: tuple[str, ...] = ()
    _by_name: dict[str, tuple[str, ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Readers ask for headers a hundred times a mail."""
        by_name: dict[str, list[str]] = {}
        for name, value in self.headers:
            by_name.setdefault(name.casefold(), []).append(value)
        object.__setattr__(self, "_by_name", {name: tuple(values) for name, values in by_name.items()})

    @property
    def names(self) -> KeysView[str]:
        """The names of its headers, casefolded."""
        return self._by_name.keys()

    def header(self, name: str) -> str:
        """The first value of a header by name (any case), or ""."""
        values = self.header_all(name)
        return values[0] if values else ""

    def header_all(self, name: str) -> tuple[str, ...]:
        """All values of a header by name (any case), in the order they came."""
        return self._by_name.get(name.casefold(), ())

    @property
    def author(self) -> Address:
        """The first From address; an empty Address where the mail has none."""
        return self.from_[0] if self.from_ else Address("")

    @property
    def in_part(self) -> str:
        """Why only header and texts were fetched ("too-large"); "" for a whole mail."""
        return next((d.removeprefix(IN_PART) for d in self.defects if d.startswith(IN_PART)), "")

    @property
    def thread_ids(self) -> tuple[str, ...]:
        """Message-IDs this mail answers, the nearest first (In-Reply-To, then References)."""
        return tuple(dict.fromkeys((*self.in_reply_to, *reversed(self.references))))
