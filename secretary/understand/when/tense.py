"""Whether a clause tells what has happened: its times then lie behind the writer.

Promises: looks at the words of one clause, at most REACH to either side. A clause that plans, asks or wishes
is not past, nor is a time that something was planned for ("was moved to Monday").
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from secretary.understand.when import tense_words as told
from secretary.understand.when.lexer import Tokens
from secretary.understand.when.tense_words import tense_of

REACH = 24  # words of a clause that are looked at to either side
_STOPS = frozenset({*".;!?,:", *"und and aber but oder or sondern that dass weil because where which who".split()})
_FULL_STOPS = frozenset(".!?\n")
_WAS = frozenset("was were had wasn't weren't".split())
_WAR = frozenset("war waren".split())
_NO_MORE = frozenset("nothing none no anything any one".split())
_BACKWARDS = frozenset("retroactive retroactively backdated rückwirkend".split())
_WE = frozenset("we i wir ich".split())
_TOWARDS = frozenset(
    "auf für fürs bis zum zur ab spätestens nach vor for until till by to from towards after before".split()
)
_FROM = frozenset("from von".split())
# A "from" behind these dates them: nothing of them begins then.
_WRITTEN = frozenset(
    "letter letters email emails mail mails message messages invoice offer quote quotation note estimate memo fax"
    " voicemail angebot schreiben brief nachricht mail rechnung".split()
)
_OF = frozenset("vom von of from dated".split())
_ON = frozenset("am on an".split())
_TO = frozenset({"bis", "to", "-", "–", "until", "till"})
_ALONE = frozenset(
    {"was", "were", "had", "hatte", "hatten", "war", "waren", "wurde", "wurden"}
)  # these tell nothing without what follows
_NEAR = 3  # words between a noun and its date ("your friendly letter of")


class _Side(NamedTuple):
    """The words of a clause on one side of a time, with what they may be."""

    words: Sequence[str]
    forms: Sequence[int]


def is_past(tokens: Tokens, first: int, after: int) -> bool:
    """Whether the clause around the tokens from `first` to `after` tells what has happened then."""
    before, behind = _before(tokens, first), _behind(tokens, _fronted(tokens, first, after))
    opening = tokens.words[first]
    is_range = not _TO.isdisjoint(tokens.words[first:after])
    dated = _dates_a_document(before, opening) or _of_a_weekday(tokens, first, after, before)
    dated = dated and not _of_what_will_be(before, behind)
    if (
        _BACKWARDS.intersection(before.words[-_NEAR:])
        or (dated and not is_range)
        or tokens.words[max(0, first - 2) : first]
        == [
            "stand",
            ":",
        ]
    ):
        return True
    if (opening in _TOWARDS and not (is_range and opening in _FROM)) or (
        before.words[-1:] and before.words[-1] in _TOWARDS
    ):
        return False
    if _told_as(before, behind) or _verb_beside(before):
        return True
    forms = [*before.forms, *behind.forms]
    excused = (told.SAID if opening in _ON else 0) | (told.STATE if any(f & told.WAS for f in forms) else 0)
    if any(form & told.AHEAD or (form & told.PLANNED and not form & excused) for form in forms):
        return False
    if opening in _ON and _thanks(before):
        return True
    return _german(forms) or _english(before.forms, behind.forms) or _refers(before)


def _fronted(tokens: Tokens, first: int, after: int) -> int:
    """Where a clause goes on behind the comma after a time that opens it ("On Friday, I spoke to Jane")."""
    opens = not first or tokens.words[first - 1] in _FULL_STOPS or tokens.words[first - 1] == ","
    return after + 1 if opens and tokens.words[after : after + 1] == [","] else after


def was_to_be(tokens: Tokens, first: int, after: int) -> bool | None:
    """Of what was to happen then ("wollten am Montag liefern"): whether the sentence tells that it has not.

    None where nothing was; False where nobody can know from the sentence.
    """
    before, behind = _before(tokens, first), _behind(tokens, after)
    if not _intends(before, behind):
        return None
    rest = _side(tokens, *_rest_of_sentence(tokens, first - len(before.words), before=True))
    following = _side(tokens, *_rest_of_sentence(tokens, after + len(behind.words), before=False))
    told_words = {*rest.words, *following.words, *behind.words}
    if not told.CAME_UP.isdisjoint(told_words):
        return False
    if not told.MISSED.isdisjoint(told_words):
        return True
    forms = (*rest.forms, *following.forms)
    ours = not _WE.isdisjoint((*before.words, *behind.words))
    return not ours and (_german(forms) or any(form & told.WAS for form in forms))


def _intends(before: _Side, behind: _Side) -> bool:
    """As in "wollte", "war … vereinbart", "was supposed to"."""
    words, forms = (*before.words, *behind.words), (*before.forms, *behind.forms)
    if not told.INTENDED.isdisjoint(words):
        return True
    for index, word in enumerate(before.words):
        if word in _WAS and not told.SUPPOSED.isdisjoint(before.words[index + 1 : index + 4]):
            return True
    return not _WAR.isdisjoint(words) and bool(behind.forms) and any(form & told.PLANNED for form in forms)


def _rest_of_sentence(tokens: Tokens, edge: int, *, before: bool) -> tuple[int, int]:
    """The other clauses of the sentence on one side, as token numbers."""
    step, index = (-1, edge - 1) if before else (1, edge)
    while 0 <= index < len(tokens.words) and abs(index - edge) < REACH and tokens.words[index] not in _FULL_STOPS:
        index += step
    return (index + 1, edge) if before else (edge, index)


def dates_a_document(tokens: Tokens, first: int) -> bool:
    """As in "your letter of 28 April" and "Ihr Schreiben vom 3.5."; the preposition may belong to the time."""
    return _dates_a_document(_before(tokens, first), tokens.words[first])


def moves(tokens: Tokens, first: int, after: int) -> bool:
    """Whether something is moved from there ("verschieben wir von Montag auf Dienstag")."""
    forms = (*_before(tokens, first).forms, *_behind(tokens, after).forms)
    return any(form & told.MOVES for form in forms)


def _dates_a_document(before: _Side, opening: str) -> bool:
    words, forms = before.words, before.forms
    if words and words[-1] == "dated":
        return True
    leads = (*words[-2:], opening)[-3:]
    if any(noun in _WRITTEN and after in _FROM for noun, after in pairwise(leads)):
        return True
    nouns = forms[-_NEAR:] if opening in _OF else forms[-_NEAR - 1 : -1] if words[-1:] and words[-1] in _OF else ()
    return any(form & told.DOCUMENT for form in nouns)


def _before(tokens: Tokens, first: int) -> _Side:
    start = first
    while start and first - start < REACH and not _ends_before(tokens.words[start - 1], first - start):
        start -= 1
    return _side(tokens, start, first)


def _ends_before(word: str, distance: int) -> bool:
    """Whether a clause begins behind the word; right before a time "that" is a pronoun."""
    return word in _STOPS and not (word == "that" and distance == 0)


def _behind(tokens: Tokens, after: int) -> _Side:
    end = after
    while end < len(tokens.words) and end - after < REACH and tokens.words[end] not in _STOPS:
        end += 1
    return _side(tokens, after, end)


def _side(tokens: Tokens, start: int, end: int) -> _Side:
    words = tokens.words[start:end]
    return _Side(words, [_form(tokens, start + n, word) for n, word in enumerate(words)])


def _form(tokens: Tokens, index: int, word: str) -> int:
    """A word with a capital is a noun, or the first of its sentence: no participle either way."""
    form = tense_of(word)
    if word == "was" and tokens.german:
        return 0  # "what"
    if word == "left" and index and (tokens.words[index - 1] in _NO_MORE or tokens.words[index - 1].endswith("s")):
        return 0  # "nothing left on Thursday", "two slots left"
    return form & ~told.VERBAL if tokens.text[tokens.spans[index][0]].isupper() else form


def _told_as(before: _Side, behind: _Side) -> bool:
    """As in "wie am Montag besprochen", "as discussed on Tuesday", "die am Montag gelieferten Fliesen"."""
    if behind.forms and behind.forms[0] & told.ATTRIBUTE and not behind.forms[0] & told.PLANNED:
        return True
    if "wie" in before.words[-2:]:
        return any(form & told.PARTICIPLE for form in behind.forms[:3])
    return len(before.words) > 1 and before.words[-2] == "as" and bool(before.forms[-1] & told.REGULAR)


def _verb_beside(before: _Side) -> bool:
    """A verb of the past right before the time, in a clause that is about the future otherwise."""
    if len(before.words) < 2 or before.words[-1] in _ALONE:  # noqa: PLR2004 - its subject
        return False
    form = before.forms[-1]
    verb = form & (told.WAS | told.REGULAR) and not form & (told.PLANNED | told.STATE)
    return bool(verb) and not _auxiliary(before.forms, len(before.forms) - 1)


def _auxiliary(forms: Sequence[int], index: int) -> bool:
    """As in "is delivered", "to be sent": no past."""
    return any(form & told.AUXILIARY for form in forms[max(0, index - 2) : index])


def _german(forms: Sequence[int]) -> bool:
    """Perfect tense: an auxiliary and a participle that goes with it."""
    kinds = 0
    for form in forms:
        kinds |= form
    return bool((kinds & told.HAVE and kinds & told.PARTICIPLE) or (kinds & told.BE and kinds & told.ARRIVED))


def _english(before: Sequence[int], behind: Sequence[int]) -> bool:
    """The nearest verb is in the past, of either language, and no auxiliary of the present stands before it."""
    for index in range(len(before) - 1, -1, -1):
        if before[index] & (told.WAS | told.REGULAR):
            closed = before[index] & told.STATE and index + 1 == len(before)
            headline = closed and not any(form & told.WAS for form in before)
            return not headline and _tells(before, index)  # "Office closed 24 December"
    for index, form in enumerate(behind):
        if form & (told.WAS | told.REGULAR):
            return _tells(behind, index)
    return False


def _tells(forms: Sequence[int], index: int) -> bool:
    wished = any(f & told.WISH for f in forms[index + 1 : index + 3])
    return not wished and not _auxiliary(forms, index)


def _of_a_weekday(tokens: Tokens, first: int, after: int, before: _Side) -> bool:
    """As in "die Fotos vom Montag"; "der Termin vom Montag" may lie ahead, "vom Montag an" does."""
    if tokens.words[first] != "vom" or tokens.words[after - 1] in {"an", "ab"}:
        return False
    weekday = any(edge.cat == "WD" for edge in tokens.edges[min(first + 1, after - 1)])
    return weekday and not any(form & (told.PROPOSAL | told.MOVES) for form in before.forms)


def _of_what_will_be(before: _Side, behind: _Side) -> bool:
    """As in "wird an der Sitzung vom 22. Februar behandelt"."""
    event = any(form & told.EVENT for form in before.forms[-_NEAR:])
    return event and any(form & told.AHEAD for form in (*before.forms, *behind.forms))


def _thanks(before: _Side) -> bool:
    """As in "thanks for meeting us on Monday"; an invitation lies ahead, and so does what is proposed."""
    return any(form & told.THANKS for form in before.forms) and not any(form & told.PROPOSAL for form in before.forms)


def _refers(before: _Side) -> bool:
    """As in "further to our call on Wednesday"."""
    near = before.forms[-_NEAR:]
    if before.words[-1:] == ["per"]:
        return False  # "der Vertrag endet per 31.12."
    return any(f & (told.DOCUMENT | told.EVENT) for f in near) and any(f & told.REFERS for f in before.forms)
