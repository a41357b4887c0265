"""The word "Mensch" or "human" brings a person: always, from anybody, at any point, and never from our own footer."""

from dataclasses import replace
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from secretary.app.rules.files import read_folder, shipped, shipped_lexicon
from secretary.decide import Catalogue, decide, load_rules
from secretary.domain.action import Escalate, EscalationReason, FileInto
from secretary.domain.address import Address
from secretary.domain.case import Case, CaseState
from secretary.domain.decision import Context
from secretary.domain.office import Office
from secretary.domain.reading import MailKind, Trust
from secretary.services.appointments import Appointments
from secretary.understand.human import FOOTERS, wants_human
from secretary.understand.read import Reader

NOW = datetime(2026, 7, 14, 10, 0, tzinfo=UTC)
LEXICON = shipped_lexicon()
READER = Reader(LEXICON, ("mx.firma.test",))
OFFICE = Office("firma", "Firma", Address("office@firma.test"))
TEMPLATES = {name.partition(".")[0] for name in read_folder(shipped("templates"), "*.j2")}
CATALOGUE = Catalogue(
    {name: {"de": frozenset(), "en": frozenset()} for name in TEMPLATES},
    LEXICON.names,
    {"appointments": Appointments.requests},
)
RULES = load_rules(read_folder(shipped("rules"), "*.yaml"), CATALOGUE)

LINES = st.sampled_from(
    [
        "Guten Tag,", "der zweite Termin passt mir gut.", "2", "Wann haben Sie geöffnet?", "Hello,",
        "the second one is fine.", "What are your opening hours?", "Ich habe eine Frage zu Ihrer Rechnung.",
        "Bitte um Rückruf.", "Please cancel it.", "", "Ja, gern.", "Wo finde ich Sie?",
    ]
)  # fmt: skip
WORDS = st.sampled_from(["Mensch", "mensch", "MENSCH", "Menschen", "human", "Human", "HUMAN"])
AROUND = st.sampled_from(
    [
        "{}", "{}.", "{}!", "Bitte einen {}", "„{}“", '"{}"', "*{}*", "_{}_", "({})", "Ich will einen {}en sprechen: {}",
        "I want a {}, please", "kein Automat, {}!", "{}:", "-{}-", "> {} <",
    ]
)  # fmt: skip
OURS = "Guten Tag,\n\nwir haben geöffnet.\n\nFreundliche Grüße\nSekretariat\n\n{}"


def mail(text: str, subject: str = "Re: Termin", *headers: tuple[str, str]) -> bytes:
    written = EmailMessage(policy=SMTP)
    written["From"], written["To"], written["Subject"] = "Sabine Weber <weber@kunde.test>", "office@firma.test", subject
    written["Message-ID"] = "<1@kunde.test>"
    for name, value in headers:
        written[name] = value
    written.set_content(text)
    return written.as_bytes()


def reading_of(raw: bytes, own: tuple[str, ...] = ()):
    return READER.read_bytes(raw, received=NOW, own_texts=own)


@settings(max_examples=300)
@given(
    st.lists(LINES, max_size=6), WORDS, AROUND, st.integers(0, 6),
    st.tuples(
        st.sampled_from([None, "", "appointments"]), st.sampled_from(list(CaseState)), st.sampled_from(list(Trust))
    ),
    st.booleans(),
)  # fmt: skip
def test_the_word_brings_a_person_whatever_else_is_said_and_going_on(
    lines, word, around, at, situation, quoted,
):  # fmt: skip
    service, state, trust = situation
    sentence = around.replace("{}", word).removeprefix(">")
    text = "\n".join([*lines[:at], sentence, *lines[at:]])
    if quoted:
        text += "\n\nAm 13.07.2026 um 10:00 schrieb Sekretariat:\n> " + OURS.format(FOOTERS["de"]).replace("\n", "\n> ")
    reading = reading_of(mail(text))
    reading = replace(reading, sender=replace(reading.sender, trust=trust))
    case = None if service is None else Case("A", "firma", "Termin", Address("weber@kunde.test"), NOW, state, service)
    context = Context(OFFICE, NOW, case=case, answers_ours=True, services=frozenset({"appointments"}))
    decision = decide(reading, context, RULES)
    assert [type(r.action) for r in decision.actions] == [Escalate, FileInto]
    assert decision.actions[0].action.reason is EscalationReason.WANTS_HUMAN


QUOTES = {
    "marks": lambda ours: (
        "Am 13.07.2026 um 10:00 schrieb Sekretariat:\n" + "".join(f"> {x}\n" for x in ours.split("\n"))
    ),
    "nested": lambda ours: "On Mon, Tom wrote:\n" + "".join(f"> > {x}\n" for x in ours.split("\n")),
    "outlook": lambda ours: (
        f"Von: Sekretariat <office@firma.test>\nGesendet: Montag, 13. Juli 2026 10:00\nAn: Weber\nBetreff: Termin\n\n{ours}"
    ),
    "unmarked": lambda ours: ours,
    "wrapped": lambda ours: ours.replace("„Mensch“ genügt, und eine", "„Mensch“\ngenügt, und eine").replace(
        "word “human”", "word\n“human”"
    ),
    "damaged": lambda ours: ours.replace("ü", "Ã¼").replace("„", "?").replace("“", "?").replace("”", "?"),
    "straight": lambda ours: ours.replace("„", '"').replace("“", '"').replace("”", '"'),
}


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("manner", sorted(QUOTES))
@given(lines=st.lists(LINES, min_size=1, max_size=5), known=st.booleans())
@settings(max_examples=25)
def test_our_own_footer_never_brings_a_person(language, manner, lines, known):
    ours = OURS.format(FOOTERS[language])
    text = "\n".join(lines) + "\n\n" + QUOTES[manner](ours)
    assert not reading_of(mail(text), (ours,) if known else ()).wants_human


@pytest.mark.parametrize(
    "text", ["Mitmenschen", "Menschenrechte", "menschlich", "humane Haltung", "inhuman", "humanity"]
)
def test_other_words_are_other_words(text):
    assert not wants_human(text)


@pytest.mark.parametrize(
    "text",
    [
        "2\n\nViele Grüße\nMensch\n",
        "Danke\n-- \nMENSCH!\n",
        "> 1. Di, 14. Juli 2026, 10:00–10:30 Uhr\nMensch\n> 2. Mi, 15. Juli 2026, 10:00–10:30 Uhr\n> oder?\n",
        "On Mon, 13 Jul 2026, Office wrote:\n> When would it suit you?\n\nhuman\n",
    ],
)
def test_the_word_counts_below_between_and_behind_everything(text):
    assert reading_of(mail(text)).wants_human


def test_a_department_in_a_signature_is_no_wish():
    assert not reading_of(mail("2\n\nKind regards\nJane Cole\nHuman Resources\nACME Ltd\n")).wants_human


def test_the_word_alone_in_the_subject_of_an_empty_answer_counts():
    assert reading_of(mail("", "Mensch bitte")).wants_human


def test_a_machine_that_says_the_word_brings_nobody():
    reading = reading_of(mail("Mensch", "Automatische Antwort", ("Auto-Submitted", "auto-replied")))
    decision = decide(reading, Context(OFFICE, NOW), RULES)
    assert not any(isinstance(r.action, Escalate) for r in decision.actions)


def test_an_answer_that_the_server_takes_for_spam_brings_a_person_all_the_same():
    reading = reading_of(mail("Mensch", "Re: Termin", ("X-Spam-Flag", "YES")))
    assert reading.kind.kind is MailKind.SPAM
    answered = decide(reading, Context(OFFICE, NOW, ours_in_thread=True), RULES)
    assert answered.actions[0].action == Escalate(EscalationReason.WANTS_HUMAN)
    cold = decide(reading, Context(OFFICE, NOW), RULES)
    assert [r.action for r in cold.actions] == [FileInto("spam")]
