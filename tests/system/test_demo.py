"""The first thing anyone sees: one command, a whole day."""

import subprocess
import sys


def test_the_demo_plays_the_day_and_ends_by_itself() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "secretary", "demo"], capture_output=True, text=True, check=False, timeout=110
    )
    assert done.returncode == 0, done.stderr
    assert "Wir haben geöffnet: Montag bis Freitag" in done.stdout
    assert "We are open: Monday to Friday" in done.stdout
    assert "ist mit Anna Muster gebucht" in done.stdout
    assert done.stdout.count("sind diese Zeiten frei") == 2
    assert "Es wird ein Mensch gewünscht" in done.stdout
