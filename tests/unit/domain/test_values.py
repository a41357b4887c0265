"""The nouns: what holds for every address, interval, key and case id."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from secretary.domain.address import Address
from secretary.domain.case import CASE_ID_LENGTH, case_id
from secretary.domain.effect import effect_key, message_id_for
from secretary.domain.event import Interval
from secretary.domain.office import Office, Person, Role

START = datetime(2026, 7, 14, 10, tzinfo=UTC)
instants = st.integers(0, 10_000).map(lambda m: START + timedelta(minutes=m))


@given(st.text())
def test_no_text_breaks_an_address(text: str) -> None:
    address = Address(text)
    assert address.loop_key == Address(text.upper().lower()).loop_key or not text.isascii()
    assert "@" not in address.domain


def test_spellings_that_reach_one_mailbox_have_one_loop_key() -> None:
    spellings = ["j.doe@gmail.com", "jdoe+news@GMAIL.com", "J.Doe+x@googlemail.com"]
    assert len({Address(s).loop_key for s in spellings}) == 1


def test_dots_count_where_the_provider_counts_them() -> None:
    assert Address("j.doe@firma.test").loop_key != Address("jdoe@firma.test").loop_key


@given(instants, instants, instants, instants)
def test_overlap_is_symmetric_and_touching_is_none(a: datetime, b: datetime, c: datetime, d: datetime) -> None:
    one, two = Interval(min(a, b), max(a, b)), Interval(min(c, d), max(c, d))
    assert one.overlaps(two) == two.overlaps(one)
    assert not one.overlaps(Interval(one.end, one.end + timedelta(hours=1)))


def test_a_case_has_the_same_id_at_each_replay() -> None:
    assert case_id("muster", "abc") == case_id("muster", "abc")
    assert len(case_id("muster", "abc")) == CASE_ID_LENGTH
    assert case_id("muster", "abc") != case_id("other", "abc")


@given(st.lists(st.text(alphabet="ab:", max_size=3), min_size=2, max_size=4))
def test_different_purposes_have_different_keys(parts: list[str]) -> None:
    assert effect_key(*parts) != effect_key("".join(parts))
    assert message_id_for(effect_key(*parts), "firma.test").startswith("<sec.")


def test_an_alias_of_a_principal_is_the_principal_and_a_tag_of_the_office_is_the_office() -> None:
    anna = Person("anna", "Anna Muster", Address("anna@firma.test"), Role.PRINCIPAL, (Address("a@firma.test"),))
    office = Office("muster", "Muster", Address("sekretariat@firma.test"), people=(anna,))
    assert office.role_of(Address("A@firma.test")) is Role.PRINCIPAL
    assert office.role_of(Address("sekretariat+b.1@firma.test")) is Role.SELF
    assert office.role_of(Address("tom@kunde.test")) is Role.CLIENT
