"""What an office may set about its appointments; each key has a default and a sentence."""

from __future__ import annotations

from datetime import time
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

from secretary.config.hours import parse_spans
from secretary.services.appointments.itip import Scheduling

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


class AppointmentSettings(BaseModel):
    """The section `services: appointments:` of an office."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    duration_minutes: int = Field(30, ge=5, le=480, description="Length of a meeting when nobody says one.")
    max_duration_minutes: int = Field(240, ge=5, le=1440, description="Longer meetings are for a person to arrange.")
    buffer_minutes: int = Field(10, ge=0, le=240, description="Free time kept before and after other events.")
    travel_minutes: int = Field(
        0, ge=0, le=480, description="Free time kept around events that take place somewhere; the larger one counts."
    )
    notice_hours: int = Field(24, ge=0, le=720, description="No meeting is offered sooner than this.")
    answer_hours: int = Field(
        24, ge=0, le=720, description="What is offered may be answered for so long before it lapses, where possible."
    )
    horizon_days: int = Field(28, ge=1, le=180, description="How many days ahead is looked for free time.")
    horizon_max_days: int = Field(
        90, ge=1, le=365, description="How far ahead it may be when somebody names a later time."
    )
    offers: int = Field(3, ge=1, le=5, description="How many times are offered at once.")
    rounds: int = Field(3, ge=1, le=10, description="After so many rounds without success a person takes over.")
    hold_hours: int = Field(72, ge=1, le=720, description="How long offered times are kept free.")
    nudge: bool = Field(True, description="Whether parties are reminded once before offered times lapse.")  # noqa: FBT003 - pydantic's way
    remind: bool = Field(True, description="Whether a party that never answered is reminded a day before.")  # noqa: FBT003 - as above
    undo_minutes: int = Field(
        3,
        ge=0,
        le=60,
        description="How long an order of the office's own people can be taken back once it is confirmed.",
    )
    daily_max: int = Field(6, ge=1, le=50, description="No offers on a day that has so many meetings already.")
    holidays: bool = Field(True, description="Whether public holidays of the region are days off.")  # noqa: FBT003 - pydantic's way
    tentative: Literal["busy", "free"] = Field("busy", description="Whether tentative events block.")
    all_day: Literal["busy", "free"] = Field(
        "busy", description="Whether all-day events that are not marked as free block the day."
    )
    focus: dict[Weekday, str] = Field(
        default_factory=dict, description='Hours without meetings, like {mon: "09:00-11:00"}.'
    )
    default_principal: str = Field(
        "", description="Whose time is meant when a client names nobody; empty: ask a person."
    )
    scheduling: Scheduling = Field(
        Scheduling.MAIL,
        description=(
            "Who invites. mail: the secretary, and the calendar server is told to keep out; bare: the secretary, and "
            "the stored event names nobody, for servers that do not keep out; server: the calendar server, in the "
            "principal's name. `secretary check` tries it out and says which one fits."
        ),
    )
    calendars: dict[str, tuple[str, ...]] = Field(
        default_factory=dict, description="Calendars per principal; the first is written to, all count as busy."
    )

    @field_validator("focus")
    @classmethod
    def _are_spans(cls, focus: dict[Weekday, str]) -> dict[Weekday, str]:
        for text in focus.values():
            parse_spans(text)
        return focus

    def focus_spans(self) -> dict[int, tuple[tuple[time, time], ...]]:
        """Hours without meetings per weekday, 0 = Monday."""
        return {WEEKDAYS.index(day): parse_spans(text) for day, text in self.focus.items()}
