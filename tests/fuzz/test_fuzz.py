"""Broken input never breaks a reader: what once did does not again, and a bounded search finds nothing new.

The search is the same each time (a fixed seed and number of tries); `make fuzz` searches on.
"""

import importlib.util
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from subprocess import DEVNULL, PIPE

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


Search = Callable[..., tuple[int, str]]


@pytest.fixture(scope="module")
def search() -> Iterator[Search]:
    """(exit code, output) of a search; all of them begin in one process, see `tests.fuzz.__main__`."""
    if importlib.util.find_spec("atheris") is None:
        if os.environ.get(REQUIRED) == "1":
            pytest.fail(f"{REQUIRED}=1, but atheris is not installed", pytrace=False)
        pytest.skip("atheris has no release for this machine; `make fuzz` needs Linux on x86-64")
    command = [sys.executable, "-m", "tests.fuzz"]
    with subprocess.Popen(command, cwd=HERE.parents[1], stdin=PIPE, stdout=PIPE, stderr=DEVNULL, text=True) as process:

        def searched(target: str, folder: Path, *options: str) -> tuple[int, str]:
            found, log = folder / "found", folder / "log"
            found.mkdir()
            begin = [str(path) for path in (CORPUS / target, *BESIDES.get(target, ())) if path.is_dir()]
            fixed = ["-seed=1", f"-timeout={TOO_LONG}", "-rss_limit_mb=3000", f"-artifact_prefix={folder}/"]
            order = {"target": target, "options": [*fixed, *options, str(found), *begin], "log": str(log)}
            process.stdin.write(json.dumps(order) + "\n")
            process.stdin.flush()
            return int(process.stdout.readline()), log.read_text(errors="replace")

        yield searched


@pytest.mark.timeout(330)
@pytest.mark.parametrize("target", TARGETS)
def test_a_bounded_search_finds_no_defect(target, tmp_path, search):
    code, output = search(target, tmp_path, f"-runs={TRIES}", "-max_len=8192")
    assert code == 0, output[-4_000:]
    assert "Done" in output, "the search was really run"


def test_a_search_finds_what_is_broken(tmp_path, search):
    code, output = search("broken", tmp_path, "-runs=200000")
    assert code != 0
    assert "AssertionError" in output
    assert [path for path in tmp_path.iterdir() if path.name.startswith("crash-")], "the input is kept"
