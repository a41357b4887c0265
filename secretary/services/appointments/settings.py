"""What an office may set about its appointments; each key has a default and a sentence."""

from __future__ import annotations

from datetime import time
from typing import Literal, Self
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from secretary.config.hours import parse_spans
from secretary.config.keys import Zone
from secretary.services.appointments.attending.choices import Choice, Finding
from secretary.services.appointments.calendar.itip import Scheduling

Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
WEEKDAYS: tuple[Weekday, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


Medium = Literal["on-site", "phone", "video"]
MAX_TRAVEL = 1440  # minutes
ROOM = "{room}"  # in the template of a video link: what nobody can guess


class MeetingType(BaseModel):
    """A kind of meeting that people call by a name: a coffee, an Erstgespräch, a site visit.

    What the client says about it wins, as far as `shortest`, `longest` and `media` go. Its hours are
    those of the principal that lie in `hours`; `hours` that lie outside of all working hours, as for
    a dinner, replace them on working days.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    names: dict[Literal["de", "en"], tuple[str, ...]] = Field(
        description="What it is called per language; mails use the first one, all are recognised.", min_length=1
    )
    minutes: int = Field(30, ge=5, le=480, description="Its length when nobody says one.")
    shortest: int = Field(5, ge=5, le=480, description="A shorter one that is asked for becomes as long, in minutes.")
    longest: int = Field(480, ge=5, le=1440, description="A longer one is for a person to arrange, in minutes.")
    hours: str = Field("", description='When it may be, like "09:00-11:00, 14:00-17:00"; empty: all working hours.')
    weekdays: tuple[Weekday, ...] = Field((), description="On which weekdays, like [tue, thu]; empty: all.")
    media: tuple[Medium, ...] = Field((), description="How it may be held, the usual way first; empty: any way.")
    place: str = Field("", description="Where, if on site; empty: the office's own place.")
    buffer_minutes: int | None = Field(None, ge=0, le=240, description="Free time around it where it differs.")
    calendar: str = Field("", description="The principal's calendar that it is written to; empty: the first one.")

    @field_validator("hours")
    @classmethod
    def _are_hours(cls, hours: str) -> str:
        parse_spans(hours)
        return hours

    @field_validator("names")
    @classmethod
    def _are_named(cls, names: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
        if not all(said and all(name.strip() for name in said) for said in names.values()):
            raise ValueError("a name is missing; write them like {de: [Kaffee], en: [coffee]}")
        return names

    @model_validator(mode="after")
    def _fits_itself(self) -> Self:
        if not self.shortest <= self.minutes <= self.longest:
            raise ValueError("minutes must lie between shortest and longest")
        return self


class DailyAgenda(BaseModel):
    """When a principal gets the agenda of the day by mail."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    at: str = Field("07:30", description="The hour on the principal's clock.")
    days: tuple[Weekday, ...] = Field(
        WEEKDAYS[:5], description="On which weekdays; public holidays of the principal's region are left out."
    )

    @field_validator("at")
    @classmethod
    def _is_an_hour(cls, at: str) -> str:
        try:
            return time.fromisoformat(at).strftime("%H:%M")
        except ValueError:
            raise ValueError('this is no time of day; write one like "07:30"') from None


class Contact(BaseModel):
    """What is known of somebody outside, or of all at their domain, before they say it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    zone: Zone | None = Field(None, description="Their time zone where it differs from the office's.")
    region: str = Field("", description="Their region for public holidays; empty: the country of a zone that differs.")
    hours: str = Field(
        "", description='When they can be met, like "10:00-16:00"; empty: 08:00-18:00 where a zone is known.'
    )
    weekdays: tuple[Weekday, ...] = Field(WEEKDAYS[:5], description="On which days these hours hold.")
    phone: str = Field("", max_length=40, description="Where they are rung up.")
    place: str = Field("", description="Where one meets them when they say: at our office.")

    @field_validator("hours")
    @classmethod
    def _are_hours(cls, hours: str) -> str:
        parse_spans(hours)
        return hours


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
    daily_agenda: dict[str, DailyAgenda] = Field(
        default_factory=dict,
        description='Which principals get the agenda of the day by mail, and when: {anna: {at: "07:30"}}.',
    )
    probing_slots: int = Field(
        30,
        ge=1,
        le=1000,
        description="So many free times one mailbox, or all of one firm's, may learn by asking; then a person decides.",
    )
    probing_days: int = Field(7, ge=1, le=90, description="In so many days.")
    daily_max: int = Field(6, ge=1, le=50, description="No offers on a day that has so many meetings already.")
    holidays: bool = Field(True, description="Whether public holidays of the region are days off.")  # noqa: FBT003 - pydantic's way
    tentative: Literal["busy", "free"] = Field("busy", description="Whether tentative events block.")
    all_day: Literal["busy", "free"] = Field(
        "busy", description="Whether all-day events that are not marked as free block the day."
    )
    focus: dict[Weekday, str] = Field(
        default_factory=dict, description='Hours without meetings, like {mon: "09:00-11:00"}.'
    )
    meetings: dict[str, MeetingType] = Field(
        default_factory=dict,
        description="Kinds of meetings that people name (a coffee, an Erstgespräch), each under a short name.",
    )
    contacts: dict[str, Contact] = Field(
        default_factory=dict, description="What is known of people outside, by address or by domain."
    )
    place: str = Field(
        "", description="The office's own place, as `travel` and events call it; empty: `street` of the facts."
    )
    travel: dict[str, dict[str, int]] = Field(
        default_factory=dict,
        description=(
            'Minutes between places, both ways: {Office: {Airport: 40, "Café Nord": 10}}. A place is recognised in the '
            "location of an event; for other places `travel_minutes` counts."
        ),
    )
    video: str = Field(
        "",
        description="Address of the room for a video meeting, with {room} for a part that is drawn for each meeting.",
    )
    phone_by: Literal["office", "party"] = Field(
        "office", description="Who rings up: the office, which asks for a number it does not know, or the party."
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
    invitations: dict[Finding, Choice] = Field(
        default_factory=dict,
        description=(
            "What is done with invitations by others, like {free: accept, busy: counter, outside: ask}: ask a person "
            "(where nothing is said), accept, decline, or counter with another time. outside: free, but at a time "
            "that the secretary would not offer. A rule may say otherwise for some senders (params of its engage)."
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

    @field_validator("travel")
    @classmethod
    def _are_minutes(cls, travel: dict[str, dict[str, int]]) -> dict[str, dict[str, int]]:
        if any(not 0 <= minutes <= MAX_TRAVEL for ways in travel.values() for minutes in ways.values()):
            raise ValueError(f"a way takes 0 to {MAX_TRAVEL} minutes")
        return travel

    @field_validator("video")
    @classmethod
    def _is_a_room(cls, video: str) -> str:
        parts = urlsplit(video)
        if video and (parts.scheme != "https" or not parts.hostname or ROOM not in parts.path + parts.fragment):
            raise ValueError("write it like https://meet.example.com/{room}; {room} keeps meetings apart")
        return video

    def focus_spans(self) -> dict[int, tuple[tuple[time, time], ...]]:
        """Hours without meetings per weekday, 0 = Monday."""
        return {WEEKDAYS.index(day): parse_spans(text) for day, text in self.focus.items()}
