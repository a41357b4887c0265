# ruff: noqa: PLC0415 - each library is imported only where it is there
"""New text beside other libraries, on the project's own mails.

    python benchmarks/new_text.py

The other libraries are optional and no dependency of anything: those that can be imported are
measured (talon, quotequail, mail-parser-reply, email-reply-parser; best in a virtualenv of their
own, with lxml beside them). They get the decoded text; ours gets the whole mail. Our grammar grew
together with these mails, so that its own figure is that of a regression test; the others' show
how hard the mails are.

exact: the same lines as expected, blank lines and blanks at line ends aside.
lost: mails where a line that the writer wrote is missing. leaked: mails with a line too many.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from secretary.domain.message import Message  # noqa: E402 - found beside this file
from secretary.understand.mime import parse_message  # noqa: E402
from secretary.understand.quoting import new_text_of  # noqa: E402

MAILS = ROOT / "tests" / "corpus" / "mails"
Reader = Callable[[Message, tuple[str, ...]], str]


def secretary(message: Message, own: tuple[str, ...]) -> str:
    return new_text_of(message, own).text


def others() -> Iterator[tuple[str, Reader]]:
    try:
        from talon import quotations
        from talon.signature.bruteforce import extract_signature
    except ImportError as missing:
        print(f"talon: not measured ({missing})")
    else:
        yield "talon", lambda m, _: quotations.extract_from_plain(m.text)
        yield "talon + signature", lambda m, _: extract_signature(quotations.extract_from_plain(m.text))[0] or ""
    try:
        import quotequail
    except ImportError as missing:
        print(f"quotequail: not measured ({missing})")
    else:
        yield "quotequail", lambda m, _: _unwrapped(quotequail.unwrap(m.text), m.text)
    try:
        from mailparser_reply import EmailReplyParser
    except ImportError as missing:
        print(f"mail-parser-reply: not measured ({missing})")
    else:
        parser = EmailReplyParser(languages=["de", "en"])
        yield "mail-parser-reply", lambda m, _: parser.parse_reply(text=m.text) or ""
    try:
        from email_reply_parser import EmailReplyParser as Zapier
    except ImportError as missing:
        print(f"email-reply-parser: not measured ({missing})")
    else:
        yield "email-reply-parser", lambda m, _: Zapier.parse_reply(m.text)


def _unwrapped(found: dict[str, str] | None, text: str) -> str:
    return text if found is None else "\n".join(filter(None, (found.get("text_top"), found.get("text_bottom"))))


def lines_of(text: str) -> list[str]:
    return [line.strip() for line in text.split("\n") if line.strip()]


def measure(name: str, reader: Reader, cases: list[tuple[Message, tuple[str, ...], str]]) -> None:
    exact = lost = leaked = failed = 0
    times = []
    for message, own, expected in cases:
        started = time.perf_counter()
        try:
            found = reader(message, own)
        except Exception:  # noqa: BLE001 - a crash of a library is a result here
            failed += 1
            continue
        times.append(time.perf_counter() - started)
        got, wanted = lines_of(found), lines_of(expected)
        exact += got == wanted
        lost += any(line not in got for line in wanted)
        leaked += any(line not in wanted for line in got)
    share = 100 * exact / len(cases)
    print(f"{name:20} {share:6.1f} % {lost:6} {leaked:7} {failed:7} {1000 * statistics.median(times):9.3f}")


def main() -> None:
    readers = [("secretary", secretary), *others()]
    for label, folder in {"": MAILS, ", unseen": MAILS / "unseen"}.items():
        cases = cases_of(folder)
        print(
            f"\n{len(cases)} mails{label}\n"
            f"{'':20} {'exact':>8} {'lost':>6} {'leaked':>7} {'crashed':>7} {'median ms':>9}"
        )
        for name, reader in readers:
            measure(name, reader, cases)


def cases_of(folder: Path) -> list[tuple[Message, tuple[str, ...], str]]:
    cases = []
    for path in sorted(folder.glob("*.eml")):
        expected = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
        cases.append((parse_message(path.read_bytes()), tuple(expected.get("own_texts", ())), expected["new_text"]))
    return cases


if __name__ == "__main__":
    main()
