"""Intents: what a writer wants, found by a lexicon of German and English phrases.

A phrase is words in order. `*` at a word's end stands for any ending, `...` for a few words in
between, `|` inside a word group in parentheses for a choice: "(ein|einen) termin ... vereinbaren".
Promises: linear time (RE2); every intent names the words that showed it; a phrase listed under
`unless` in the same sentence takes the intent away.
Never does: weigh or learn. The same text gives the same intents.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import re2

from secretary.domain.errors import SetupError
from secretary.domain.reading import Intent

MAX_TEXT = 20_000  # characters looked at; what a mail wants stands in its first pages
GAP = r"(?:[\s,]+[^\s.!?;]+){0,6}?[\s,]+"  # "..." spans at most six words of one sentence
_SENTENCE_END = re.compile(r"[.!?;]+(?=\s|$)|\n\s*\n")
_SPELLINGS = {"ä": "(?:ä|ae)", "ö": "(?:ö|oe)", "ü": "(?:ü|ue)", "ß": "(?:ß|ss)"}


@dataclass(frozen=True, slots=True)
class Entry:
    """One intent of one language: the pattern that shows it, and the one that takes it away."""

    name: str
    language: str
    shows: Any
    unless: Any | None


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All entries; `names` is what rules may ask for."""

    entries: tuple[Entry, ...]

    @property
    def names(self) -> frozenset[str]:
        """The intents it knows."""
        return frozenset(e.name for e in self.entries)


def compile_lexicon(languages: Mapping[str, Mapping[str, Any]]) -> Lexicon:
    """Build the lexicon from {language: {intent: {any: [...], unless: [...]} or [...]}}.

    Raises SetupError naming the intent whose phrases cannot be used.
    """
    return Lexicon(
        tuple(
            _entry(name, language, spec)
            for language, intents in sorted(languages.items())
            for name, spec in intents.items()
        )
    )


def _entry(name: str, language: str, spec: Any) -> Entry:  # noqa: ANN401 - checked right here
    phrases = spec if isinstance(spec, list) else spec.get("any") if isinstance(spec, dict) else None
    unless = spec.get("unless", []) if isinstance(spec, dict) else []
    if not phrases or not all(isinstance(p, str) for p in (*phrases, *unless)):
        raise SetupError(
            f"The intent {name!r} has no list of phrases.",
            file=f"lexicon {language}",
            key=name,
            remedy="Write a list of phrases, or `any:` and `unless:` with a list each.",
        )
    return Entry(name, language, _pattern(phrases), _pattern(unless) if unless else None)


def _pattern(phrases: list[str]) -> Any:  # noqa: ANN401 - re2 has no types
    """One RE2 pattern for all phrases of an intent, matched on whole words."""
    options = re2.Options()
    options.case_sensitive = False
    choices = "|".join(_phrase(p) for p in sorted(phrases, key=lambda p: (-len(p), p)))
    return re2.compile(rf"(?:^|[^\pL\pN])({choices})(?:$|[^\pL\pN])", options)


def _phrase(phrase: str) -> str:
    parts = (part.split() for part in phrase.split("..."))
    return GAP.join(r"[\s,]+".join(_word(w) for w in words) for words in parts if words)


def _word(word: str) -> str:
    """One word, or a choice of words in parentheses, in every spelling of its umlauts."""
    stem = word.casefold().removesuffix("*")
    spelled = "".join(_SPELLINGS.get(c) or (c if c in "|)" else "(?:" if c == "(" else re.escape(c)) for c in stem)
    return spelled + (r"[\pL\pN-]*" if word.endswith("*") else "")


def read_intents(text: str, lexicon: Lexicon) -> tuple[Intent, ...]:
    """The intents of a text in the order they appear, each once, with span and words."""
    text = text[:MAX_TEXT]
    # Most entries show nowhere: one search over the whole rules them out before sentences are cut.
    likely = [e for e in lexicon.entries if e.shows.search(text)]
    if not likely:
        return ()
    sentences = tuple(_sentences(text))
    found = {i.name: i for e in reversed(likely) if (i := _first(e, sentences))}
    return tuple(sorted(found.values(), key=lambda i: (i.span, i.name)))


def _first(entry: Entry, sentences: tuple[tuple[int, str], ...]) -> Intent | None:
    """The first sentence that shows the intent and has nothing that takes it away."""
    for start, sentence in sentences:
        hit = entry.shows.search(sentence)
        if hit and not (entry.unless and entry.unless.search(sentence)):
            begin, end = hit.span(1)
            rule = f"lexicon.{entry.language}.{entry.name}"
            return Intent(entry.name, hit.group(1), (start + begin, start + end), rule)
    return None


def _sentences(text: str) -> Iterator[tuple[int, str]]:
    """(offset, sentence); a question mark stays with its sentence."""
    start = 0
    for end in (*(m.end() for m in _SENTENCE_END.finditer(text)), len(text)):
        if text[start:end].strip():
            yield start, text[start:end]
        start = end
