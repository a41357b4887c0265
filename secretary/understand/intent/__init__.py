"""Intents: what a writer wants, found by a lexicon of German and English phrases.

Promises: linear time (RE2); every intent names the words that showed it; negation holds for its
own clause, a condition for its sentence, and a question is no answer.
Never does: weigh or learn. The same text gives the same intents.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from secretary.domain.reading import Intent, Language
from secretary.domain.when import TimeExpression
from secretary.understand.intent.clauses import Scene, scene_of
from secretary.understand.intent.lexicon import ACTS as ACTS
from secretary.understand.intent.lexicon import Entry, Index
from secretary.understand.intent.lexicon import Lexicon as Lexicon
from secretary.understand.intent.lexicon import compile_lexicon as compile_lexicon
from secretary.understand.intent.phrases import pattern_of, words_in
from secretary.understand.intent.things import names_only
from secretary.understand.language import read_language

MAX_TEXT = 20_000  # characters looked at; what a mail wants stands in its first pages
_STOPS = " \n.,;:!?…"  # what ends a phrase is no word of it
_FREE = ("kein problem", "warum nicht", "no problem", "why not", "no worries", "nichts dagegen", "don't mind", "do not mind", "nicht nur", "not only", "nicht nein", "nichts spricht gegen", "nichts spricht dagegen", "nichts im weg", "no objection", "nothing stands in the way", "wouldn't miss it", "wouldn’t miss it")  # fmt: skip


def read_intents(text: str, lexicon: Lexicon, times: Sequence[TimeExpression] = ()) -> tuple[Intent, ...]:
    """The intents of a text in the order they appear, with span and words.

    `times` are the expressions of time read in the same text. A wish is told once, an act once
    for each clause that shows it.
    """
    text = text[:MAX_TEXT]
    scene = scene_of(text, [t for t in times if t.span[1] <= len(text)])
    found = [*_in_clauses(scene, lexicon), *_in_sentences(scene, lexicon)]
    unique = {(i.name, i.span[0] if i.name.startswith(ACTS) else -1): i for i in reversed(found)}
    return tuple(sorted(unique.values(), key=lambda i: (i.span, i.name)))


def _in_clauses(scene: Scene, lexicon: Lexicon) -> Iterator[Intent]:
    sentences = [_Line(sentence) for _, sentence in scene.sentences]
    for clause in scene.clauses:
        line = _Line(clause.text)
        for entry, sources in _candidates(lexicon.entries, lexicon.clauses, clause.text):
            if entry.question and clause.asks is not (entry.question == "only"):
                continue
            around = sentences[clause.sentence]
            hit = line.shown(sources)
            if hit is None or _is_foreign(entry, clause.text, clause.text[slice(*hit)], around.text):
                continue
            if _stands(entry, line, around):
                yield _intent(entry, scene, clause.start, clause.text, hit)


def _in_sentences(scene: Scene, lexicon: Lexicon) -> Iterator[Intent]:
    for number, (start, sentence) in enumerate(scene.sentences):
        line = _Line(sentence)
        for entry, sources in _candidates(lexicon.entries, lexicon.sentences, sentence):
            if entry.question and (number in scene.asked) is not (entry.question == "only"):
                continue
            hit = line.shown(sources)
            if hit and _stands(entry, line, line):
                yield _intent(entry, scene, start, sentence, hit)


def _candidates(entries: tuple[Entry, ...], index: Index, line: str) -> Iterator[tuple[Entry, list[str]]]:
    # In the order of the lexicon: that of the words of a set differs from one process to the next.
    for number, sources in sorted(index.candidates(words_in(line)).items()):
        yield entries[number], sources


class _Line:
    """A clause or sentence in the forms that many entries ask for. RE2 works on octets: it is encoded once."""

    __slots__ = ("_freed", "_octets", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self._octets = b""
        self._freed = b""

    def shown(self, sources: list[str]) -> tuple[int, int] | None:
        """The first place where one of the phrases stands."""
        octets = self._octets = self._octets or self.text.encode()
        hits = (pattern_of(source).search(octets) for source in sources)
        first = min((hit.span(1) for hit in hits if hit), default=None)
        if first is None or len(octets) == len(self.text):
            return first
        return len(octets[: first[0]].decode()), len(octets[: first[1]].decode())

    @property
    def freed(self) -> bytes:
        """The line without negations that negate nothing ("kein Problem", "why not")."""
        if not self._freed:
            lowered = self.text.casefold()
            for words in _FREE:
                lowered = lowered.replace(words, " ")
            self._freed = lowered.encode()
        return self._freed


def _is_foreign(entry: Entry, clause: str, shown: str, sentence: str) -> bool:
    """Whether what was found is found in every language, and another one than the entry's is spoken.

    Times and offers alone, or a bare "super" or "okay": the entry's words against it would not be seen.
    """
    if not entry.nouns_sentence and any(sign.isalpha() for sign in shown):
        return False
    spoken = read_language(sentence if entry.nouns_sentence else clause)[0]
    return spoken is not Language.OTHER and spoken.value != entry.language


def _stands(entry: Entry, line: _Line, sentence: _Line) -> bool:
    """Whether nothing takes the intent away."""
    if entry.unless and pattern_of(entry.unless).search(line.freed):
        return False
    if not names_only(entry.nouns, line.text, entry.language):
        return False
    if not names_only(entry.nouns_sentence, sentence.text, entry.language):
        return False
    return not (entry.unless_sentence and pattern_of(entry.unless_sentence).search(sentence.freed))


def _intent(entry: Entry, scene: Scene, at: int, line: str, hit: tuple[int, int]) -> Intent:
    shown = line[hit[0] : hit[1]]
    first = hit[0] + len(shown) - len(shown.lstrip())
    last = max(first + 1, hit[0] + len(shown.rstrip(_STOPS)))
    start, end = scene.origin(at + first), scene.origin(at + last)
    argument = scene.named(at, at + len(line)) if entry.clausewise else ""
    return Intent(entry.name, scene.text[start:end], (start, end), f"lexicon.{entry.language}.{entry.name}", argument)
