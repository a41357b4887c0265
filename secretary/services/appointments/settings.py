"""What an office may set about its appointments; each key has a default and a sentence."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field


class AppointmentSettings(BaseModel):
    """The section `services: appointments:` of an office."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    duration_minutes: int = Field(30, ge=5, le=480, description="Length of a meeting when nobody says one.")
    max_duration_minutes: int = Field(240, ge=5, le=1440, description="Longer meetings are for a person to arrange.")
    buffer_minutes: int = Field(10, ge=0, le=240, description="Free time kept before and after other events.")
    notice_hours: int = Field(24, ge=0, le=720, description="No meeting is offered sooner than this.")
    horizon_days: int = Field(28, ge=1, le=180, description="How many days ahead is looked for free time.")
    offers: int = Field(3, ge=1, le=5, description="How many times are offered at once.")
    rounds: int = Field(3, ge=1, le=10, description="After so many rounds without success a person takes over.")
    hold_hours: int = Field(72, ge=1, le=720, description="How long offered times are kept free.")
    daily_max: int = Field(6, ge=1, le=50, description="No offers on a day that has so many meetings already.")
    holidays: bool = Field(True, description="Whether public holidays of the region are days off.")  # noqa: FBT003 - pydantic's way
    default_principal: str = Field(
        "", description="Whose time is meant when a client names nobody; empty: ask a person."
    )
    calendars: dict[str, tuple[str, ...]] = Field(
        default_factory=dict, description="Calendars per principal; the first is written to, all count as busy."
    )
