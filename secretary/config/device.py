"""The first refresh token, from a person at any browser (OAuth 2.0 device flow, RFC 8628).

Promises: nothing is kept but the refresh token, in the file that the configuration names.
Never does: wait; who asks waits as long as the provider wants.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from secretary.config.oauth import OAuth, post, word_of
from secretary.domain.errors import CredentialsRejected, SetupError, TemporaryError

GRANT = "urn:ietf:params:oauth:grant-type:device_code"
USUAL_INTERVAL = 5.0  # seconds between two questions, where the provider names none (section 3.2)
SLOWER = 5.0  # seconds more where it says slow_down (section 3.5)
USUAL_END = 900.0
WAITING = frozenset({"authorization_pending", "slow_down"})


@dataclass(frozen=True, slots=True)
class Code:
    """What a person enters where, and how long the provider waits for it, in seconds."""

    page: str
    code: str
    interval: float
    lasts: float
    device_code: str = field(repr=False)


def begin(oauth: OAuth) -> Code:
    """Ask for a code. Raises SetupError, TemporaryError, CredentialsRejected."""
    if not oauth.device_url:
        raise SetupError("The provider's address for codes is missing.", remedy="Write device_url under oauth.")
    scope = {"scope": oauth.scope} if oauth.scope else {}
    status, given = post(oauth.device_url, {**oauth.client(), **scope})
    page, code, device_code = (given.get(k) for k in ("verification_uri", "user_code", "device_code"))
    if not (isinstance(page, str) and isinstance(code, str) and isinstance(device_code, str)):
        raise CredentialsRejected(
            f"{oauth.device_url} gave no code ({word_of(status, given)}).",
            remedy="Check device_url, client_id and scope.",
        )
    return Code(
        page, code, _seconds(given, "interval", USUAL_INTERVAL), _seconds(given, "expires_in", USUAL_END), device_code
    )


def ask(oauth: OAuth, code: Code) -> float | None:
    """Whether the person has agreed: None, and the refresh token is kept; else the seconds until the next question."""
    form = {**oauth.client(), "grant_type": GRANT, "device_code": code.device_code}
    status, given = post(oauth.token_url, form)
    word = word_of(status, given)
    if word in WAITING:
        return code.interval + (SLOWER if word == "slow_down" else 0)
    token = given.get("refresh_token")
    if "access_token" not in given:
        raise CredentialsRejected(f"No access was given ({word}).", remedy="Call `secretary grant` again.")
    if not isinstance(token, str) or not token:
        raise TemporaryError(
            "The provider gave no refresh token.", remedy="Add what its manual names (offline_access) to scope."
        )
    oauth.keep(token)
    return None


def _seconds(given: dict[str, Any], name: str, usual: float) -> float:
    value = given.get(name)
    return float(value) if isinstance(value, int | float) and value >= 0 else usual
