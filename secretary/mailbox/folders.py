r"""The office's folders as this server names them (RFC 9051 section 5.1, RFC 2342, RFC 6154).

Promises: roles and names with "/" between levels become the server's own delimiter and prefix; a
role whose folder does not exist goes to the folder that the server marks for it (\Sent, \Drafts,
\Junk); what exists nowhere is created and subscribed.
Never does: touch a folder that nobody named.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from secretary.mailbox.answers import server_name, special
from secretary.mailbox.commands import personal_prefix
from secretary.mailbox.link import TROUBLE, Trouble, trouble_of
from secretary.mailbox.session import Session
from secretary.mailbox.survey import FolderFound

SPECIAL_USE = {"sent": b"\\sent", "drafts": b"\\drafts", "spam": b"\\junk"}  # RFC 6154


class Folders:
    """Names by role, for one account. Used by the thread that works."""

    def __init__(self, roles: Mapping[str, str]) -> None:
        self._wanted = {"inbox": "INBOX", **roles}
        self._names: dict[str, str] = {}
        self._delimiter = "/"
        self._prefix = ""

    @property
    def inbox(self) -> str:
        """The folder where mail arrives, as far as it is known."""
        return self._names.get("inbox", self._wanted["inbox"])

    def prepare(self, session: Session) -> None:
        """Learn the server's names, and create what is missing."""
        created: set[str] = set()
        for folder in self.found(session):
            if not folder.there and folder.name not in created:
                self.create(session, folder.name)
                created.add(folder.name)
            self._names[folder.role] = folder.name

    def found(self, session: Session) -> tuple[FolderFound, ...]:
        """The folder of each role, there or to be created; changes nothing."""
        listed = session.list_folders()
        self._delimiter = next((found.decode() for _, found, _ in listed if found), "/")
        self._prefix = personal_prefix(session)
        there = {name for _, _, name in listed}
        folders = []
        for role, wanted in self._wanted.items():
            name = server_name(wanted, self._delimiter, self._prefix)
            marked = special(listed, SPECIAL_USE.get(role))
            name = name if name in there or not marked else marked
            folders.append(FolderFound(role, name, name in there or name.upper() == "INBOX", name == marked))
        return tuple(folders)

    def create(self, session: Session, name: str) -> None:
        """Create and subscribe; that somebody else was quicker is fine."""
        try:
            session.create_folder(name)
        except TROUBLE as error:
            if trouble_of(error) is not Trouble.NO or not session.folder_exists(name):
                raise
        session.subscribe_folder(name)

    def name(self, session: Session, folder: str) -> str:
        """A role or a name, as the server writes it."""
        if not self._names:
            self.prepare(session)
        return self._names.get(folder) or server_name(folder, self._delimiter, self._prefix)

    def below(self, session: Session, role: str) -> dict[str, str]:
        """The folders below a role's: what each is called from there on, and its name with "/" between levels."""
        top = f"{self.name(session, role)}{self._delimiter}"
        there = session.list_folders("", f"{top}*")
        short = (name[len(top) :].replace(self._delimiter, "/") for flags, _, name in there if not _closed(flags))
        return {name: f"{self._wanted[role]}/{name}" for name in sorted(short) if name}

    def is_missing(self, session: Session, folder: str) -> bool:
        """Whether the folder does not exist (any more)."""
        return not session.folder_exists(self.name(session, folder))


def _closed(flags: Iterable[bytes]) -> bool:
    r"""Whether a name holds no mails (\Noselect, \NonExistent: RFC 9051 section 7.3.1)."""
    return any(flag.lower() in {b"\\noselect", b"\\nonexistent"} for flag in flags)
