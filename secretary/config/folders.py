"""The folders of an office: names by language, each of them the office's own choice.

Promises: every role has a name. That no two share one is checked with the office, whose language counts.
"""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import Field

from secretary.config.keys import Keys
from secretary.domain.action import FolderRole

ROOTS = {"de": "Sekretariat", "en": "Secretary"}
NAMES: Mapping[FolderRole, tuple[str, str]] = {
    FolderRole.HANDLED: ("Erledigt", "Handled"),
    FolderRole.REVIEW: ("Zu prüfen", "To review"),
    FolderRole.DRAFTS: ("Entwürfe", "Drafts to approve"),
    FolderRole.QUARANTINE: ("Problem", "Problem"),
    FolderRole.DONE: ("Selbst erledigt", "Done"),
    FolderRole.APPROVE: ("Freigeben", "Approve"),
    FolderRole.REJECT: ("Ablehnen", "Reject"),
    FolderRole.BACK: ("Zurück ans Sekretariat", "Back to the secretary"),
    FolderRole.TEACH: ("Lehren", "Teach"),
}


def _named(role: FolderRole, what: str) -> str:
    """The key's sentence, with the names that an empty value stands for."""
    german, english = NAMES[role]
    return f"{what} Empty: {german}, in English {english}, below the root."


class FoldersConfig(Keys):
    """Names of the folders, with "/" between levels whatever the server uses."""

    root: str = Field(
        "", description="Where those lie that have no name here. Empty: Sekretariat, in English Secretary."
    )
    inbox: str = Field("INBOX", description="Where mail arrives.")
    handled: str = Field("", description=_named(FolderRole.HANDLED, "What the secretary has settled."))
    review: str = Field("", description=_named(FolderRole.REVIEW, "What a person must look at."))
    drafts: str = Field("", description=_named(FolderRole.DRAFTS, "Drafts for a person to send or approve."))
    sent: str = Field("Sent", description="Where sent mail is kept.")
    quarantine: str = Field("", description=_named(FolderRole.QUARANTINE, "Mails that could not be read."))
    spam: str = Field("Junk", description="What the mail server marked as spam.")
    done: str = Field(
        "",
        description=_named(FolderRole.DONE, "A mail moved here closes its case: somebody has settled it themselves."),
    )
    approve: str = Field("", description=_named(FolderRole.APPROVE, "A draft moved here is sent as it lies there."))
    reject: str = Field(
        "", description=_named(FolderRole.REJECT, "A draft or mail moved here: nothing is sent, the case is settled.")
    )
    back: str = Field(
        "", description=_named(FolderRole.BACK, "A mail moved here is decided anew by the rules as they are now.")
    )
    teach: str = Field(
        "", description=_named(FolderRole.TEACH, "A mail moved into a folder below it teaches the secretary.")
    )
    teach_as: tuple[str, ...] = Field(
        (), description="Folders to be made below teach, such as Rechnung; those that people make count as well."
    )

    def names(self, language: str) -> dict[str, str]:
        """The name of each role's folder in an office of this language."""
        german = language == "de"
        root = self.root.strip("/") or ROOTS["de" if german else "en"]
        below = {role: f"{root}/{both[0 if german else 1]}" for role, both in NAMES.items()}
        return {role.value: getattr(self, role.value) or below[role] for role in FolderRole}
