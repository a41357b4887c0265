"""What writers want, by topic, in both languages: one sentence, one wish."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from secretary.app.rules.files import shipped_lexicon
from secretary.understand.intent import read_intents
from secretary.understand.when import read_times

CORPUS = Path(__file__).parents[2] / "corpus" / "wishes"
CASES = [json.loads(line) for file in sorted(CORPUS.glob("*.jsonl")) for line in file.read_text("utf-8").splitlines()]
LEXICON = shipped_lexicon()
AT = datetime(2026, 7, 8, 9, tzinfo=UTC)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"])
def test_a_sentence_shows_its_wish_and_no_other(case: dict) -> None:
    times = read_times(case["text"], at=AT, zone="Europe/Berlin")
    names = {i.name for i in read_intents(case["text"], LEXICON, times)}
    wishes = {name for name in names if not name.startswith("act.")} - {"thanks"}
    assert set(case["expected"]) <= wishes <= {*case["expected"], *case.get("allowed", ())}


def test_every_wish_of_the_lexicon_has_its_sentences_in_both_languages() -> None:
    wishes = {name for name in LEXICON.names if not name.startswith("act.")} - {"thanks", "vendor.pitch"}
    for language in ("de", "en"):
        told = {name for case in CASES if case["lang"] == language for name in case["expected"]}
        assert told == wishes
