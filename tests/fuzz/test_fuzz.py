"""Broken input never breaks a reader: what once did does not again, and a bounded search finds nothing new.

The search is the same each time (a fixed seed and number of tries); `make fuzz` searches on.
"""

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.fuzz.targets import TARGETS
from tests.servers.fixtures import REQUIRED

HERE = Path(__file__).parent
CORPUS = HERE / "corpus"
# Whole mails that are in the repository anyway are where the search for mails begins.
BESIDES = {
    "mime": [HERE.parent / "corpus" / "mails", HERE.parent / "corpus" / "bounces"],
    "reading": [HERE.parent / "corpus" / "mails", HERE.parent / "corpus" / "bounces"],
}
TRIES = 1_500
TOO_LONG = 10  # seconds for one input: the fuzzer runs the code many times slower than it is


def inputs(target: str) -> list[Path]:
    return sorted(path for path in (CORPUS / target).iterdir() if path.is_file())


@pytest.mark.parametrize("target", TARGETS)
def test_what_is_in_the_corpus_is_survived(target):
    assert inputs(target), "each target has something to begin with"
    for path in inputs(target):
        TARGETS[target](path.read_bytes())


def searched(target: str, folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    if importlib.util.find_spec("atheris") is None:
        if os.environ.get(REQUIRED) == "1":
            pytest.fail(f"{REQUIRED}=1, but atheris is not installed", pytrace=False)
        pytest.skip("atheris has no release for this machine; `make fuzz` needs Linux on x86-64")
    found = folder / "found"
    found.mkdir()
    begin = [str(path) for path in (CORPUS / target, *BESIDES.get(target, ())) if path.is_dir()]
    fixed = ["-seed=1", f"-timeout={TOO_LONG}", "-rss_limit_mb=3000", f"-artifact_prefix={folder}/"]
    command = [sys.executable, "-m", "tests.fuzz", target, *fixed, *options, str(found), *begin]
    return subprocess.run(
        command, cwd=HERE.parents[1], capture_output=True, text=True, errors="replace", timeout=300, check=False
    )


@pytest.mark.timeout(330)
@pytest.mark.parametrize("target", TARGETS)
def test_a_bounded_search_finds_no_defect(target, tmp_path):
    ended = searched(target, tmp_path, f"-runs={TRIES}", "-max_len=8192")
    assert ended.returncode == 0, ended.stdout + ended.stderr[-4_000:]
    assert "Done" in ended.stderr, "the search was really run"


def test_a_search_finds_what_is_broken(tmp_path):
    ended = searched("broken", tmp_path, "-runs=200000")
    assert ended.returncode != 0
    assert "AssertionError" in ended.stdout + ended.stderr
    assert [path for path in tmp_path.iterdir() if path.name.startswith("crash-")], "the input is kept"
