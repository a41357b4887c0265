r"""The language of phrases in which lexicons are written, and its translation to RE2.

    termin vereinbaren          words in order, in any spelling of their umlauts
    (ein|einen) termin          a choice, of words or of several words
    rechnung*                   any ending
    frage ... rechnung          up to six words in between, within one clause or sentence
    <time> <fits>               a group of words that the lexicon names, or what was read:
                                <time>, <range>, <duration>, <offer>
    <fill>*  (am|im)*           any number of words of a group or choice, none included
    ^ passt $                   the beginning and the end of the clause or sentence
    passt (mir|$)               the end as one of several

Promises: linear time (RE2); a phrase that cannot be translated is an error that shows it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any

import re2

from secretary.understand.patterns import MAX_MEMORY

# What was read stands in the text as one sign of the private use area, so that phrases can name it.
POINT, PART, RANGE, DURATION, OFFER, UNTIL = "\ue000", "\ue001", "\ue002", "\ue003", "\ue004", "\ue005"
SIGNS = {"time": f"{POINT}{PART}", "point": POINT, "range": f"{RANGE}{PART}{UNTIL}", "open": f"{RANGE}{PART}"}
SIGNS |= {"any-time": f"{POINT}{PART}{RANGE}{UNTIL}", "until": UNTIL, "duration": DURATION, "offer": OFFER}
LETTER = "a-zß-ÿ0-9\ue000-\ue005"
BETWEEN = r"""[\t ,:"'„“”’()\[\]*_–-]+"""  # what may stand between two words of a phrase
GAP = rf"(?:{BETWEEN}[^\s!?;]+){{0,6}}?{BETWEEN}"  # "..." spans at most six words
MOST_FILL = 6  # words of a repeated group
_SPELLINGS = {"ä": "(?:ä|ae)", "ö": "(?:ö|oe)", "ü": "(?:ü|ue)", "ß": "(?:ß|ss)", "'": "['’`´]?"}
_WORD_TOKEN = re.compile(r"<([a-z-]+)>|(\s*\.\.\.\s*)|(\s+)|([(|)])|(\*)|(.)", re.DOTALL)
_NAME = re.compile(r"<([a-z-]+)>")
_START = r"^[^\S\n]{0,3}"
_END = rf"[^{LETTER}\n]{{0,20}}$"
MAX_DEPTH = 3  # groups of groups of groups help nobody


@cache
def pattern_of(source: str) -> Any:  # noqa: ANN401 - re2 has no types
    """The pattern of RE2 source on the borders of words; group 1 is what matched. Raises ValueError.

    Compiled when it is first wanted: a lexicon has hundreds, and most mails need a few.
    """
    options = re2.Options()
    options.case_sensitive = False
    options.log_errors = False
    options.max_mem = MAX_MEMORY
    try:
        return re2.compile(rf"(?:^|[^{LETTER}])({source})(?:$|[^{LETTER}])", options)
    except re2.error as error:
        raise ValueError(str(error)) from error


def together(phrases: Iterable[str], groups: Mapping[str, list[str]]) -> str:
    """The source of one pattern for all phrases."""
    return "|".join(translated(p, groups) for p in phrases)


def translated(phrase: str, groups: Mapping[str, list[str]], depth: int = 0) -> str:
    """A phrase as RE2 source. Raises ValueError for a group that is not there."""
    done: list[str] = []
    between = ""
    for element in _elements(phrase.lower()):
        if element == "...":
            between = GAP
        elif element == "^":
            done.append(_START)
        elif element == "$":
            done.append(_END)
        elif element.endswith((">*", ")*")):
            inner = _word(element[:-1], groups, depth)
            done.append(
                f"(?:{between}{inner}){{0,{MOST_FILL}}}?" if between else f"(?:{inner}{BETWEEN}){{0,{MOST_FILL}}}?"
            )
        else:
            word = between + _word(element.replace("|$", ""), groups, depth)
            # Where a choice has the end in it, nothing parts the end from the word before.
            done.append(f"(?:{word}|{_END})" if _may_end(element, groups) else word)
            between = BETWEEN
    return "".join(done)


def _may_end(element: str, groups: Mapping[str, list[str]]) -> bool:
    return "|$" in element or any("$" in groups.get(name, ()) for name in _NAME.findall(element))


def _elements(phrase: str) -> list[str]:
    """The phrase cut at blanks, brackets kept whole."""
    found, depth = [""], 0
    for sign in phrase.strip():
        depth += (sign == "(") - (sign == ")")
        if sign.isspace() and not depth:
            found.append("")
        else:
            found[-1] += sign
    if depth:
        raise ValueError(f"the phrase {phrase!r} has a bracket without its other half")
    return [element for element in found if element]


def _word(element: str, groups: Mapping[str, list[str]], depth: int) -> str:
    """One word or choice, letter by letter."""
    return "".join(_letter(token, groups, depth) for token in _WORD_TOKEN.finditer(element))


def _letter(token: re.Match[str], groups: Mapping[str, list[str]], depth: int) -> str:
    name, gap, blank, bracket, ending, letter = token.groups()
    if name:
        return _group(name, groups, depth)
    if gap:
        return GAP
    if blank:
        return BETWEEN
    if bracket:
        return "(?:" if bracket == "(" else bracket
    return "[a-zß-ÿ0-9-]{0,30}" if ending else _SPELLINGS.get(letter) or re.escape(letter)


def _group(name: str, groups: Mapping[str, list[str]], depth: int) -> str:
    if name in SIGNS:
        return f"[{SIGNS[name]}]"
    if name not in groups or depth >= MAX_DEPTH:
        known = ", ".join(sorted({*groups, *SIGNS}))
        raise ValueError(f"there is no group <{name}>, or it names itself; groups are {known}")
    return "(?:" + "|".join(translated(word, groups, depth + 1) for word in groups[name] if word != "$") + ")"


# --- which words a text must have for a phrase ------------------------------------------

# Words and signs of nearly every mail; a phrase is better looked for by another one of its words.
_COMMON = frozenset(
    """ich wir sie das die der es ist sind in am um zu an bei mit den dem ein eine und oder nicht kann koennen haben bitte noch auch mir uns
    i we you the is are it in on at to for with a and or not can have please this that of be my our me us""".split()
)
_COMMON_COSTS = 40  # as many rare words
_SPELLED = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "'": "", "’": "", "`": "", "´": ""})
_WORDS = re.compile(r"[a-zß-ÿ0-9]+|[\ue000-\ue005]")


def words_in(text: str) -> frozenset[str]:
    """The words and signs of a text in the spelling that keys have."""
    return frozenset(_WORDS.findall(text.casefold().translate(_SPELLED)))


def keys_of(phrase: str, groups: Mapping[str, list[str]]) -> tuple[frozenset[str], ...]:
    """Sets of words of each of which a text must have one to show the phrase, the rarest first.

    "rechnung*" stands for any ending; a word that cannot be known ("*termin") makes no set.
    """
    choices = {
        frozenset(keys)
        for element in _elements(phrase.lower())
        if element not in {"...", "^", "$"} and not element.endswith((">*", ")*")) and not _may_end(element, groups)
        if (keys := list(_first_words(element, groups, 0))) and all(keys)
    }
    return tuple(sorted(choices, key=lambda keys: (_cost(keys), sorted(keys))))


def _cost(keys: frozenset[str]) -> int:
    return len(keys) + _COMMON_COSTS * len(keys & _COMMON)


def _first_words(element: str, groups: Mapping[str, list[str]], depth: int) -> Iterator[str]:
    """The first word of each alternative of an element; "" for one that cannot be known."""
    for choice in _choices(element):
        named = _NAME.match(choice)
        if named and named[1] in SIGNS:
            yield from SIGNS[named[1]]
        elif named and depth < MAX_DEPTH:
            for word in groups.get(named[1], ()):
                yield from _first_words(word.lower(), groups, depth + 1)
        else:
            yield _first_word(choice.translate(_SPELLED))


def _first_word(choice: str) -> str:
    """The word at the front, with "*" where its ending is open; "" for none."""
    word = _WORDS.match(choice)
    if word is None:
        return ""
    return f"{word[0]}*" if choice.startswith("*", word.end()) else word[0]


def _choices(element: str) -> Iterator[str]:
    """The alternatives of an element, brackets opened."""
    if not element.startswith("("):
        yield element
        return
    inner, depth, start = element[1 : element.rindex(")")], 0, 0
    for at, sign in enumerate(f"{inner}|"):
        depth += (sign == "(") - (sign == ")")
        if sign == "|" and not depth:
            yield from _choices(inner[start:at].strip())
            start = at + 1
