"""Phone numbers as people write them into mails.

Promises: pure, linear; a date, an hour, an amount or a fax number is none; what comes back has
digits, spaces and `+ - / ( )` only.
"""

from __future__ import annotations

import re

MAX_TEXT = 6_000  # characters looked through
LEAST_DIGITS, MOST_DIGITS = 7, 15  # E.164 has 15 at most; local numbers of 6 digits are rather something else

_LABEL = (
    r"(?:tel(?:efon)?(?:nummer)?|mobil(?:nummer)?|handy(?:nummer)?|unter(?: der)?(?: nummer)?|durchwahl"
    r"|nummer(?: ist| lautet)?|phone(?: number)?|mobile|cell|call me (?:on|at)|reach me (?:on|at)|number is)"
)
_NUMBER = r"(?P<number>(?:\+|\(?0)\d?[\d ()/\-]{4,22}\d)"
_FIRST_SAID = re.compile(rf"\b{_LABEL}[^\w(+]{{0,4}}(?P<number>\(?\+?\d[\d ()/\-]{{4,22}}\d)", re.IGNORECASE)
_BARE = re.compile(rf"(?<![\d.,:/\w-]){_NUMBER}(?![\d.:,]*\d)")
# What stands before numbers that ring nowhere.
_OTHER = re.compile(
    r"(?:fax|kunden|rechnung|auftrag|bestell|vertrag|konto|iban|invoice|order|customer|account|reference)"
    r"[\w. -]{0,20}\W{0,4}$",
    re.IGNORECASE,
)
_DATE = re.compile(r"\d{1,2}/\d{1,2}/\d{2,4}|\d{1,2}-\d{1,2}-\d{2,4}|\d{4}-\d{2}-\d{2}")


def phone_in(*texts: str) -> str:
    """The first number that somebody gives, "" for none; the texts are asked in order."""
    for text in texts:
        for pattern in (_FIRST_SAID, _BARE):
            for found in pattern.finditer(text[:MAX_TEXT]):
                number = " ".join(found["number"].split())
                before = text[max(0, found.start("number") - 40) : found.start("number")]
                if _is_number(number) and not _OTHER.search(before.rpartition("\n")[2]):
                    return number
    return ""


def _is_number(number: str) -> bool:
    digits = sum(c.isdigit() for c in number)
    return LEAST_DIGITS <= digits <= MOST_DIGITS and not _DATE.search(number)
