"""What goes wrong with a calendar server, sorted into what a caller can do about it (RFC 9110 section 15)."""

from __future__ import annotations

from secretary.domain.errors import CredentialsRejected, EffectError, PermanentError, TemporaryError


class ForgottenError(TemporaryError):
    """The server does not know the sync token any more."""


class UidTakenError(PermanentError):
    """The UID stands in another resource, or another calendar of the same person (RFC 4791 section 5.3.2.1)."""


def refusal(status: int, method: str, preconditions: str) -> EffectError:
    """What a status of 401 or 403 means; `preconditions` are those that the server names as unfulfilled."""
    if status == 403 and method == "REPORT" and preconditions:  # noqa: PLR2004 - RFC 6578 section 3.2
        return ForgottenError("The calendar server forgot what it had told.")
    if status == 403 and "no-uid-conflict" in preconditions:  # noqa: PLR2004 - RFC 4791 section 5.3.2.1
        return UidTakenError("Another event has this UID.")
    if status == 403:  # noqa: PLR2004 - RFC 9110 section 15.5.4
        return PermanentError("The calendar server does not allow this.", remedy="Give the account the right.")
    remedy = "Correct user and password of the calendar server."
    return CredentialsRejected("The calendar server refused the log-in.", remedy=remedy)


def raise_for(status: int, what: str) -> None:
    """Raises for a status that is no success, by what a caller can do about it."""
    if status < 300:  # noqa: PLR2004 - the class of successes
        return
    if status >= 500 or status in {408, 423, 425, 429}:  # noqa: PLR2004 - the server's failures, and "not now"
        raise TemporaryError(f"The calendar server could not {what} ({status}).")
    raise PermanentError(f"The calendar server will not {what} ({status}).", remedy="Check the calendar's address.")
