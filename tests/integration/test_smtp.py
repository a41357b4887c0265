"""Sending, against a real SMTP server that fails at each step."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session

from secretary.act.smtp import SmtpAccount, SmtpTransport
from secretary.domain.effect import MailClass, SendMail
from secretary.domain.errors import CredentialsRejected, PermanentError, TemporaryError, UnknownOutcome

RAW = b"From: a@firma.test\r\nTo: tom@kunde.test\r\nSubject: x\r\n\r\n.dot\r\n..two\r\nGuten Tag\r\n"
MAIL = SendMail(RAW, "<1@firma.test>", "", ("tom@kunde.test", "eva@kunde.test"), MailClass.HUMAN)


class Steps:
    """A handler that answers each step as told, and keeps what it took."""

    def __init__(self, **answers: str) -> None:
        self.answers = answers
        self.taken: list[Envelope] = []

    async def handle_MAIL(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        envelope.mail_from = address
        return self.answers.get("mail", "250 OK")

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        answer = self.answers.get(address, "250 OK")
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        if self.answers.get("data") == "drop":
            self.taken.append(envelope)
            server.transport.abort()
            return "250 never seen"
        if self.answers.get("data", "250").startswith("250"):
            self.taken.append(envelope)
        return self.answers.get("data", "250 taken")

    async def handle_QUIT(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        return self.answers.get("quit", "221 Bye")


class OnFreePort(Controller):
    """The port is the system's choice, known once the server listens."""

    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@contextmanager
def serving(handler: Steps, authenticator: Callable[..., AuthResult] | None = None) -> Iterator[SmtpAccount]:
    controller = OnFreePort(
        handler, hostname="127.0.0.1", port=0, authenticator=authenticator, auth_require_tls=False, ready_timeout=20
    )
    controller.start()
    try:
        yield SmtpAccount("127.0.0.1", controller.port, "plain", timeout=10)
    finally:
        controller.stop(no_assert=True)


def send(account: SmtpAccount) -> str:
    return asyncio.run(SmtpTransport(account).transmit(MAIL)).reply


def test_a_mail_arrives_byte_for_byte_at_all_recipients() -> None:
    handler = Steps()
    with serving(handler) as account:
        assert send(account).startswith("250")
    [envelope] = handler.taken
    assert envelope.content == RAW
    assert envelope.rcpt_tos == ["tom@kunde.test", "eva@kunde.test"]


@pytest.mark.parametrize(
    ("answers", "error"),
    [
        ({"mail": "451 later"}, TemporaryError),
        ({"mail": "550 never"}, PermanentError),
        ({"eva@kunde.test": "450 greylisted"}, TemporaryError),
        ({"eva@kunde.test": "550 unknown"}, PermanentError),
        ({"data": "452 full"}, TemporaryError),
        ({"data": "554 spam"}, PermanentError),
    ],
)
def test_a_refusal_is_sorted_by_its_code_and_nothing_was_sent(answers: dict[str, str], error: type[Exception]) -> None:
    handler = Steps(**answers)
    with serving(handler) as account, pytest.raises(error):
        send(account)
    assert handler.taken == []


def test_a_connection_lost_after_the_dot_is_unknown() -> None:
    with serving(Steps(data="drop")) as account, pytest.raises(UnknownOutcome):
        send(account)


def test_an_error_at_quit_after_the_mail_was_taken_is_success() -> None:
    with serving(Steps(quit="421 tired")) as account:
        assert send(account).startswith("250")


def test_no_server_is_temporary() -> None:
    with pytest.raises(TemporaryError):
        send(SmtpAccount("127.0.0.1", 1, "plain", timeout=5))


def test_a_rejected_password_is_told_apart_from_a_broken_network() -> None:
    def refuse(*arguments: object) -> AuthResult:
        return AuthResult(success=False, handled=False)

    with serving(Steps(), refuse) as account:
        wrong = SmtpAccount(account.host, account.port, "plain", "anna", lambda: "falsch", timeout=10)
        with pytest.raises(CredentialsRejected, match="user and password"):
            send(wrong)
