"""What people make of drafts is taken in terms of the template, and nothing of a client goes into it."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secretary.decide.rewording import paragraphs, proposed, reworded, rewordings
from secretary.domain.address import Address
from secretary.domain.lesson import Made, Rewording

SOURCE = """Subject: Ihre Nachricht

{{ greeting }}

vielen Dank für Ihre Nachricht. Ich kümmere mich darum.

Wir haben geöffnet: {{ office.facts.opening_hours }}.
{% if topic %}

Es geht um {{ topic }}, wie Sie schreiben.
{% endif %}
"""
THANKS = "vielen Dank für Ihre Nachricht. Ich kümmere mich darum."
HOURS = "Wir haben geöffnet: {{ office.facts.opening_hours }}."
DRAFT = f"Guten Tag Sabine Weber,\n\n{THANKS}\n\nWir haben geöffnet: Montag bis Freitag, 9 bis 17 Uhr.\n"
WEBER = Address("weber@kunde.test", "Sabine Weber")
NOW = datetime(2026, 7, 14, 9, tzinfo=UTC)
PLAIN = SOURCE.replace("{% if topic %}\n\nEs geht um {{ topic }}, wie Sie schreiben.\n{% endif %}\n", "")


def changes(letter: str, draft: str = DRAFT, source: str = PLAIN) -> list[tuple[str, str]]:
    other = {"en": "Subject: x\n\n{{ greeting }}\n\nThank you for your message.\n", "de": source}
    return [(r.instead_of, r.write) for r in rewordings("reply_draft", other, draft, letter, WEBER)]


def test_a_changed_paragraph_is_told_as_the_template_has_it_and_a_greeting_is_not() -> None:
    letter = DRAFT.replace(THANKS, "danke. Wir rufen Sie morgen an.").replace("Guten Tag Sabine Weber", "Liebe Sabine")
    assert changes(letter) == [(THANKS, "danke. Wir rufen Sie morgen an.")]


def test_values_of_fields_are_put_back_as_fields() -> None:
    letter = DRAFT.replace("Wir haben geöffnet:", "Rufen Sie an, wir sind da:")
    assert changes(letter) == [(HOURS, "Rufen Sie an, wir sind da: {{ office.facts.opening_hours }}.")]


@pytest.mark.parametrize(
    ("letter", "write"),
    [
        (DRAFT.replace(f"{THANKS}\n\n", f"{THANKS}\n\nRufen Sie gern an.\n\n"), f"{THANKS}\n\nRufen Sie gern an."),
        (DRAFT.replace(f"{THANKS}\n\n", f"gern geschehen.\n\n{THANKS}\n\n"), f"gern geschehen.\n\n{THANKS}"),
        (DRAFT.replace(f"{THANKS}\n\n", ""), ""),
        (DRAFT.replace(THANKS, "Erstens.\n\nZweitens."), "Erstens.\n\nZweitens."),
        (DRAFT.replace(THANKS, THANKS.replace(" Ich", "\n Ich")), None),  # only wrapped otherwise
    ],
)
def test_what_was_added_left_out_or_split_belongs_to_its_paragraph(letter: str, write: str | None) -> None:
    assert changes(letter) == ([] if write is None else [(THANKS, write)])


@pytest.mark.parametrize(
    "private",
    [
        "Frau Weber, wir kümmern uns.",
        "wir melden uns am 3. März bei Ihnen.",
        "wir kommen am 12.7. vorbei.",
        "we come on 12 July.",
        "um 14:30 Uhr rufen wir an.",
        "{{ office.facts.bank }}",
        "{% for a in b %}",
        "{# hidden #}",
        "Grüße an Kunde.",
    ],
)
def test_what_names_the_client_a_date_or_a_mark_of_templates_is_left_out(private: str) -> None:
    assert changes(DRAFT.replace(THANKS, private)) == []


def test_a_paragraph_with_a_condition_a_letter_of_ones_own_and_an_empty_one_teach_nothing() -> None:
    draft = DRAFT.rstrip() + "\n\nEs geht um Öl, wie Sie schreiben.\n"
    assert changes(draft.replace("wie Sie schreiben", "wie wir lasen"), draft, SOURCE) == []
    assert changes("Guten Tag,\n\nganz anders.\n") == []
    assert rewordings("x", {}, DRAFT, "Guten Tag", WEBER) == ()


FIELD = re.compile(r"\{\{.*?\}\}")
PIECES = st.lists(
    st.sampled_from([THANKS, HOURS, "{{ name }}, das ist mein Name.", "Anna, das ist mein Name.", "{%", "{{ x }}", "x"])
    | st.text(max_size=40),
    max_size=6,
).map("\n\n".join)


@given(PIECES, PIECES, PIECES)
def test_it_never_fails_and_never_writes_a_mark_that_stood_in_a_letter(source: str, draft: str, letter: str) -> None:
    for found in rewordings("x", {"de": f"Subject: x\n{source}"}, draft, letter, WEBER):
        assert found.instead_of in paragraphs(source)
        assert "{%" not in found.write
        assert set(FIELD.findall(found.write)) <= {f"{{{{ {name.strip('{} ')} }}}}" for name in FIELD.findall(source)}


CHANGE = Rewording("reply_draft", "de", THANKS, "danke. Wir rufen Sie an.")


def made(*parties: str, change: Rewording = CHANGE, days: int = 0) -> list[Made]:
    at = NOW + timedelta(days=days)
    return [Made(change, f"C{days}{n}", Address(party), at) for n, party in enumerate(parties)]


def offered(evidence: list[Made], said: dict[Rewording, datetime] | None = None) -> list[tuple[str, int]]:
    sources = {"reply_draft": {"de": PLAIN}}
    return [(p.rewording.write, p.count) for p in proposed(evidence, sources, said or {}, times=3)]


def test_it_takes_the_same_change_often_enough_and_for_more_than_one_organisation() -> None:
    assert offered(made("a@x.test", "b@y.test")) == []
    assert offered(made("a@x.test", "b@x.test", "c@x.test")) == []
    assert offered(made("a@gmail.com", "b@gmail.com", "c@gmail.com")) == [(CHANGE.write, 3)]
    assert offered(made("a@x.test", "b@x.test", "c@y.test")) == [(CHANGE.write, 3)]


def test_one_letter_counts_once_and_what_was_answered_counts_no_more() -> None:
    [one] = made("a@x.test")
    assert offered([one, one, one, *made("b@y.test", days=1)]) == []
    old = made("a@x.test", "b@y.test", "c@z.test")
    assert offered(old, {CHANGE: NOW}) == []
    assert offered([*old, *made("a@x.test", "b@y.test", "c@z.test", days=1)], {CHANGE: NOW}) == [(CHANGE.write, 3)]


def test_of_two_changes_of_one_paragraph_the_more_usual_one_is_offered_and_none_of_a_paragraph_that_is_gone() -> None:
    other = Rewording("reply_draft", "de", THANKS, "wir sehen es uns an.")
    evidence = [
        *made("a@x.test", "b@y.test", "c@z.test"),
        *made("a@x.test", "b@y.test", "c@z.test", "d@z.test", change=other, days=1),
    ]
    assert offered(evidence) == [(other.write, 4)]
    gone = Rewording("reply_draft", "de", "was es nicht mehr gibt.", "x")
    assert offered(made("a@x.test", "b@y.test", "c@z.test", change=gone)) == []


def test_a_template_is_changed_in_that_paragraph_alone() -> None:
    changed = reworded(SOURCE, Rewording("x", "de", THANKS, "Erstens.\n\nZweitens."))
    assert changed == SOURCE.replace(THANKS, "Erstens.\n\nZweitens.")
    assert reworded(SOURCE, Rewording("x", "de", THANKS, "")) == SOURCE.replace(f"\n\n{THANKS}", "")
    assert reworded(SOURCE, Rewording("x", "de", "nirgends", "y")) is None
    assert reworded(SOURCE + f"\n{THANKS}\n", Rewording("x", "de", THANKS, "y")) is None
