"""The base of all sections of config.yaml, and the kinds of values that several of them hold."""

from __future__ import annotations

from typing import Annotated, Literal
from zoneinfo import available_timezones

from pydantic import AfterValidator, BaseModel, ConfigDict

from secretary.config.hours import parse_spans


def _known_zone(zone: str) -> str:
    if zone not in available_timezones():
        raise ValueError(f"{zone!r} is no IANA time zone; write one like Europe/Berlin")
    return zone


def _mail_address(text: str) -> str:
    local, at, domain = text.rpartition("@")
    if not (local and at and domain) or any(c.isspace() or c in "<>,;" for c in text):
        raise ValueError(f"{text!r} is no mail address; write one like office@example.com")
    return text


Zone = Annotated[str, AfterValidator(_known_zone)]
MailAddress = Annotated[str, AfterValidator(_mail_address)]
LanguageCode = Literal["de", "en"]
Spans = Annotated[str, AfterValidator(lambda text: (parse_spans(text), text)[1])]


class Keys(BaseModel):
    """Unknown keys are errors, values never change."""

    model_config = ConfigDict(extra="forbid", frozen=True)
