"""The people of an office: who they are, when they work and are away, and how they hear of what waits."""

from __future__ import annotations

from datetime import date, time

from pydantic import Field, field_validator

from secretary.config.hours import Span, parse_spans
from secretary.config.keys import Keys, LanguageCode, MailAddress, Spans, Zone
from secretary.config.servers import Server

MINUTES_A_DAY = 24 * 60


class Hours(Keys):
    """Working hours per weekday, like "09:00-12:30, 13:30-17:00"; empty is closed."""

    mon: Spans = Field("09:00-17:00", description="Monday.")
    tue: Spans = Field("09:00-17:00", description="Tuesday.")
    wed: Spans = Field("09:00-17:00", description="Wednesday.")
    thu: Spans = Field("09:00-17:00", description="Thursday.")
    fri: Spans = Field("09:00-17:00", description="Friday.")
    sat: Spans = Field("", description="Saturday.")
    sun: Spans = Field("", description="Sunday.")

    def spans(self) -> dict[int, tuple[Span, ...]]:
        """Spans per weekday, 0 = Monday."""
        days = (self.mon, self.tue, self.wed, self.thu, self.fri, self.sat, self.sun)
        return {i: parse_spans(text) for i, text in enumerate(days)}


class PersonConfig(Keys):
    """A principal or an assistant."""

    name: str = Field(description="Full name, as clients shall read it.")
    address: MailAddress = Field(description="The person's own mail address.")
    aliases: tuple[MailAddress, ...] = Field((), description="Further addresses of the same person.")
    language: LanguageCode = Field("de", description="Language the secretary writes to this person.")
    calendars: tuple[str, ...] = Field((), description="URLs or names of the calendars; the first one is written to.")
    hours: Hours | None = Field(None, description="Own working hours where they differ from the office's.")
    zone: Zone | None = Field(None, description="Own time zone where it differs.")
    region: str | None = Field(None, description="Own region for public holidays where it differs.")
    digest: tuple[time, ...] = Field(
        (), description="Times of working days at which this person is told by mail how things stand: 08:00."
    )
    away: tuple[tuple[date, date], ...] = Field(
        (), description="Days away, each time the first and the last one: [[2026-12-21, 2027-01-03]]."
    )
    deputy: str = Field("", description="Short name of the person who stands in meanwhile.")

    @field_validator("away")
    @classmethod
    def _in_order(cls, away: tuple[tuple[date, date], ...]) -> tuple[tuple[date, date], ...]:
        if any(last < first for first, last in away):
            raise ValueError("the last day away is before the first")
        return away

    @field_validator("digest", mode="before")
    @classmethod
    def _unquoted(cls, times: object) -> object:
        """YAML 1.1 reads 18:00 as a number to the base of sixty."""
        if not isinstance(times, list):
            return times
        return [f"{t // 60:02}:{t % 60:02}" if isinstance(t, int) and 0 <= t < MINUTES_A_DAY else t for t in times]

    @field_validator("digest")
    @classmethod
    def _local_times(cls, times: tuple[time, ...]) -> tuple[time, ...]:
        if any(t.tzinfo for t in times):
            raise ValueError("write times of day in the office's zone, like 08:00")
        return times

    phone: str = Field("", max_length=40, description="Number at which clients ring up, for meetings by phone.")
    mailbox: Server | None = Field(
        None,
        description=(
            "The person's own mailbox, read only: answers about a running appointment that reached them alone are "
            "found in its INBOX by the Message-IDs of the thread. No other mail of it is looked at."
        ),
    )


class AttentionConfig(Keys):
    """How people hear of what waits for them."""

    digest_empty: bool = Field(False, description="Whether a digest also comes when there is nothing to tell.")  # noqa: FBT003 - pydantic's way
    answer_hours: int = Field(
        0,
        ge=0,
        le=1000,
        description="Working hours that something may wait for a person before those in charge are told; 0: any time.",
    )
