"""A draft as a person left it: its body travels as it is, and nothing else of it does."""

from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secretary.act import gate
from secretary.act.compose.as_it_lies import as_it_lies, recipients_of
from secretary.domain.address import Address
from secretary.domain.case import Case
from secretary.domain.errors import PermanentError
from secretary.domain.office import Limits, Office
from secretary.ports import Counts

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
OFFICE = Office("o", "Muster", Address("sekretariat@firma.test"))
CASE = Case("AAAAAAAA", "o", "Lieferung", Address("weber@kunde.test", "Sabine Weber"), NOW)


def draft(text: str = "Guten Tag,\n\nErsatz kommt.\n", **headers: str) -> EmailMessage:
    mail = EmailMessage(policy=policy.SMTP)
    wanted = {"From": "Eva <eva@firma.test>", "To": "weber@kunde.test", "Subject": "Re: Lieferung", **headers}
    for name, value in wanted.items():
        mail[name.replace("_", "-")] = value
    mail.set_content(text)
    return mail


def sent(raw: bytes) -> EmailMessage:
    mail = as_it_lies(raw, office=OFFICE, case=CASE, key="k", references=("<a@kunde.test>",), now=NOW)
    assert gate.weigh(mail, Counts(), Limits(), OFFICE) is None
    return message_from_bytes(mail.raw, policy=policy.SMTP)


def test_text_attachment_and_its_name_travel_as_they_are() -> None:
    mail = draft("Grüße aus Köln\n")
    mail.add_attachment(b"\x00\xff%PDF", "application", "pdf", filename="Gutschrift für Weber.pdf")
    out = sent(mail.as_bytes())
    assert out.get_body(("plain",)).get_content() == "Grüße aus Köln\r\n"
    [attached] = out.iter_attachments()
    assert (attached.get_filename(), attached.get_content()) == ("Gutschrift für Weber.pdf", b"\x00\xff%PDF")


def test_headers_are_ours_but_for_subject_and_recipients() -> None:
    out = sent(
        draft(
            X_Mozilla_Draft_Info="x", Auto_Submitted="auto-replied", Message_ID="<d@x>", Cc="tom@client.test"
        ).as_bytes()
    )
    assert out["From"] == "Muster <sekretariat@firma.test>"
    assert (out["To"], out["Cc"], out["Subject"]) == ("weber@kunde.test", "tom@client.test", "Re: Lieferung")
    assert (out["In-Reply-To"], out["References"]) == ("<a@kunde.test>", "<a@kunde.test>")
    assert out["Message-ID"] == "<sec.k@firma.test>"
    assert out["X-Mozilla-Draft-Info"] is out["Auto-Submitted"] is None


def test_a_draft_of_few_headers_and_bare_line_ends_in_them_is_read() -> None:
    raw = b"To: weber@kunde.test\nSubject: Hallo\n\nErsatz kommt.\r\n"
    assert sent(raw).get_content() == "Ersatz kommt.\r\n"


@pytest.mark.parametrize(
    "raw",
    [
        draft(Bcc="chef@firma.test").as_bytes(),
        draft(To="sekretariat@firma.test").as_bytes(),
        b"To: weber@kunde.test\r\n\r\na\nb\r\n",
        b"To: weber@kunde.test\r\n\r\n" + b"a" * 999 + b"\r\n",
        b"To: weber@kunde.test\r\n\r\n\x00\r\n",
    ],
    ids=["blind copy", "nobody but ourselves", "bare line ends", "endless line", "zero"],
)
def test_what_cannot_travel_is_refused_with_a_reason(raw: bytes) -> None:
    with pytest.raises(PermanentError):
        as_it_lies(raw, office=OFFICE, case=CASE, key="k", references=(), now=NOW)


def test_blind_copies_count_as_recipients() -> None:
    mail = draft(Cc="tom@client.test", Bcc="Chef <chef@firma.test>, b@c.test")
    assert {a.key for a in recipients_of(mail.as_bytes())} == {
        "weber@kunde.test", "tom@client.test", "chef@firma.test", "b@c.test",
    }  # fmt: skip


@given(st.binary(max_size=300))
def test_no_draft_crashes_or_passes_the_gate_with_more_than_it_says(raw: bytes) -> None:
    whole = b"To: weber@kunde.test\r\n" + raw
    try:
        mail = as_it_lies(whole, office=OFFICE, case=CASE, key="k", references=(), now=NOW)
    except PermanentError:
        return
    assert set(mail.envelope_to) == {a.addr_spec for a in recipients_of(whole)}
    parsed = message_from_bytes(mail.raw)
    assert [len(parsed.get_all(n) or ()) for n in ("From", "To", "Message-ID", "Subject")] == [1, 1, 1, 1]
