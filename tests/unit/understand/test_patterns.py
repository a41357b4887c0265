"""Patterns of phrases, asked one by one and together."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from secretary.understand.intent import compile_lexicon, read_intents
from secretary.understand.patterns import Together, anywhere, words

PATTERNS = {"refusal": words("nicht", r"kein\l*"), "number": anywhere(r"\d+"), "end": anywhere(r"!$")}
TOGETHER = Together(**PATTERNS)


@given(st.text(alphabet="nichtkeen 1!äß-\n", max_size=40))
def test_together_patterns_stand_where_each_of_them_does(text: str) -> None:
    assert TOGETHER.found_in(text) == {name for name, pattern in PATTERNS.items() if pattern.search(text)}


def test_of_two_phrases_at_one_word_the_first_of_the_lexicon_is_told() -> None:
    for first, other in (("come", "come on"), ("come on", "come")):
        lexicon = compile_lexicon(
            {"en": {"act.reject (a)": [f"cannot {first}"], "act.reject (b)": [f"cannot {other}"]}}
        )
        assert [i.words for i in read_intents("We cannot come on Monday.", lexicon)] == [f"cannot {first}"]
