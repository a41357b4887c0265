"""Lexicons: which phrases show an intent, and which take it away.

Promises: a lexicon that cannot be used is an error that names the intent and says what to do.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from secretary.domain.errors import SetupError
from secretary.understand.intent.phrases import SIGNS, keys_of, together, translated

_SIGNS = frozenset("".join(SIGNS.values()))
STEM = 3  # letters by which words of any ending are found; shorter stems have fewer
GROUPS = "groups"  # the key under which a lexicon names its groups of words
_LISTS = ("any", "unless", "unless_sentence", "nouns", "nouns_sentence")
_FIELDS = frozenset({*_LISTS, "question", "within", "replace"})
ACTS = "act."  # acts hold for their clause, wishes for their sentence, unless `within` says else


@dataclass(frozen=True, slots=True)
class Entry:
    """One intent of one language: the phrases that show it, and those that take it away.

    `shows`, `unless` and `unless_sentence` are sources of patterns. `unless` is looked for in the
    same clause (or sentence), `unless_sentence` in the sentence around it. Where `nouns` are listed,
    a clause that names another thing shows nothing, and so with `nouns_sentence` for the sentence.
    `question`: "no" for what no question shows, "only" for what questions alone show.
    """

    name: str
    language: str
    shows: tuple[str, ...]
    unless: str = ""
    unless_sentence: str = ""
    nouns: str = ""
    nouns_sentence: str = ""
    question: str = ""
    clausewise: bool = False


@dataclass(frozen=True, slots=True)
class Phrase:
    """A way to show the entry of that number: the source of its pattern, and words it cannot do without."""

    entry: int
    source: str
    needs: tuple[frozenset[str], ...]


@dataclass(frozen=True, slots=True)
class Index:
    """Which phrases a word can be part of; `always` are those of which no word is known.

    `endings` are by the first letters of words of any ending.
    """

    words: Mapping[str, tuple[Phrase, ...]] = field(default_factory=dict)
    endings: Mapping[str, tuple[tuple[str, Phrase], ...]] = field(default_factory=dict)
    always: tuple[Phrase, ...] = ()

    def candidates(self, words: frozenset[str]) -> dict[int, list[str]]:
        """Sources of the phrases that a line of these words may show, by the number of their entry."""
        met = list(self.always)
        for word in words:
            met += self.words.get(word, ())
            met += [phrase for stem, phrase in self.endings.get(word[:STEM], ()) if word.startswith(stem)]
        found: dict[int, list[str]] = {}
        for phrase in met:
            for need in phrase.needs:
                if need.isdisjoint(words):
                    break
            else:
                found.setdefault(phrase.entry, []).append(phrase.source)
        return found


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All entries; `names` is what rules may ask for."""

    entries: tuple[Entry, ...]
    clauses: Index = field(repr=False, compare=False, default_factory=Index)
    sentences: Index = field(repr=False, compare=False, default_factory=Index)

    @property
    def names(self) -> frozenset[str]:
        """The intents it knows."""
        return frozenset(e.name for e in self.entries)


Words = Mapping[str, Mapping[str, Any]]


def compile_lexicon(languages: Words, own: Words | None = None) -> Lexicon:
    """Build the lexicon from {language: {intent: {any: [...], unless: [...]} or [...]}}.

    `own` is an office's, of the same form: its phrases are added to those of the same intent, or
    stand alone where it says `replace: true`. Raises SetupError naming what cannot be used.
    """
    own = own or {}
    entries: list[Entry] = []
    phrases: list[tuple[frozenset[str], Phrase]] = []
    for language in sorted({*languages, *own}):
        specs = {name: _checked(name, language, spec) for name, spec in _intents(languages.get(language), language)}
        for name, spec in _intents(own.get(language), language):
            specs[name] = _joined(specs.get(name), _checked(name, language, spec))
        groups = _groups(languages.get(language), own.get(language), language)
        for name, spec in specs.items():
            entry = _entry(name, language, spec, groups)
            for phrase, source in zip(spec["any"], entry.shows, strict=True):
                phrases.append(_keyed(keys_of(phrase, groups), len(entries), source))
            entries.append(entry)
    clausewise = [p for p in phrases if entries[p[1].entry].clausewise]
    others = [p for p in phrases if not entries[p[1].entry].clausewise]
    return Lexicon(tuple(entries), _index(clausewise), _index(others))


def _keyed(keys: tuple[frozenset[str], ...], number: int, source: str) -> tuple[frozenset[str], Phrase]:
    """A phrase under the rarest of its words; the other words it needs, where their endings are known.

    Signs come behind words: times and offers stand in nearly every clause that is worth reading.
    """
    first, *others = keys or (frozenset[str](),)
    exact = [needed for needed in others if not any(key.endswith("*") for key in needed)]
    if exact and first and first <= _SIGNS:
        first, exact = exact[0], [first, *exact[1:]]
    return first, Phrase(number, source, tuple(exact))


def _index(keyed: list[tuple[frozenset[str], Phrase]]) -> Index:
    words: dict[str, list[Phrase]] = {}
    endings: dict[str, list[tuple[str, Phrase]]] = {}
    always: list[Phrase] = []
    for keys, phrase in keyed:
        if not keys or any(key.endswith("*") and len(key) <= STEM for key in keys):
            always.append(phrase)
            continue
        for key in keys:
            if key.endswith("*"):
                endings.setdefault(key[:STEM], []).append((key[:-1], phrase))
            else:
                words.setdefault(key, []).append(phrase)
    frozen = {word: tuple(found) for word, found in words.items()}
    return Index(frozen, {stem: tuple(found) for stem, found in endings.items()}, tuple(always))


def _intents(spec: object, language: str) -> list[tuple[str, Any]]:
    if spec is None:
        return []
    if not isinstance(spec, Mapping):
        raise SetupError(
            "A lexicon is a list of intents with their phrases.",
            file=f"lexicon {language}",
            remedy="Write `name.of.intent:` and below it a list of phrases.",
        )
    return [(str(name), value) for name, value in spec.items() if name != GROUPS]


def _checked(name: str, language: str, spec: object) -> dict[str, Any]:
    """The entry in its long form."""
    long = {"any": spec} if isinstance(spec, list) else dict(spec) if isinstance(spec, dict) else {}
    lists = [long.get(field, []) for field in _LISTS]
    fine = bool(long.get("any")) and all(_is_phrases(value) for value in lists) and not set(long) - _FIELDS
    known = long.get("question", "") in {"", "no", "only"} and long.get("within", "clause") in {"clause", "sentence"}
    if not (fine and known):
        raise SetupError(
            f"The intent {name!r} has no list of phrases, or a key that is none of {', '.join(sorted(_FIELDS))}.",
            file=f"lexicon {language}",
            key=name,
            remedy="Write a list of phrases, or `any:` and `unless:` with a list each.",
        )
    return long


def _is_phrases(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(phrase, str) and phrase.strip() for phrase in value)


def _joined(shipped: dict[str, Any] | None, own: dict[str, Any]) -> dict[str, Any]:
    if shipped is None or str(own.get("replace", "")).casefold() == "true":
        return own
    lists = {field: [*shipped.get(field, []), *own.get(field, [])] for field in _LISTS}
    return {**shipped, **own, **lists}


def _groups(shipped: object, own: object, language: str) -> dict[str, list[str]]:
    """The groups of both, an office's words added to those of the same name."""
    found: dict[str, list[str]] = {}
    for source in (shipped, own):
        groups = source.get(GROUPS, {}) if isinstance(source, Mapping) else {}
        if not isinstance(groups, Mapping) or not all(_is_phrases(words) for words in groups.values()):
            raise SetupError(
                "The groups are no lists of words.",
                file=f"lexicon {language}",
                key=GROUPS,
                remedy="Write `groups:` and below it `name: [word, word]`.",
            )
        for name, words in groups.items():
            found.setdefault(str(name), []).extend(words)
    return found


def _entry(name: str, language: str, spec: dict[str, Any], groups: Mapping[str, list[str]]) -> Entry:
    try:
        within = spec.get("within", "clause" if name.startswith(ACTS) else "sentence")
        # "act.suggest (asked)" is another way to show act.suggest.
        shows = tuple(translated(phrase, groups) for phrase in spec["any"])
        unless, around, nouns, nouns_around = (together(spec.get(field, ()), groups) for field in _LISTS[1:])
        return Entry(
            name.partition(" ")[0],
            language,
            shows,
            unless,
            around,
            nouns,
            nouns_around,
            question=str(spec.get("question", "")),
            clausewise=within == "clause",
        )
    except ValueError as error:
        raise SetupError(
            f"A phrase of the intent {name!r} cannot be used: {error}.",
            file=f"lexicon {language}",
            key=name,
            remedy="Correct the phrase; the form is told in the documentation of words.",
        ) from error
