"""What a person made of the draft that lay ready, taken down where their letter settles a case.

Promises: the difference only, in terms of the template; it is kept with the case, and erased with it.
Never does: change a template. That is proposed (`offers`), and a person says so.
"""

from __future__ import annotations

from secretary.app.intake import House
from secretary.decide.rewording import rewordings
from secretary.domain.action import Close, Ending, FolderRole
from secretary.domain.case import Case
from secretary.domain.lesson import Rewording
from secretary.domain.message import Message
from secretary.ports import Ledger
from secretary.understand.mime import parse_message
from secretary.understand.quoting import new_text_of, segment


def closed_by(house: House, case: Case, letter: str | Message) -> Close:
    """How a letter settles a case: the words as a person wrote them, or the mail that they sent.

    It is the draft that lies ready, another one in its place, or one where none did.
    """
    draft = draft_of(house.ledger, case)
    if draft is None:
        return Close(Ending.ANSWERED)
    text = letter if isinstance(letter, str) else letter.text
    if draft.text.split() == text.split():
        return Close(Ending.APPROVED)
    return Close(Ending.EDITED, changes=changes_in(house, case, draft, letter))


def changes_in(house: House, case: Case, draft: Message, letter: str | Message) -> tuple[Rewording, ...]:
    """The paragraphs of the draft's template that the letter has otherwise."""
    template = house.ledger.drafted_from(case.id)
    sources = house.composer.sources().get(template, {})
    new = segment(letter) if isinstance(letter, str) else new_text_of(letter)
    return rewordings(template, sources, new_text_of(draft).text, new.text, case.party)


def draft_of(ledger: Ledger, case: Case) -> Message | None:
    """The draft that lies ready: what was put into a folder last in this case, if that is one."""
    last = next(iter(ledger.puts(case.id)), None)
    return parse_message(last.raw) if last and last.folder == FolderRole.DRAFTS.value else None
