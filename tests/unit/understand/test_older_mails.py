"""The older mails below an answer, as programs quote them."""

from __future__ import annotations

from datetime import timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secretary.understand.quoting.older import MAX_OLDER, older_mails

BERLIN = timezone(timedelta(hours=2))
WORDS = "Tuesday or Wednesday afternoon would suit me."
GMAIL = f"Please find a time.\n\nOn Fri, 3 Jul 2026 at 09:12, Jane Cole <jane@kunde.test> wrote:\n\n> Hello Anna,\n> {WORDS}\n> Jane\n"
APPLE = f"Bitte einen Termin.\n\nAm 03.07.2026 um 09:12 schrieb Jane Cole <jane@kunde.test>:\n\n> {WORDS}\n"
OUTLOOK = (
    "Please find a time.\n\n________________________________\nFrom: Jane Cole <jane@kunde.test>\n"
    f"Sent: Friday, 3 July 2026 09:12\nTo: Anna Muster\nSubject: Meeting\n\n{WORDS}\n"
)


@pytest.mark.parametrize("text", [GMAIL, APPLE, OUTLOOK])
def test_writer_date_and_words_of_a_quoted_mail_are_told(text):
    (mail,) = older_mails(text, BERLIN)
    assert mail.from_ is not None
    assert (mail.from_.addr_spec, mail.from_.display_name) == ("jane@kunde.test", "Jane Cole")
    assert mail.date is not None
    assert mail.date.isoformat() == "2026-07-03T09:12:00+02:00"
    assert WORDS in mail.text


@pytest.mark.parametrize(
    "intro", ["Am 03.07.2026 um 09:12 schrieb Jane Cole:", "On 03 Jul 2026, at 09:12, Jane Cole wrote:"]
)
def test_a_name_alone_is_a_writer_too(intro):
    (mail,) = older_mails(f"Ja.\n\n{intro}\n\n> {WORDS}\n", BERLIN)
    assert mail.from_ is not None
    assert (mail.from_.addr_spec, mail.from_.display_name) == ("", "Jane Cole")


def test_the_mails_of_a_thread_are_told_apart_the_newest_first():
    text = (
        "Please find a time.\n\nOn Fri, 3 Jul 2026 at 09:12, Jane Cole <jane@kunde.test> wrote:\n\n> Tuesday works.\n>\n"
        "> On Thu, 2 Jul 2026 at 08:00, Anna Muster <anna@firma.test> wrote:\n>\n> > When does it suit you?\n"
    )
    assert [(m.from_ and m.from_.addr_spec, m.text.strip()) for m in older_mails(text, BERLIN)] == [
        ("jane@kunde.test", "Tuesday works."),
        ("anna@firma.test", "When does it suit you?"),
    ]


def test_a_mail_that_quotes_nothing_has_no_older_ones():
    assert older_mails("Please find a time with Jane.\n\nAnna") == ()


@given(
    st.lists(
        st.sampled_from(
            [
                "> a",
                "> > b",
                ">",
                "On Fri, 3 Jul 2026 at 09:12, J <j@k.test> wrote:",
                "",
                "x:",
                "From: a <a@b.c>",
                "Sent: x",
                "Subject: y",
                "-----Original Message-----",
            ]
        ),
        max_size=60,
    )
)
def test_no_quotation_breaks_it(lines):
    assert len(older_mails("\n".join(lines))) <= MAX_OLDER
