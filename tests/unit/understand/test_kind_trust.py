"""Who wrote it: a person or a machine, and can the name be believed?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secretary.domain.address import Address
from secretary.domain.message import Message, Part
from secretary.domain.reading import MailKind, Trust
from secretary.understand.kind import read_kind
from secretary.understand.kind.addresses import is_machine_address
from secretary.understand.sender import organisation, read_sender

OWN = ("mx.firma.test",)


def mail(*headers: tuple[str, str], author: str = "tom@kunde.test", **more: object) -> Message:
    fields: dict[str, object] = {"from_": (Address(author),), "subject": "Frage", **more}
    return Message(digest="d", size=1, headers=headers, **fields)  # type: ignore[arg-type]


def test_a_plain_mail_is_a_person_s_and_may_be_answered() -> None:
    kind = read_kind(mail())
    assert (kind.kind, kind.may_answer) == (MailKind.PERSON, True)


@pytest.mark.parametrize(
    ("header", "kind"),
    [
        (("Auto-Submitted", "auto-replied"), MailKind.AUTO_REPLY),
        (("Auto-Submitted", "Auto-Replied; owner-email=x@y.test"), MailKind.AUTO_REPLY),
        (("Auto-Submitted", "auto-generated (cron)"), MailKind.NOTIFICATION),
        (("Auto-Submitted", "vacation"), MailKind.OUT_OF_OFFICE),
        (("X-Autoreply", "yes"), MailKind.AUTO_REPLY),
        (("Precedence", "bulk"), MailKind.LIST),
        (("Precedence", "auto_reply"), MailKind.AUTO_REPLY),
        (("List-Id", "<news.firma.test>"), MailKind.LIST),
        (("List-Unsubscribe", "<https://x.test/>"), MailKind.NEWSLETTER),
        (("X-Spam-Flag", "YES"), MailKind.SPAM),
        (("X-Apple-Action", "vacation"), MailKind.OUT_OF_OFFICE),
        (("X-MS-Exchange-Organization-SCL", "6"), MailKind.SPAM),
        (("X-FC-MachineGenerated", "true"), MailKind.NOTIFICATION),
    ],
)
def test_a_machine_is_known_by_its_header_and_never_answered(header: tuple[str, str], kind: MailKind) -> None:
    reading = read_kind(mail(header))
    assert (reading.kind, reading.may_answer) == (kind, False)
    assert reading.evidence


@pytest.mark.parametrize(
    "header",
    [
        ("Auto-Submitted", "no"),
        ("X-Spam-Flag", "NO"),
        ("Precedence", "normal"),
        ("X-Autoreply", "no"),
        ("X-MS-Exchange-Organization-SCL", "-1"),
    ],
)
def test_a_header_that_denies_a_machine_leaves_the_mail_a_person_s(header: tuple[str, str]) -> None:
    assert read_kind(mail(header)).may_answer


@pytest.mark.parametrize(
    ("header", "more"),
    [
        (("X-Auto-Response-Suppress", "OOF, AutoReply"), {}),
        (("X-Note", ""), {"subject": "Out of office next week"}),
        (("X-MS-Exchange-Inbox-Rules-Loop", "tom@kunde.test"), {}),
        (("X-Note", ""), {"return_path": ""}),
    ],
)
def test_a_weak_sign_takes_only_the_right_to_answer(header: tuple[str, str], more: dict[str, object]) -> None:
    reading = read_kind(mail(header, **more))
    assert (reading.kind, reading.may_answer) == (MailKind.PERSON, False)


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("Abwesenheit: Bitte um Terminverlegung", "Guten Tag,\n\nich bin vom 3. bis 8. Mai abwesend.\n\nTom"),
        ("Automatic confirmation missing", "Hello,\n\nI never got the automatic confirmation.\n\nTom"),
        ("Contract", "Dear Sir or Madam,\n\nplease sign the document and send it back.\n\nTom"),
    ],
)
def test_whoever_speaks_of_absences_and_confirmations_stays_a_person(subject: str, text: str) -> None:
    assert read_kind(mail(subject=subject), text).kind is MailKind.PERSON


def test_nobody_reads_behind_noreply() -> None:
    assert is_machine_address(Address("No-Reply@shop.test"))
    assert is_machine_address(Address("list-bounces@x.test"))
    assert not is_machine_address(Address("noreen@firma.test"))


REPORT = Part(
    "2",
    "message/delivery-status",
    b"Reporting-MTA: dns; mx.test\r\n\r\nFinal-Recipient: rfc822; tom@kunde.test\r\n"
    b"Action: failed\r\nStatus: 5.1.1\r\nDiagnostic-Code: smtp; 550 no such\r\n user\r\n\r\n"
    b"Final-Recipient: rfc822; eva@kunde.test\r\nAction: delayed\r\nStatus: 4.4.1\r\n",
)
HEADERS = Part("3", "text/rfc822-headers", b"Subject: x\r\nMessage-ID: <sec.1@firma.test>\r\n")


def test_a_bounce_names_who_failed_for_good_and_which_mail() -> None:
    reading = read_kind(mail(author="mailer-daemon@mx.test", report_parts=(REPORT, HEADERS)))
    assert reading.kind is MailKind.BOUNCE
    [bounce] = reading.bounces
    assert (bounce.recipient.key, bounce.permanent) == ("tom@kunde.test", True)
    assert bounce.original_message_id == "<sec.1@firma.test>"
    assert bounce.diagnostic == "550 no such user"


@given(st.binary(max_size=300))
def test_no_report_breaks_the_reading_of_it(content: bytes) -> None:
    read_kind(mail(report_parts=(Part("2", "message/delivery-status", content),)))


RECEIVED_OWN = ("Received", "from x.test by mx.firma.test with ESMTPS; Tue, 14 Jul 2026 10:00:00 +0200")
RECEIVED_FOREIGN = ("Received", "from pc by relay.kunde.test; Tue, 14 Jul 2026 09:59:00 +0200")


def results(text: str) -> tuple[str, str]:
    return ("Authentication-Results", text)


def test_dmarc_of_our_own_server_makes_a_sender_authentic() -> None:
    message = mail(results("mx.firma.test; dmarc=pass header.from=kunde.test"), RECEIVED_OWN, RECEIVED_FOREIGN)
    assert read_sender(message, OWN).trust is Trust.AUTHENTICATED


@pytest.mark.parametrize(
    "headers",
    [
        (results("mx.evil.test; dmarc=pass header.from=kunde.test"),),
        (RECEIVED_FOREIGN, results("mx.firma.test; dmarc=pass header.from=kunde.test")),
        (results("mx.firma.test; spf=pass smtp.mailfrom=evil.test"),),
        (results("mx.firma.test; dkim=pass header.d=evil.test"),),
        (results("mx.firma.test; dkim=none (dmarc=pass header.from=kunde.test)"),),
        (results("mx.firma.test; dmarc=pass (open header.from=kunde.test"),),
        (results("; dmarc=pass header.from=kunde.test"),),
        (results("mx.firma.test (x; dmarc=pass header.from=kunde.test)"),),
        (),
    ],
)
def test_a_result_that_is_not_our_own_or_not_aligned_proves_nothing(headers: tuple[tuple[str, str], ...]) -> None:
    assert read_sender(mail(*headers), OWN).trust is Trust.UNKNOWN


def test_without_configured_names_nobody_is_authentic() -> None:
    assert read_sender(mail(results("mx.firma.test; dmarc=pass header.from=kunde.test")), ()).trust is Trust.UNKNOWN


def test_a_dmarc_failure_and_two_authors_are_failures() -> None:
    failing = mail(results("mx.firma.test; dmarc=fail header.from=kunde.test; spf=pass smtp.mailfrom=kunde.test"))
    assert read_sender(failing, OWN).trust is Trust.FAILED
    two = mail(from_=(Address("a@kunde.test"), Address("b@kunde.test")))
    assert read_sender(two, OWN).trust is Trust.FAILED


def test_an_answer_never_goes_to_another_organisation() -> None:
    elsewhere = read_sender(mail(reply_to=(Address("tom@evil.test"),)), OWN)
    assert (elsewhere.answer_to.key, elsewhere.flags) == ("tom@kunde.test", ("reply-to-elsewhere",))
    same = read_sender(mail(reply_to=(Address("post@mail.kunde.test"),)), OWN)
    assert same.answer_to.key == "post@mail.kunde.test"


def test_an_organisation_under_a_registry_keeps_its_own_name() -> None:
    assert organisation("mail.firm.co.uk") == "firm.co.uk"
    assert organisation("other.co.uk") != organisation("firm.co.uk")


def test_a_display_name_that_is_another_address_is_flagged() -> None:
    message = mail(from_=(Address("x@evil.test", "anna@firma.test"),))
    assert "display-name-spoof" in read_sender(message, OWN).flags


@given(st.text(max_size=200))
def test_no_authentication_results_break_the_reading(text: str) -> None:
    assert read_sender(mail(results("mx.firma.test;" + text)), OWN).trust in Trust


US = (Address("office@firma.test"), Address("info@firma.test"))
ANNA = Address("anna@firma.test")


@pytest.mark.parametrize(
    ("author", "to", "answered"),
    [
        ("tom@kunde.test", ("office@firma.test",), True),
        ("tom@kunde.test", ("x@kunde.test", "INFO@firma.test"), True),
        ("tom@kunde.test", (), True),
        ("tom@kunde.test", ("everybody@kunde.test",), False),
        ("anna@firma.test", ("tom@kunde.test",), True),
    ],
)
def test_a_mail_that_names_us_nowhere_is_answered_by_people_only(
    author: str, to: tuple[str, ...], *, answered: bool
) -> None:
    reading = read_kind(mail(author=author, to=tuple(map(Address, to))), "", US, (ANNA,))
    assert (reading.kind, reading.may_answer) == (MailKind.PERSON, answered)
