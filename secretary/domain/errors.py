"""What can go wrong, told so that a caller knows what to do next.

    SecretaryError
    ├── SetupError          a person must mend something: config, rule, template
    └── EffectError         the world did not do as asked
        ├── TemporaryError  nothing happened; the same again later may work
        │   ├── Unreachable the server as a whole; nothing else asked of it fares better
        │   └── HeldBack    we ourselves wait
        ├── PermanentError  nothing happened; the same again never will
        └── UnknownOutcome  it may have happened; look before doing it again

Nobody guesses from a text: an adapter sorts what its library raises into these.
"""

from __future__ import annotations

from collections.abc import Iterator


class SecretaryError(Exception):
    """The root. `remedy` says in one sentence what to do next."""

    def __init__(self, problem: str, *, remedy: str = "") -> None:
        """Keep the problem and the remedy apart, so that each can be shown on its own line."""
        super().__init__(problem)
        self.problem = problem
        self.remedy = remedy

    def __str__(self) -> str:
        """Problem and remedy in one line."""
        return f"{self.problem} {self.remedy}".strip()


class SetupError(SecretaryError):
    """Something that a person wrote cannot be used; `where` is "file:line key"."""

    def __init__(self, problem: str, *, file: str = "", line: int = 0, key: str = "", remedy: str = "") -> None:
        """`line` counts from 1; 0 where it is not known."""
        super().__init__(problem, remedy=remedy)
        self.file = file
        self.line = line
        self.key = key

    @property
    def where(self) -> str:
        """The place as editors read it: "rules/10-first.yaml:12 when.subject"."""
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place} {self.key}".strip()

    def __str__(self) -> str:
        """Place, problem, remedy in one line."""
        return f"{self.where}: {super().__str__()}" if self.where else super().__str__()


class EffectError(SecretaryError):
    """An effect on the world did not end as asked."""


class TemporaryError(EffectError):
    """Nothing happened; try again later, in `retry_after` seconds where the server said so."""

    counted = True  # whether it speaks against the effect; after enough of these a person is told

    def __init__(self, problem: str, *, remedy: str = "", retry_after: float | None = None) -> None:
        """`retry_after` in seconds, None where the server named none."""
        super().__init__(problem, remedy=remedy)
        self.retry_after = retry_after


class Unreachable(TemporaryError):  # noqa: N818 - named after what happened
    """The server as a whole does not serve at the moment: it is down, overloaded, or not to be trusted."""

    counted = False


class HeldBack(TemporaryError):  # noqa: N818 - named after what happened
    """We ourselves wait, since enough has left for now."""

    counted = False


class PermanentError(EffectError):
    """Nothing happened, and the same again never will."""


class CredentialsRejected(PermanentError):  # noqa: N818 - named after what happened
    """The server refused the log-in; trying again would lock the account out."""


class Conflict(PermanentError):  # noqa: N818 - named after what happened
    """Somebody else was first: a precondition failed, or the time is no longer free."""


class UnknownOutcome(EffectError):  # noqa: N818 - named after what happened
    """The connection ended between the request and its answer: it may have happened."""


def flat(group: BaseExceptionGroup[SecretaryError]) -> Iterator[SecretaryError]:
    """The single errors of a group, in order."""
    for error in group.exceptions:
        if isinstance(error, BaseExceptionGroup):
            yield from flat(error)
        else:
            yield error
