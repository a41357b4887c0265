"""Log-in by access token, with a token server and Dovecot's oauth2 passdb."""

import asyncio
import base64
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pydantic import ValidationError
from typer.testing import CliRunner

from secretary.act.smtp import SmtpAccount, SmtpTransport
from secretary.cli import app
from secretary.config.oauth import OAuth
from secretary.config.secret import Secret
from secretary.domain.errors import CredentialsRejected, SetupError, TemporaryError
from secretary.mailbox import ImapAccount, ImapMailbox
from tests.servers import free_ports
from tests.servers.chaos import CLIENT as FROM_CLIENT
from tests.servers.chaos import Chaos
from tests.servers.dovecot import Dovecot
from tests.servers.fixtures import running
from tests.servers.postfix import Postfix
from tests.servers.tokens import CLIENT, FIRST_REFRESH, SECRET, TokenServer


@pytest.fixture
def provider() -> Iterator[TokenServer]:
    with TokenServer("anna") as server:
        yield server


@pytest.fixture
def places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("APP_SECRET", SECRET)
    (tmp_path / "refresh").write_text(f"{FIRST_REFRESH}\n")
    return tmp_path


def by_client(provider: TokenServer) -> OAuth:
    return OAuth(token_url=provider.url, client_id=CLIENT, client_secret=Secret(env="APP_SECRET"), scope="imap")


def by_refresh(provider: TokenServer, places: Path) -> OAuth:
    refresh = Secret(file=str(places / "refresh"))
    return OAuth(
        token_url=provider.url, client_id=CLIENT, client_secret=Secret(env="APP_SECRET"), refresh_token=refresh
    )


@pytest.fixture(params=["xoauth2", "oauthbearer"])
def dovecot_with_tokens(request: pytest.FixtureRequest, provider: TokenServer) -> Iterator[Dovecot]:
    yield from running(lambda: Dovecot(tokens=provider.info_url, mechanisms=request.param))


async def test_a_mailbox_is_opened_with_a_token_and_no_password(dovecot_with_tokens, provider, places):
    with Chaos(dovecot_with_tokens.port) as network:
        oauth = by_refresh(provider, places)
        account = ImapAccount(network.host, network.port, "anna", oauth.fetch, security="plain", token=True)
        mailbox = ImapMailbox(account, {"handled": "Erledigt"})
        await mailbox.open()
        await mailbox.append("inbox", b"Subject: x\r\n\r\nx\r\n", ())
        assert len(await mailbox.arrivals("inbox", skip=frozenset(), most=10)) == 1
        assert not await mailbox.wait(0.2)
        await mailbox.close()
        assert network.count(FROM_CLIENT, rb"\S+ LOGIN") == 0
    assert len(provider.asked) == 1, "both connections share the token"


@pytest.mark.parametrize("dovecot_with_tokens", ["xoauth2"], indirect=True)
async def test_the_way_out_takes_the_same_token(dovecot_with_tokens, provider, places):
    for postfix in running(lambda: Postfix(dovecot_with_tokens)):
        right = SmtpAccount(
            postfix.host,
            postfix.port,
            "starttls",
            "anna",
            by_client(provider).fetch,
            str(postfix.authority),
            token=True,
        )
        assert "AUTH" in await SmtpTransport(right).greet()
        with pytest.raises(CredentialsRejected):
            await SmtpTransport(replace(right, password=lambda: "made-up")).greet()


OFFICE = """
database: sqlite:///secretary.db
log_level: debug
offices:
  muster:
    name: Muster & Partner
    address: sekretariat@firma.test
    imap:
      host: 127.0.0.1
      port: {imap}
      security: plain
      user: anna
      oauth:
        token_url: {token_url}
        client_id: {client}
        client_secret: {{env: APP_SECRET}}
        refresh_token: {{file: refresh}}
    smtp: {{host: 127.0.0.1, security: plain}}
"""
MAIL = b"From: news@kunde.test\r\nMessage-ID: <1@kunde.test>\r\nAuto-Submitted: auto-replied\r\nSubject: x\r\n\r\nx\r\n"


async def put(account: ImapAccount, raw: bytes) -> None:
    mailbox = ImapMailbox(account, {})
    await mailbox.open()
    await mailbox.append("inbox", raw, ())
    await mailbox.close()


@pytest.mark.parametrize("dovecot_with_tokens", ["xoauth2"], indirect=True)
def test_no_token_and_no_secret_of_the_application_is_in_a_log_the_record_or_a_backup(
    dovecot_with_tokens, provider, places
):
    config = OFFICE.format(imap=dovecot_with_tokens.port, token_url=provider.url, client=CLIENT)
    (places / "config.yaml").write_text(config)
    account = ImapAccount(
        "127.0.0.1", dovecot_with_tokens.port, "anna", by_client(provider).fetch, security="plain", token=True
    )
    asyncio.run(put(account, MAIL))
    said = []
    for words in (("once",), ("why", "1@kunde.test", "--json"), ("backup", "backup.zip")):
        done = subprocess.run(
            [sys.executable, "-m", "secretary", *words], capture_output=True, cwd=places, check=False, timeout=120
        )
        assert done.returncode == 0, done.stderr
        said += [done.stdout, done.stderr]
    assert provider.asked, "a token was asked for"
    refreshed = (places / "refresh").read_bytes().strip()
    with zipfile.ZipFile(places / "backup.zip") as archive:
        said += [archive.read(name) for name in archive.namelist()]
    kept = [path.read_bytes() for path in places.rglob("*") if path.is_file() and path.name != "refresh"]
    secrets = (b"token-1", b"token-2", SECRET.encode(), FIRST_REFRESH.encode(), refreshed)
    shapes = (*secrets, *(base64.b64encode(s) for s in secrets), b"auth=Bearer", base64.b64encode(b"user=anna"))
    assert not [shape for shape in shapes for text in (*said, *kept) if shape in text]


async def test_a_token_that_the_mail_server_does_not_know_is_rejected_once(dovecot_with_tokens):
    with Chaos(dovecot_with_tokens.port) as network:
        account = ImapAccount(network.host, network.port, "anna", lambda: "made-up", security="plain", token=True)
        mailbox = ImapMailbox(account, {})
        for _ in range(3):
            with pytest.raises(CredentialsRejected) as rejected:
                await mailbox.open()
            assert "made-up" not in str(rejected.value)
        assert network.count(FROM_CLIENT, rb"\S+ AUTHENTICATE") == 1


def test_a_token_is_held_until_shortly_before_its_end(provider, places):
    oauth = by_client(provider)
    assert [oauth.fetch() for _ in range(3)] == ["token-1"] * 3
    assert provider.asked[0] == {
        "client_id": CLIENT,
        "client_secret": SECRET,
        "grant_type": "client_credentials",
        "scope": "imap",
    }
    provider.lasts = 60
    short = by_client(provider)
    assert [short.fetch(), short.fetch()] == ["token-2", "token-3"]


def test_a_replaced_refresh_token_is_kept_for_the_next_time(provider, places):
    provider.lasts = 0
    oauth = by_refresh(provider, places)
    assert [oauth.fetch(), oauth.fetch()] == ["token-1", "token-2"]
    assert (places / "refresh").read_text() == "refresh-2\n"
    assert (places / "refresh").stat().st_mode & 0o077 == 0
    assert by_refresh(provider, places).fetch() == "token-3"


def test_a_refused_grant_is_no_network_fault_and_shows_no_secret(provider, places):
    (places / "refresh").write_text("old-and-used")
    with pytest.raises(CredentialsRejected) as refused:
        by_refresh(provider, places).fetch()
    assert "invalid_grant" in str(refused.value)
    assert "old-and-used" not in str(refused.value) + repr(by_refresh(provider, places))


def test_a_wrong_application_secret_says_so(provider, places, monkeypatch):
    monkeypatch.setenv("APP_SECRET", "falsch")
    with pytest.raises(CredentialsRejected, match="invalid_client"):
        by_client(provider).fetch()


def test_a_token_server_that_is_away_or_talks_nonsense_is_a_temporary_fault(provider, places):
    (port,) = free_ports(1)
    away = OAuth(token_url=f"http://127.0.0.1:{port}/token", client_id="x", client_secret=Secret(env="APP_SECRET"))
    with pytest.raises(TemporaryError):
        away.fetch()
    provider.give = lambda _: (200, ["no", "token"])
    with pytest.raises(TemporaryError):
        by_client(provider).fetch()
    provider.give = lambda _: (503, {})
    with pytest.raises(TemporaryError):
        by_client(provider).fetch()


def test_a_refresh_token_that_cannot_be_kept_is_told_before_it_is_lost(provider, places):
    (places / "refresh.new").mkdir()
    with pytest.raises(SetupError, match="next start"):
        by_refresh(provider, places).fetch()


@pytest.mark.parametrize("wrong", [{"token_url": "http://login.example.org/token"}, {"client_secret": None}])
def test_a_configuration_that_cannot_work_is_refused(wrong):
    right = {"token_url": "https://login.example.org/token", "client_id": "x", "client_secret": {"env": "X"}}
    OAuth.model_validate(right)
    with pytest.raises(ValidationError):
        OAuth.model_validate(right | wrong)


# --- the first refresh token


CONFIG = """
offices:
  muster:
    name: Muster
    address: anna@firma.test
    imap:
      host: 127.0.0.1
      security: plain
      user: anna
      oauth: {{token_url: "{token}", device_url: "{device}", client_id: secretary,
               client_secret: {{env: APP_SECRET}}, refresh_token: {{file: "{file}"}}}}
    smtp: {{host: 127.0.0.1, security: plain}}
"""


@pytest.fixture
def granting(provider: TokenServer, places: Path, monkeypatch: pytest.MonkeyPatch):
    """`secretary grant` in a folder with a configuration; the person answers as `provider.answers` says."""
    monkeypatch.setattr("secretary.config.device.SLOWER", 0)
    file = places / "granted"
    config = places / "config.yaml"
    config.write_text(CONFIG.format(token=provider.url, device=provider.device_url, file=file))
    return lambda *more: CliRunner().invoke(app, ["grant", "--config", str(config), *more]), file


def test_a_person_gives_access_once_with_a_code_at_any_browser(granting, provider, places):
    grant, file = granting
    provider.answers = ["authorization_pending", "slow_down"]
    done = grant()
    assert done.exit_code == 0, done.output
    assert "ABCD-EFGH" in done.output
    assert "refresh-1" not in done.output
    assert file.read_text() == "refresh-1\n"
    oauth = by_refresh(provider, places)
    assert oauth.model_copy(update={"refresh_token": Secret(file=str(file))}).fetch() == "token-2"


@pytest.mark.parametrize("answer", ["access_denied", "expired_token"])
def test_a_person_who_says_no_is_believed(granting, provider, answer):
    grant, file = granting
    provider.answers = ["authorization_pending", answer]
    done = grant()
    assert done.exit_code != 0
    assert answer in done.output
    assert not file.exists()


def test_a_server_without_oauth_is_told(granting):
    grant, _ = granting
    done = grant("--server", "smtp")
    assert done.exit_code == 2
    assert "no oauth under smtp" in done.output
