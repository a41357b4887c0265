"""Which of the older mails below the new text was forwarded, and what it says."""

from __future__ import annotations

from datetime import tzinfo

from secretary.domain.reading import ForwardedMail, LineKind
from secretary.understand.quoting.cut import Cut, find_cut, mark_cut, mark_quotes
from secretary.understand.quoting.forward import forwarded_mail
from secretary.understand.quoting.page import Page, unquoted
from secretary.understand.quoting.words import FORWARD_SUBJECT

# A forward of a forward of a forward …
MAX_INNER = 10


def forwarded_in(page: Page, cut: Cut | None, subject: str, zone: tzinfo | None) -> tuple[ForwardedMail, ...]:
    """The forwarded mails, the outermost first; () for an answer.

    It is a forward if the program's separator says so, if the subject does, or if there is
    nothing above the older mail: nobody answers with nothing.
    """
    says_nothing = not any(page.kinds[number] is LineKind.TEXT for number in page.filled(0, len(page.lines)))
    if cut is None:
        return _quoted_forward(page, zone) if FORWARD_SUBJECT.match(subject) or says_nothing else ()
    if not (cut.forward or FORWARD_SUBJECT.match(subject) or (says_nothing and cut.values)):
        return ()
    return tuple(_mails(cut.values, page.lines[cut.body :], zone))


def _quoted_forward(page: Page, zone: tzinfo | None) -> tuple[ForwardedMail, ...]:
    """Programs that mark a forwarded mail with "> " print its header inside the marks."""
    inside = [unquoted(line) for number, line in enumerate(page.lines) if page.kinds[number] is LineKind.QUOTE]
    inner = Page(inside)
    mark_quotes(inner)
    cut = find_cut(inner)
    if cut is None or not cut.values or any(inner.filled(0, cut.first)):
        return ()
    return tuple(_mails(cut.values, inside[cut.body :], zone))


def _mails(values: dict[str, str], lines: list[str], zone: tzinfo | None) -> list[ForwardedMail]:
    found: list[ForwardedMail] = []
    while len(found) < MAX_INNER:
        page = Page(lines)
        mark_quotes(page)
        cut = find_cut(page)
        if cut is not None:
            mark_cut(page, cut)
        own = [line for number, line in enumerate(lines) if page.kinds[number] is LineKind.TEXT]
        found.append(forwarded_mail(values, "\n".join(own).strip("\n"), zone))
        if cut is None or not cut.values:
            break
        values, lines = cut.values, lines[cut.body :]
    return found
