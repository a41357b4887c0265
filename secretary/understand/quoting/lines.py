"""What one line, or one paragraph, of a mail's end looks like: closing, contact, boilerplate, talk to the reader."""

from __future__ import annotations

import re

from secretary.understand.patterns import Together
from secretary.understand.quoting.words import (
    ADDRESS,
    CLOSING_DE,
    CLOSING_ELSEWHERE,
    CLOSING_EN,
    DEVICE,
    DISCLAIMER,
    DISCLAIMER_START,
    ECOLOGY,
    LEGAL,
    MOBILE,
    PERSONAL,
    PHONE,
    PROXY,
    SELF,
    SENTENCE_END,
    STREET,
    WEB,
)

# "Viele Grüße aus dem schönen Wien" and a name.
CLOSING_WORDS = 12
DEVICE_LENGTH = 140
SENTENCE_WORDS = 5
# So many contact lines make a block of lines a signature.
CONTACT_LINES = 2
NAME_WORDS = 4
# "Diese E-Mail ist vertraulich, bitte …" with fewer words may be a person's own.
BOILERPLATE_WORDS = 20

_DIGIT = re.compile(r"\d")
_NUMBERED = frozenset({"phone", "street"})
_CONTACT = Together(phone=PHONE, street=STREET, web=WEB, legal=LEGAL)
# "Book time to meet with me<https://…>": a button of a signature.
_LINKED = re.compile(r"(?:[^<>.?!]{0,60}<https?://[^<>\s]{1,400}>){1,8}")


def is_link(line: str) -> bool:
    """Whether a line is a link and nothing else."""
    return line.startswith(("http", "<http", "[http", "www.")) and " " not in line


def is_device_line(line: str) -> bool:
    """Such as "Von meinem iPhone gesendet": a program's own last word."""
    return len(line) <= DEVICE_LENGTH and MOBILE.fullmatch(line) is not None and DEVICE.search(line) is not None


def is_disclaimer(lines: list[str]) -> bool:
    """Whether a paragraph is legal or ecological boilerplate: it begins so, and says so."""
    head = lines[0]
    if not DISCLAIMER_START.match(head):
        return False
    joined = " ".join(lines)
    found = {match.group().lower()[:12] for match in DISCLAIMER.finditer(joined[:2000])}
    words = len(joined.split())
    if not found or joined.endswith("?"):
        return False
    printed = ECOLOGY.search(joined) is not None
    return len(found) > 1 or printed or words >= BOILERPLATE_WORDS or not SELF.search(joined)


def is_closing(line: str) -> bool:
    """Whether a line is a closing formula, perhaps with a name behind it."""
    words = line.strip("*_ ").split()
    line = " ".join(words)
    if not line or len(words) > CLOSING_WORDS or line.endswith("?"):
        return False
    if _closes(line) or PROXY.fullmatch(line):
        return True
    if "/" not in line and "|" not in line:
        return False
    # "Mit freundlichen Grüßen / Kind regards"
    return all(_closes(part.strip()) for part in line.replace("|", "/").split("/"))


def _closes(line: str) -> bool:
    return any(closing.fullmatch(line) for closing in (CLOSING_DE, CLOSING_EN, CLOSING_ELSEWHERE))


def is_name(line: str) -> bool:
    """Whether a line may be a name: few words, the first with a capital letter."""
    words = line.strip("*_ ").split()
    return 0 < len(words) <= NAME_WORDS + 1 and words[0][:1].isupper() and not any(c in line for c in "?!:")


def is_contact(line: str) -> bool:
    """Telephone, address, web, company or register line."""
    signs = _CONTACT.found_in(line)
    if not _DIGIT.search(line):
        signs -= _NUMBERED
    return bool(signs) or ("@" in line and ADDRESS.search(line) is not None)


def is_talk_paragraph(lines: list[str], contacts: int) -> bool:
    """A paragraph that is prose to the reader and no slogan."""
    if PROXY.match(lines[0]):
        return False
    if is_name(lines[0]) and len(lines) > 1 and not is_talk(lines[0], contacts):
        return False
    talk = [line for line in lines if is_talk(line, contacts)]
    if not talk:
        joined = " ".join(lines)
        return len(lines) > 1 and is_talk(joined, contacts) and not any(map(is_contact, lines))
    return len(talk) * 2 >= len(lines) or bool(is_talk(lines[0], contacts))


def is_talk(line: str, contacts: int) -> bool:
    """A sentence to the reader.

    Under contact lines only one that is clearly personal: slogans ("Wir beraten Sie gern!") stand there.
    """
    words = len(line.split())
    if line.endswith("?") and words > 1:
        return True
    if words < SENTENCE_WORDS or is_device_line(line) or _LINKED.fullmatch(line):
        return False
    if contacts >= CONTACT_LINES:
        return SELF.search(line) is not None and SENTENCE_END.search(line) is not None
    if is_contact(line) and not PERSONAL.search(line):
        return False
    return PERSONAL.search(line) is not None or (SENTENCE_END.search(line) is not None and words > SENTENCE_WORDS + 1)
