"""Ask whether anything that an installed secretary consists of has a known weakness.

    python .ci/audit.py requirements/run.txt…

Fails for a weakness, with its number and the release that mends it. What could not be asked, for
want of a connection or because the index does not know the package, is said and counted; with
SECRETARY_REQUIRE_AUDIT=1 it fails too.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from typing import Any

REQUIRED = "SECRETARY_REQUIRE_AUDIT"
SHOWN = 3  # packages that were not looked up
PATIENCE = 120  # seconds for the whole question


def asked(files: Sequence[str]) -> list[dict[str, Any]] | None:
    """Each package with its weaknesses or the reason it was skipped; None where nobody answered."""
    named = [option for file in files for option in ("--requirement", file)]
    command = [sys.executable, "-m", "pip_audit", "--disable-pip", "--require-hashes", "--format=json", *named]
    try:
        ended = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, check=False)  # noqa: S603 - our own words
        found: list[dict[str, Any]] = json.loads(ended.stdout)["dependencies"]
    except (subprocess.TimeoutExpired, ValueError, KeyError):
        return None
    return found


def weaknesses(packages: Sequence[dict[str, Any]]) -> Iterator[str]:
    """One line each: package, number, remedy."""
    for package in packages:
        for one in package.get("vulns", ()):
            mended = ", ".join(one.get("fix_versions", ())) or "none yet"
            yield f"{package['name']} {package['version']}: {one['id']}; mended in: {mended}"


def main(files: Sequence[str]) -> int:
    """The exit code: 1 for a weakness, or for no answer where one is required."""
    packages = asked(files)
    if packages is None:
        print("Nobody answered: no package was looked up. Try again with a connection.")
        return int(os.environ.get(REQUIRED) == "1")
    unknown = [package["name"] for package in packages if "skip_reason" in package]
    found = list(weaknesses(packages))
    print(f"{len(packages) - len(unknown)} of {len(packages)} packages looked up, {len(found)} known weaknesses.")
    for line in (*found, *(f"Not looked up, as the index does not know it: {name}" for name in unknown[:SHOWN])):
        print(line)
    return int(bool(found) or (bool(unknown) and os.environ.get(REQUIRED) == "1"))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
