"""Who can be believed, on mails as servers deliver them and as forgers write them."""

import json
from pathlib import Path

import pytest

from secretary.domain.address import Address
from secretary.understand.mime import parse_message
from secretary.understand.sender import read_sender
from secretary.understand.trust import own_fields, without_comments

CORPUS = Path(__file__).parents[2] / "corpus" / "trust"
CASES = sorted(path.stem for path in CORPUS.glob("*.eml"))


@pytest.mark.parametrize("name", CASES)
def test_only_what_our_own_server_says_is_believed_and_what_looks_wrong_is_flagged(name: str) -> None:
    expected = json.loads((CORPUS / f"{name}.json").read_text(encoding="utf-8"))
    known = tuple(Address(address, shown) for shown, address in expected["known"])
    sender = read_sender(parse_message((CORPUS / f"{name}.eml").read_bytes()), expected["authserv_ids"], known)
    told = ", ".join(f"{e.rule}: {e.words}" for e in sender.evidence)
    assert (sender.trust.value, list(sender.flags)) == (expected["trust"], expected["flags"]), told
    if "rule" in expected:
        assert expected["rule"] in {e.rule for e in sender.evidence}, told
    assert len(sender.evidence) >= 1 + len(sender.flags)


def test_without_configured_names_no_field_is_ours() -> None:
    for name in CASES:
        assert own_fields(parse_message((CORPUS / f"{name}.eml").read_bytes()), ()) == ()


@pytest.mark.parametrize("torn", ["a (b", "a) b", 'a "b', "(((", '"\\"'])
def test_a_field_that_cannot_be_told_apart_counts_as_none(torn: str) -> None:
    assert without_comments(torn) == ""
