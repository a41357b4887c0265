"""What a person made of a draft, in terms of its template; and when that is worth a proposal.

Promises: pure and deterministic. A change is a paragraph of the template and what was written instead of it, with
the values of fields put back as fields. What names the client, a date, or holds marks of a template is left
out. It is proposed once people made the very same change so often, in letters to more than one organisation: what
belongs to one client cannot stand in all of them.
Never does: learn from paragraphs with conditions or loops, from the greeting, or from what stands below the closing.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher

from secretary.domain.address import Address
from secretary.domain.lesson import Made, Rewording

MOST_PARAGRAPHS = 60  # of a letter; a longer one is no answer from a template
MAX_TEXT = 10_000  # characters of a letter that are looked at
MAX_WRITE = 2_000  # characters of a paragraph that is proposed
MIN_LETTERS = 12  # of a paragraph's own words; fewer are found by chance
MIN_VALUE = 3  # characters of a field's value; shorter ones stand everywhere
ORGANISATIONS = 2  # that must have got the same change
_GAP = re.compile(r"(\n[ \t]*(?:\n[ \t]*)+)")
_FIELD = re.compile(r"\{\{(.*?)\}\}")
_MARK = re.compile(r"\{[{%#]|[}%#]\}")
_WORD = re.compile(r"[^\W\d_]{3,}")
_DATE = re.compile(
    r"\b\d{1,2}\.\s?(?:\d{1,2}\.|jan|feb|mär|apr|mai|jun|jul|aug|sep|okt|nov|dez)|\b\d{4}-\d\d-\d\d\b"
    r"|\b\d{1,2}(?:st|nd|rd|th)?\s(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)|\b\d{1,2}:\d\d\b",
    re.IGNORECASE,
)
SALUTATIONS = frozenset(
    "guten tag sehr geehrte geehrter geehrten damen herren frau herr hallo liebe lieber und dear hello good morning"
    " afternoon madam sir the and team".split()
)


# --- one letter -------------------------------------------------------------------------


def paragraphs(text: str) -> list[str]:
    """The paragraphs of a text, each on one line."""
    return [" ".join(part.split()) for part in _GAP.split(text)[::2] if part.strip()]


def rewordings(
    template: str, sources: Mapping[str, str], draft: str, letter: str, party: Address
) -> tuple[Rewording, ...]:
    """What was changed between a draft and the letter that was sent, both without closing and quotation.

    `sources` are the texts of the template by language; that which the draft was written from is found by its
    paragraphs.
    """
    before, after = paragraphs(draft[:MAX_TEXT]), paragraphs(letter[:MAX_TEXT])
    if not sources or max(len(before), len(after)) > MOST_PARAGRAPHS:
        return ()
    found = {language: _anchors(source, before) for language, source in sources.items()}
    language = max(found, key=lambda name: len(found[name]))
    anchors = found[language]
    values = {value: name for anchor in anchors.values() for name, value in anchor.values if len(value) >= MIN_VALUE}
    private = _private(before, anchors, party)
    return tuple(
        Rewording(template, language, anchors[at].source, write)
        for at, written in sorted(_changed(before, after, anchors).items())
        if (write := _generalised(before[at], written, anchors[at], values)) is not None and _is_general(write, private)
    )


@dataclass(frozen=True, slots=True)
class _Anchor:
    """A paragraph of the template that a paragraph of the draft was written from, and its fields' values."""

    source: str
    values: tuple[tuple[str, str], ...]


def _anchors(source: str, draft: Sequence[str]) -> dict[int, _Anchor]:
    """By place in the draft; where two paragraphs would do, none is it."""
    plain = [p for p in paragraphs(source.partition("\n")[2]) if _learnable(p)]
    found = {at: [_Anchor(p, v) for p in plain if (v := _values(p, text)) is not None] for at, text in enumerate(draft)}
    return {at: anchors[0] for at, anchors in found.items() if len(anchors) == 1}


def _learnable(paragraph: str) -> bool:
    own = _FIELD.sub("", paragraph)
    return not _MARK.search(own) and sum(map(str.isalpha, own)) >= MIN_LETTERS


def _values(paragraph: str, text: str) -> tuple[tuple[str, str], ...] | None:
    """The values with which a paragraph of the template reads so; None where it cannot."""
    parts = _FIELD.split(paragraph)
    literals, names = parts[::2], parts[1::2]
    if not names:
        return () if paragraph == text else None
    first, last = literals[0], literals[-1]
    if not (text.startswith(first) and text.endswith(last) and len(text) >= len(first) + len(last)):
        return None
    at, end, values = len(first), len(text) - len(last), []
    for literal in literals[1:-1]:
        next_ = text.find(literal, at, end)
        if next_ < 0:
            return None
        values.append(text[at:next_])
        at = next_ + len(literal)
    return tuple(zip(map(str.strip, names), (*values, text[at:end]), strict=True))


def _changed(before: Sequence[str], after: Sequence[str], anchors: Mapping[int, _Anchor]) -> dict[int, list[str]]:
    """By place in the draft, what stands there now, for the paragraphs of the template that were changed."""
    becomes: dict[int, list[str]] = {}
    for tag, i, j, k, m in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        new = list(after[k:m])
        if tag == "insert":
            _insert(becomes, before, new, i, anchors)
        elif tag == "delete":
            becomes |= {at: [] for at in range(i, j)}
        elif tag == "replace" and j - i == len(new):
            becomes |= {i + n: [text] for n, text in enumerate(new)}
        elif tag == "replace" and j - i == 1:
            becomes[i] = new
    return {at: texts for at, texts in becomes.items() if at in anchors}


def _insert(
    becomes: dict[int, list[str]], before: Sequence[str], new: list[str], at: int, anchors: Mapping[int, _Anchor]
) -> None:
    """What was added belongs to the paragraph before it, or else to the one behind it."""
    if at - 1 in anchors:
        becomes[at - 1] = [before[at - 1], *new]
    elif at in anchors:
        becomes[at] = [*new, before[at]]


def _generalised(old: str, written: Sequence[str], anchor: _Anchor, values: Mapping[str, str]) -> str | None:
    """What was written, with fields instead of their values; None for what could be taken for a template."""
    if any(_MARK.search(text) for text in written if text != old):
        return None
    known = "|".join(map(re.escape, sorted(values, key=len, reverse=True)))
    pattern = re.compile(rf"(?<!\w)(?:{known})(?!\w)") if known else None

    def back(text: str) -> str:
        return pattern.sub(lambda found: f"{{{{ {values[found.group()]} }}}}", text) if pattern else text

    return "\n\n".join(anchor.source if text == old else back(text) for text in written)


def _private(draft: Sequence[str], anchors: Mapping[int, _Anchor], party: Address) -> frozenset[str]:
    """Words that name the client: of the name, the address, and of paragraphs that come from no words of ours."""
    told = (party.display_name, party.local_part, party.domain.rpartition(".")[0])
    greeting = draft[:1] if 0 not in anchors else ()
    words = {word.casefold() for text in (*told, *greeting) for word in _WORD.findall(text)}
    return frozenset(words - SALUTATIONS)


def _is_general(write: str, private: frozenset[str]) -> bool:
    own = _FIELD.sub("", write)
    words = {word.casefold() for word in _WORD.findall(own)}
    return len(write) <= MAX_WRITE and not words & private and not _DATE.search(own)


# --- many letters -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Proposed:
    """A change to propose, and how many letters it was made in."""

    rewording: Rewording
    count: int


def proposed(
    made: Sequence[Made], sources: Mapping[str, Mapping[str, str]], said: Mapping[Rewording, datetime], *, times: int
) -> Iterator[Proposed]:
    """What is to be proposed now: of several changes of one paragraph that which was made most often.

    `sources` are the templates in force, {name: {language: text}}; `said` is when a person last said yes or no to
    a change, and what was made before that does not count.
    """
    letters: dict[Rewording, dict[str, Made]] = defaultdict(dict)
    for one in made:
        if one.rewording not in said or one.at > said[one.rewording]:
            letters[one.rewording][one.case] = one
    best: dict[tuple[str, str, str], Proposed] = {}
    for rewording, cases in letters.items():
        source = sources.get(rewording.template, {}).get(rewording.language, "")
        enough = len(cases) >= times and len({m.party.organisation for m in cases.values()}) >= ORGANISATIONS
        place = (rewording.template, rewording.language, rewording.instead_of)
        more = place not in best or len(cases) > best[place].count
        if enough and more and paragraphs(source.partition("\n")[2]).count(rewording.instead_of) == 1:
            best[place] = Proposed(rewording, len(cases))
    yield from best.values()


# --- a template with what was learned ---------------------------------------------------


def reworded(source: str, rewording: Rewording) -> str | None:
    """The template with other words in place of that paragraph; None where it has it not exactly once."""
    head, _, body = source.partition("\n")
    parts = _GAP.split(body)
    places = [n for n in range(0, len(parts), 2) if " ".join(parts[n].split()) == rewording.instead_of]
    if len(places) != 1:
        return None
    at = places[0]
    if rewording.write:
        parts[at] = rewording.write
    else:
        del parts[max(at - 1, 0) : at + 1]
    return f"{head}\n{''.join(parts)}".rstrip("\n") + "\n"
