"""How right mail is read, on the project's own corpora, by category and language.

    python benchmarks/accuracy.py [times …] [--failures]

Prints for each part of the reading: right, wrong (something was read that is not so), none (not
read, or only in part), false (read where there is nothing), precision and recall. `--failures`
lists the cases. Beside it stand other libraries, those that can be imported (best in a virtualenv
of their own); they say less, and are judged by less.
"""

from __future__ import annotations

import itertools
import statistics
import sys
import time
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(Path(__file__).parent)]

import new_text  # noqa: E402 - found beside this file
import other_language_detectors  # noqa: E402
import other_time_readers  # noqa: E402

from tests.accuracy import acts, constraints, kinds, languages, times  # noqa: E402
from tests.accuracy.tally import Tally, Verdict, table, total  # noqa: E402

LANGUAGES = ("de", "en")
UNSEEN = {"": False, ", unseen": True}  # cases that reading was made with, and those it was only measured on


def report(title: str, tallies: Mapping[str, Tally]) -> None:
    print(f"\n{table(title, tallies)}")
    if "--failures" in sys.argv:
        for verdict, text in total(tallies.values()).failures:
            print(f"    {verdict}: {text}")


# --- times ------------------------------------------------------------------------------


def report_times() -> None:
    for (label, unseen), language in itertools.product(UNSEEN.items(), LANGUAGES):
        rows = times.cases(language, unseen=unseen)
        report(f"times, {language}{label}", times.measure(rows, times.secretary, times.fits_exactly))
        print(f"\n  {'first reading':24} {'right':>8} {'wrong':>8} {'none':>8} {'false alarms':>14} {'median ms':>10}")
        line_of("secretary", rows, times.secretary, times.fits_exactly)
        for name, reader in other_time_readers.readers():
            if reader is None:
                print(f"  {name:24} not measured (not installed)")
            else:
                line_of(name, rows, reader, None)


def line_of(name: str, rows: list[times.Case], read: times.Reader, fits: times.Fits | None) -> None:
    spent: list[float] = []
    tally = Tally()
    for case in rows:
        started = time.perf_counter()
        found = read(case)
        spent.append(time.perf_counter() - started)
        loosely = partial(other_time_readers.fits_loosely, zone=case["zone"])
        whole = case if fits else other_time_readers.first_only(case)
        tally.add(times.verdict(whole, found, fits or loosely), case["text"])
    shares = [tally.share(v) for v in (Verdict.RIGHT, Verdict.WRONG, Verdict.NONE, Verdict.FALSE_ALARM)]
    figures = "{:6.1f} % {:6.1f} % {:6.1f} % {:12.1f} %".format(*shares)
    print(f"  {name:24} {figures} {1000 * statistics.median(spent):10.3f}")


# --- constraints ------------------------------------------------------------------------


def report_constraints() -> None:
    for label, unseen in UNSEEN.items():
        rows = [row for language in LANGUAGES for row in constraints.cases(language, unseen=unseen)]
        report(f"constraints{label}", constraints.measure(rows))


# --- negotiation acts -------------------------------------------------------------------


def report_acts() -> None:
    for (label, unseen), language in itertools.product(UNSEEN.items(), LANGUAGES):
        report(f"acts, {language}{label}", acts.measure(acts.cases(language, unseen=unseen), acts.secretary()))


# --- kinds of mail ----------------------------------------------------------------------


def report_kinds() -> None:
    for label, unseen in UNSEEN.items():
        report(f"kinds of mail{label}", kinds.measure(unseen=unseen))


# --- languages --------------------------------------------------------------------------


def report_languages() -> None:
    for label, unseen in UNSEEN.items():
        report_detectors(f"languages{label}", languages.cases(unseen=unseen))


def report_detectors(title: str, rows: list[dict[str, Any]]) -> None:
    report(title, languages.measure(rows, languages.secretary))
    print(f"\n  {'':24} {'right':>8} {'wrong':>8} {'not told':>8} {'median ms':>10}")
    for name, detect in (("secretary", languages.secretary), *other_language_detectors.detectors()):
        if detect is None:
            print(f"  {name:24} not measured (not installed)")
            continue
        tally = total(languages.measure(rows, detect).values())
        shares = [tally.share(v) for v in (Verdict.RIGHT, Verdict.WRONG, Verdict.NONE)]
        print(f"  {name:24} " + "".join(f"{s:6.1f} % " for s in shares) + f"{median_ms(detect, rows):10.3f}")


def median_ms(detect: languages.Detector, rows: list[dict[str, Any]]) -> float:
    spent = []
    for row in rows:
        started = time.perf_counter()
        detect(row["text"])
        spent.append(time.perf_counter() - started)
    return 1000 * statistics.median(spent)


SECTIONS: dict[str, Callable[[], None]] = {
    "times": report_times,
    "constraints": report_constraints,
    "acts": report_acts,
    "kinds": report_kinds,
    "languages": report_languages,
    "new-text": new_text.main,
}


def main() -> None:
    asked = [name for name in sys.argv[1:] if not name.startswith("-")] or list(SECTIONS)
    if unknown := set(asked) - SECTIONS.keys():
        sys.exit(f"There is no section {', '.join(sorted(unknown))}; there are {', '.join(SECTIONS)}.")
    for name in asked:
        SECTIONS[name]()


if __name__ == "__main__":
    main()
