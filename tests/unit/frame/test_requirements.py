"""What is locked is what the project asks for, and an installation names no place to load from."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[3]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
FILES = ("run.txt", "demo.txt", "dev.txt")
GPL = {"radicale", "xandikos"}


def _text(name: str) -> str:
    return (ROOT / "requirements" / name).read_text()


def _pins(name: str) -> dict[str, set[str]]:
    pins: dict[str, set[str]] = {}
    for package, version in re.findall(r"^([A-Za-z0-9._-]+)==([^ ;\\]+)", _text(name), re.MULTILINE):
        pins.setdefault(canonicalize_name(package), set()).add(version)
    return pins


def _asked(name: str) -> list[Requirement]:
    extras, groups = PROJECT["project"]["optional-dependencies"], PROJECT["dependency-groups"]
    asked = [*PROJECT["project"]["dependencies"], *groups["build"]]
    if name != "run.txt":
        asked += extras["demo"]
    if name == "dev.txt":
        asked += [*extras["postgres"], *groups["docs"], *groups["dev"]]
    return [Requirement(line) for line in asked]


@pytest.mark.parametrize("name", FILES)
def test_whatever_the_project_asks_for_is_locked_in_a_version_that_fits(name: str) -> None:
    pins = _pins(name)
    for asked in _asked(name):
        versions = pins.get(canonicalize_name(asked.name), set())
        assert versions, f"{asked.name} is not locked in {name}; run: make lock"
        assert all(asked.specifier.contains(version) for version in versions), f"{asked} is locked as {versions}"


@pytest.mark.parametrize("name", FILES)
def test_locked_files_name_no_place_to_load_from(name: str) -> None:
    assert not re.search(r"://|^-", _text(name), re.MULTILINE)


@pytest.mark.parametrize("name", FILES)
def test_every_pin_carries_hashes(name: str) -> None:
    entries = re.split(r"\n(?=\S)", _text(name).strip())
    assert all("--hash=sha256:" in entry for entry in entries)


@pytest.mark.parametrize("name", ["run.txt", "demo.txt"])
def test_smaller_sets_lock_the_same_versions_as_the_whole(name: str) -> None:
    whole = _pins("dev.txt")
    assert all(versions <= whole[package] for package, versions in _pins(name).items())


def test_an_installation_to_run_carries_no_gpl_server() -> None:
    assert GPL.isdisjoint(_pins("run.txt"))
