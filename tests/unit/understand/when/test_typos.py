"""Names of days and months with a slip of the finger, and words that only look like one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secretary.understand.when.typos import corrected

NAMES = ["montag", "dienstag", "donnerstag", "wednesday", "september", "übermorgen", "tomorrow"]


@given(st.sampled_from(NAMES), st.data())
def test_any_one_slip_behind_the_first_letter_is_forgiven(name: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(1, len(name) - 2))
    letter = data.draw(st.sampled_from("abcxyz"))
    changed_round = name[:at] + name[at + 1] + name[at] + name[at + 2 :]
    for written in (name[:at] + letter + name[at + 1 :], name[:at] + letter + name[at:], changed_round):
        assert corrected(written) in {name, ""} or len(written) > 12
        assert corrected(written) == name or len(written) > 12 or written in {"montage", "freytag"}


@pytest.mark.parametrize(
    "word", ["montage", "freytag", "sontag", "vollmacht", "abbildung", "dienst", "monate", "sommer"]
)
def test_a_word_of_its_own_is_no_slip(word: str) -> None:
    assert corrected(word) == ""
