"""`secretary init` writes an office that passes its own check, and touches nothing that is there."""

import subprocess
import sys

import pytest
import yaml

OWN = [
    *("Kanzlei Berg", "office@berg.example", "", "", "", "-"),  # name, address, log-in, IMAP, SMTP, no calendars
    *("Petra Berg", "", ""),  # her address and calendar as guessed
    *("Jonas Kurz", "no address", "jonas@berg.example", "-", ""),  # asked again; no calendar; no more principals
    *("Eva Klein", "", ""),
    *("Europe/Vienna", "AT", "Ring 1, 1010 Wien", "Montag bis Freitag, 8 bis 16 Uhr", "Monday to Friday, 8-16", ""),
]
KNOWN = ["Büro Süd", "buero.sued@gmx.de", "", "Anna Süd", "anna@sued.example", "", "", "", "", "", *[""] * 4]


def ask(folder, answers):
    command = [sys.executable, "-m", "secretary", "init", str(folder)]
    return subprocess.run(
        command, input="\n".join([*answers, ""]), capture_output=True, text=True, check=False, timeout=60
    )


def written(folder):
    return yaml.safe_load((folder / "config.yaml").read_text("utf-8"))["offices"]["main"]


def test_defaults_pass_the_check_and_the_rules_their_test(command, tmp_path):
    done = command("init", "--yes")
    assert done.returncode == 0, done.stderr
    checked = command("check", "--offline")
    assert checked.returncode == 0, checked.stdout
    assert "0 problems" in checked.stdout
    assert command("rules", "test").returncode == 0
    assert (tmp_path / "rules").is_dir()
    assert (tmp_path / "templates").is_dir()


def test_an_own_domain_is_asked_for_its_servers_and_the_result_passes(command, tmp_path):
    done = ask(tmp_path, OWN)
    assert done.returncode == 0, done.stderr + done.stdout
    office = written(tmp_path)
    assert office["name"] == "Kanzlei Berg"
    assert (office["imap"]["host"], office["smtp"]["host"], office["caldav"]) == ("mail.berg.example",) * 2 + (None,)
    assert {p: c["address"] for p, c in office["principals"].items()} == {
        "petra": "petra@berg.example",
        "jonas": "jonas@berg.example",
    }
    assert office["principals"]["jonas"]["calendars"] == []
    assert office["assistants"]["eva"]["name"] == "Eva Klein"
    assert (office["zone"], office["region"]) == ("Europe/Vienna", "AT")
    assert office["facts"]["street"] == "Ring 1, 1010 Wien"
    assert command("check", "--offline").returncode == 0


def test_a_known_provider_is_not_asked_for_its_servers(tmp_path):
    done = ask(tmp_path, KNOWN)
    assert done.returncode == 0, done.stderr + done.stdout
    assert "gmx.de is known" in done.stdout
    office = written(tmp_path)
    assert (office["imap"]["host"], office["smtp"]["host"]) == ("imap.gmx.net", "mail.gmx.net")
    assert office["caldav"]["url"] == "https://caldav.gmx.net/"
    assert office["facts"] == {}, "nothing is answered that nobody said"


def test_nothing_that_is_there_is_overwritten(command, tmp_path):
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "mine.yaml").write_text("# mine\n")
    done = command("init", "--yes")
    assert done.returncode == 0
    assert "rules is there already" in done.stdout
    assert [p.name for p in (tmp_path / "rules").iterdir()] == ["mine.yaml"]
    before = (tmp_path / "config.yaml").read_bytes()
    again = command("init", "--yes")
    assert again.returncode == 2
    assert "left as it is" in again.stderr
    assert (tmp_path / "config.yaml").read_bytes() == before


def test_a_folder_that_cannot_be_written_is_told(command, tmp_path):
    (tmp_path / "file").write_text("")
    done = command("init", "--yes", "file/office")
    assert done.returncode == 2
    assert "cannot be written" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("domain", ["gmail.com", "gmx.net", "posteo.de", "mailbox.org"])
def test_well_known_providers_have_a_server_for_each_way(domain):
    from secretary.config.providers import provider_of

    provider = provider_of(domain)
    assert provider
    assert provider.imap
    assert provider.smtp
