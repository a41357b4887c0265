"""The table of calendar standards names tests; each of them must be there, in the file that it names."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs" / "calendar-standards.md").read_text("utf-8")
FOLDER = "tests/unit/services/appointments/"


def _files() -> dict[str, str]:
    """The short names of the page, with the text of their files."""
    named = re.findall(r"`(\w+)`\s\(`([^`]+)`\)", PAGE)
    return {name: (ROOT / path.replace("…/", FOLDER)).read_text("utf-8") for name, path in named}


def test_every_test_that_the_table_names_exists() -> None:
    files = _files()
    assert len(files) == 14
    rows = [line for line in PAGE.splitlines() if line.startswith("|") and "`test_" in line]
    assert len(rows) > 40
    for row in rows:
        for file, tests in re.findall(r"(\w+): ((?:`test_\w+`(?:, )?)+)", row):
            for test in re.findall(r"`(test_\w+)`", tests):
                assert f"def {test}(" in files[file], f"{test} is not in {file}"


def test_every_row_says_whether_it_holds() -> None:
    rows = [line for line in PAGE.splitlines() if re.match(r"\| [\d.]+", line)]
    assert rows
    assert all(len(row.split("|")) == 6 and row.split("|")[3].strip() for row in rows)
