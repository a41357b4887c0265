"""A configuration is taken whole, or refused with every problem named."""

import subprocess
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secretary.config.load import parse_config
from secretary.config.office import office_of
from secretary.config.secret import Secret
from secretary.domain.address import Address
from secretary.domain.errors import SetupError
from secretary.domain.office import Role

GOOD = """
offices:
  muster:
    name: Muster & Partner
    address: sekretariat@firma.test
    imap: {host: mail.firma.test, user: sekretariat, password: {env: PW}}
    smtp: {host: mail.firma.test, security: starttls}
    principals:
      anna: {name: Anna Muster, address: anna@firma.test}
"""


def problems(text: str) -> list[SetupError]:
    with pytest.raises((ExceptionGroup, SetupError)) as caught:
        parse_config(text, file="config.yaml")
    error = caught.value
    return list(error.exceptions) if isinstance(error, ExceptionGroup) else [error]


def test_a_small_configuration_is_enough() -> None:
    config = parse_config(GOOD, file="config.yaml")
    office = office_of("muster", config.offices["muster"])
    assert office.role_of(Address("anna@firma.test")) is Role.PRINCIPAL
    assert office.hours.spans[0][0][0].hour == 9
    assert config.offices["muster"].imap.port_for("imap") == 993


def test_a_typo_names_file_line_key_and_what_was_meant() -> None:
    [problem] = problems(GOOD.replace("    imap:", "    adress2: x\n    imap:"))
    assert problem.where == "config.yaml:6 offices.muster.adress2"
    assert "address" in problem.remedy


def test_all_problems_are_told_at_once() -> None:
    text = GOOD.replace("sekretariat@firma.test", "sekretariat").replace("starttls", "plain")
    found = problems(text)
    assert {p.line for p in found} == {5, 7}
    assert any("127.0.0.1" in p.problem for p in found)


def test_a_missing_key_says_what_it_is_for() -> None:
    [problem] = problems(GOOD.replace("    smtp: {host: mail.firma.test, security: starttls}\n", ""))
    assert "smtp" in problem.problem
    assert "way out" in problem.remedy


@pytest.mark.parametrize("text", ["", "offices: {}", "offices: [", "[]", "a: b", "\t"])
def test_no_configuration_at_all_is_a_clear_error(text: str) -> None:
    assert all(isinstance(p, SetupError) for p in problems(text))


@given(st.text(max_size=60))
def test_no_text_crashes_the_reader_of_configurations(text: str) -> None:
    assert problems(text)


def test_a_secret_is_fetched_and_never_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRETARY_TEST_PW", "geheim-4711")
    secret = Secret(env="SECRETARY_TEST_PW")
    assert secret.fetch() == "geheim-4711"
    assert "geheim-4711" not in repr(secret) + secret.model_dump_json()


def test_a_secret_that_is_not_there_says_what_to_do() -> None:
    with pytest.raises(SetupError, match="Set SECRETARY_NOT_SET"):
        Secret(env="SECRETARY_NOT_SET").fetch()


@pytest.mark.usefixtures("gpg")
def test_a_secret_is_taken_out_of_a_real_keyring(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = tmp_path / "gnupg"
    home.mkdir(mode=0o700)
    monkeypatch.setenv("GNUPGHOME", str(home))
    gpg = ("gpg", "--batch", "--quiet", "--pinentry-mode", "loopback", "--passphrase", "")
    subprocess.run(
        [*gpg, "--quick-generate-key", "office@firma.test", "default", "default", "never"], check=True, timeout=60
    )
    locked = tmp_path / "password.gpg"
    encrypt = [*gpg, "--trust-model", "always", "-r", "office@firma.test", "-o", str(locked), "--encrypt"]
    subprocess.run(encrypt, input=b"geheim-4711\n", check=True, timeout=60)
    assert b"geheim" not in locked.read_bytes()
    assert Secret(command=f"gpg --batch --quiet --decrypt {locked}").fetch() == "geheim-4711"
    subprocess.run(["gpgconf", "--kill", "gpg-agent"], check=True, timeout=60)
    for key in (home / "private-keys-v1.d").iterdir():
        key.unlink()
    with pytest.raises(SetupError, match=r"The password command failed \(CalledProcessError\)"):
        Secret(command=f"gpg --batch --quiet --decrypt {locked}").fetch()
    subprocess.run(["gpgconf", "--kill", "gpg-agent"], check=True, timeout=60)


def test_a_secret_from_a_command_loses_its_newline() -> None:
    assert Secret(command="echo geheim").fetch() == "geheim"


def test_folders_are_called_as_the_office_speaks_unless_it_says_otherwise():
    german = parse_config(GOOD, file="config.yaml").offices["muster"]
    english = parse_config(
        GOOD.replace("    imap:", "    language: en\n    folders: {root: Desk/Mail/, approve: Send it}\n    imap:"),
        file="x",
    ).offices["muster"]
    assert german.folders.names(german.language)["approve"] == "Sekretariat/Freigeben"
    names = english.folders.names(english.language)
    assert (names["approve"], names["review"], names["inbox"]) == ("Send it", "Desk/Mail/To review", "INBOX")


def test_a_folder_that_would_mean_two_things_is_an_error():
    [problem] = problems(GOOD.replace("    imap:", "    folders: {approve: Drafts, drafts: drafts}\n    imap:"))
    assert "drafts" in problem.problem


def test_times_of_digests_days_away_and_deputies_are_read():
    more = "    assistants:\n      eva: {name: Eva, address: eva@firma.test, digest: [08:00, 18:30], deputy: anna, away: [[2026-12-21, 2026-12-31]]}\n"
    eva = office_of("muster", parse_config(GOOD + more, file="x").offices["muster"]).assistants[0]
    assert ([f"{t:%H:%M}" for t in eva.digest], eva.deputy) == (["08:00", "18:30"], "anna")
    assert [eva.is_away(date(2026, 12, d)) for d in (20, 21, 31)] == [False, True, True]


@pytest.mark.parametrize(
    ("keys", "said"),
    [("deputy: paul", "paul"), ("digest: [noon]", "digest"), ("digest: 8", "digest"), ("away: [[2026-12-31, 2026-12-01]]", "before the first")],
)  # fmt: skip
def test_a_deputy_or_a_day_that_cannot_be_is_an_error(keys, said):
    found = problems(GOOD + f"    assistants:\n      eva: {{name: Eva, address: eva@firma.test, {keys}}}\n")
    assert said in str(found[0])
