"""The words of a rule file, as pydantic models; the JSON Schema for editors comes from here.

Never does: mean anything. `conditions` and `engine` give the words their meaning.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, field_validator, model_validator

from secretary.decide.patterns import compiled
from secretary.domain.action import EscalationReason
from secretary.domain.case import CaseState
from secretary.domain.message import AttachmentKind
from secretary.domain.office import Autonomy, Role
from secretary.domain.reading import Language, MailKind, Trust

FLAG = re.compile(r"\\(?:Flagged|Seen|Answered)|[A-Za-z0-9$_.-]{1,64}")  # RFC 9051 section 2.3.2
ADDRESS = re.compile(r"[^\s<>,;@]+@[^\s<>,;@]+")


def _checked(patterns: tuple[str, ...]) -> tuple[str, ...]:
    for pattern in patterns:
        if not pattern.strip():
            raise ValueError("an empty pattern would match everything")
        compiled(pattern)
    return patterns


def _many(value: object) -> object:
    return value if isinstance(value, list | tuple) else (value,)


Patterns = Annotated[
    tuple[str, ...], BeforeValidator(_many, json_schema_input_type=str | list[str]), AfterValidator(_checked)
]
Words = Annotated[tuple[str, ...], BeforeValidator(_many, json_schema_input_type=str | list[str])]
Kinds = Annotated[tuple[MailKind, ...], BeforeValidator(_many, json_schema_input_type=MailKind | list[MailKind])]
Roles = Annotated[tuple[Role, ...], BeforeValidator(_many, json_schema_input_type=Role | list[Role])]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class AttachmentIs(_Strict):
    """At least `count` attachments of the kind and with the name."""

    kind: AttachmentKind | None = Field(None, description="What kind of file it is.")
    name: Patterns = Field((), description="Patterns for the file name.")
    count: int = Field(1, ge=1, description="How many there must be at least.")


class When(_Strict):
    """Conditions; all that are written must hold. Several values of one condition: any of them."""

    sender: Words = Field((), description="Address, glob (*@firma.de) or domain of the author.")
    role: Roles = Field((), description="principal, assistant or client.")
    known: bool | None = Field(None, description="Whether a person of the office knows the writer.")
    recipient: Words = Field((), description="An address or domain among To and Cc.")
    header: dict[str, Patterns] = Field({}, description="Header name and pattern.")
    subject: Patterns = Field((), description="Words or /expressions/ in the subject.")
    text: Patterns = Field((), description="The writer's own words, without quotes and signature.")
    attachment: AttachmentIs | None = Field(None, description="Attachments: kind, name, count.")
    language: Language | None = Field(None, description="Language of the writer's own words.")
    intent: Words = Field((), description="What the writer wants; appointment covers appointment.move.")
    only_intent: Words = Field((), description="The writer wants nothing besides these; none: nothing that is known.")
    kind: Kinds = Field((), description="What kind of mail it is: a person's, a list's, an auto-reply…")
    list: bool | None = Field(None, description="Whether it came over a mailing list.")
    auth: Trust | None = Field(None, description="What the office's own server said of the sender.")
    sender_flag: Words = Field((), description="display-name-spoof, reply-to-elsewhere, lookalike.")
    larger_than: int | None = Field(None, ge=0, description="Size in octets.")
    office_open: bool | None = Field(None, description="Whether the office is open now, by its working hours.")
    weekday: Words = Field((), description="mon, tue, wed, thu, fri, sat, sun in the office's zone.")
    from_hour: int | None = Field(None, ge=0, le=24, description="From this full hour on, in the office's zone.")
    until_hour: int | None = Field(None, ge=0, le=24, description="Before this full hour, in the office's zone.")
    case: CaseState | None = Field(None, description="State of the case that the mail belongs to.")
    service: str | None = Field(None, description="The building block that leads the case.")
    answers_ours: bool | None = Field(None, description="Whether it answers a mail of the secretary.")
    turns_at_least: int | None = Field(
        None, ge=0, description="Automatic mails in the thread since a person took part, at least."
    )
    prior_mails_at_least: int | None = Field(
        None, ge=0, description="Mails of this writer on record before this one, at least."
    )
    all: tuple[When, ...] = Field((), description="Groups of conditions that must all hold.")
    any: tuple[When, ...] = Field((), description="Groups of conditions of which one must hold.")
    not_: When | None = Field(None, alias="not", description="Conditions that must not all hold.")

    @field_validator("weekday")
    @classmethod
    def _days(cls, days: tuple[str, ...]) -> tuple[str, ...]:
        if unknown := set(days) - {"mon", "tue", "wed", "thu", "fri", "sat", "sun"}:
            raise ValueError(f"unknown weekday {sorted(unknown)}; write mon, tue, wed, thu, fri, sat or sun")
        return days


class AnswerWith(_Strict):
    """An answer from a template with values of its own."""

    template: str = Field(description="Name of the template, without language and ending.")
    data: dict[str, str | int | bool] = Field({}, description="Values that the template shows.")


class EscalateFor(_Strict):
    """A reason and a sentence for the person."""

    reason: EscalationReason = Field(EscalationReason.RULE, description="Why a person must look.")
    detail: str = Field("", description="A sentence for the person.")
    suggest: Words = Field((), description="What the person might do, a line each.")
    draft: str = Field("", description="Template of a ready draft.")


class EngageWith(_Strict):
    """A building block and what it shall do."""

    service: str = Field(description="Name of the building block.")
    request: str = Field(description="One of its requests.")
    params: dict[str, str | int | bool] = Field({}, description="What the request needs to know.")


class RemindIn(_Strict):
    """A reminder after some days or hours."""

    days: int = Field(0, ge=0, le=3650, description="Days from now.")
    hours: int = Field(0, ge=0, le=1000, description="Hours from now, beside the days.")
    note: str = Field("", description="A sentence for the person.")

    @model_validator(mode="after")
    def _some_time(self) -> RemindIn:
        if not self.after:
            raise ValueError("a reminder needs days or hours")
        return self

    @property
    def after(self) -> timedelta:
        """The whole time."""
        return timedelta(days=self.days, hours=self.hours)


def _flag(flag: str) -> str:
    if not FLAG.fullmatch(flag):
        raise ValueError("a flag is \\Flagged, \\Seen, \\Answered or a keyword without spaces")
    return flag


def _addresses(addresses: tuple[str, ...]) -> tuple[str, ...]:
    for text in addresses:
        if not ADDRESS.fullmatch(text):
            raise ValueError(f"{text!r} is no mail address")
    return addresses


def _reason(value: object) -> object:
    return {"reason": value} if isinstance(value, str) else value


def _template(value: object) -> object:
    return {"template": value} if isinstance(value, str) else value


class Then(_Strict):
    """One action: exactly one of these keys."""

    answer: Annotated[AnswerWith, BeforeValidator(_template, json_schema_input_type=str | AnswerWith)] | None = Field(
        None, description="Answer with a template, in the writer's language."
    )
    forward: Annotated[Words, AfterValidator(_addresses)] | None = Field(
        None, description="Send the whole mail on to these addresses."
    )
    file: str | None = Field(
        None, min_length=1, description="Move it into a folder: handled, review, spam… or a folder's name."
    )
    flag: Annotated[str, AfterValidator(_flag)] | None = Field(
        None, description="Set a flag: \\Flagged, \\Seen, or a keyword."
    )
    escalate: Annotated[EscalateFor, BeforeValidator(_reason, json_schema_input_type=str | EscalateFor)] | None = Field(
        None, description="Put it before a person, with the reason."
    )
    negotiate: str | None = Field(None, description="Hand it to appointments: request, find, move or cancel.")
    engage: EngageWith | None = Field(None, description="Hand it to another building block.")
    remind: RemindIn | None = Field(None, description="Bring the case back to a person after a time.")
    ignore: bool | None = Field(None, description="Nothing to do; the mail is filed, and that is on record.")

    @model_validator(mode="before")
    @classmethod
    def _bare(cls, value: object) -> object:
        return {value: {} if value == "escalate" else True} if isinstance(value, str) else value

    @model_validator(mode="after")
    def _one(self) -> Then:
        if len(self.model_fields_set) != 1:
            raise ValueError("an action has exactly one key; write each action on its own line")
        return self

    @property
    def word(self) -> str:
        """The key that is set."""
        return next(iter(self.model_fields_set))


class Example(_Strict):
    """A small mail and the rule that must decide it; without `expect` the rule it stands under."""

    from_: str = Field("Tom Weber <tom@example.org>", alias="from", description="Who writes.")
    to: str = Field("", description="To whom; the office by default.")
    subject: str = Field("", description="The subject.")
    text: str = Field("", description="The text.")
    headers: dict[str, str] = Field({}, description="Further headers.")
    attachments: Words = Field((), description="File names of attachments.")
    calendar: str = Field("", description="Method of a calendar part (REQUEST, REPLY, CANCEL).")
    at: datetime | None = Field(None, description="When it comes, like 2026-07-14T10:00, in the office's zone.")
    role: Role | None = Field(None, description="What the writer is to the office.")
    auth: Trust | None = Field(None, description="What the office's own server says of the sender.")
    known: bool = Field(default=False, description="Whether a person of the office knows the writer.")
    prior_mails: int = Field(0, ge=0, description="Mails of this writer on record.")
    office_open: bool = Field(default=True, description="Whether the office is open.")
    case: CaseState | None = Field(None, description="State of the case that it belongs to.")
    turns: int = Field(0, ge=0, description="Automatic mails in that case.")
    answers_ours: bool = Field(default=False, description="Whether it answers a mail of the secretary.")
    expect: str = Field("", description="Name of the rule that fires; house rules and 'default' too.")
    actions: Words = Field((), description="The actions' names in order, filing included.")


class RuleText(_Strict):
    """One rule as written."""

    name: str = Field(min_length=1, description="A name of its own; log, cover note and `why` show it.")
    when: When = Field(description="Conditions; {} holds always.")
    then: tuple[Then, ...] = Field(min_length=1, description="Actions, in order.")
    why: str = Field(min_length=1, description="The reason, as a sentence for people.")
    autonomy: Autonomy = Field(Autonomy.ACT, description="act, or suggest: a person approves first.")
    continue_: bool = Field(default=False, alias="continue", description="Whether later rules are looked at as well.")
    examples: tuple[Example, ...] = Field((), description="Small mails that must be decided by it; run as tests.")


class RuleFile(_Strict):
    """A file of rules, tried in order."""

    rules: tuple[RuleText, ...] = Field(description="Rules, the first that fits decides.")


class WordingText(_Strict):
    """Other words for a paragraph of a template, instead of those in its file."""

    template: str = Field(description="The template's name.")
    language: Literal["de", "en"] = Field(description="Its language.")
    instead_of: str = Field(min_length=1, description="The paragraph as the file has it, on one line.")
    write: str = Field(description="What is written there; empty where it is left out.")


class TaughtFile(RuleFile):
    """What an office was taught at the desk: rules, the autonomy of others by their names, words of templates."""

    rules: tuple[RuleText, ...] = Field((), description="Rules, the newest last.")
    autonomy: dict[str, Autonomy] = Field({}, description="The autonomy of rules by name, instead of their own word.")
    wordings: tuple[WordingText, ...] = Field((), description="Other words for templates, taken in their order.")


def schema() -> dict[str, Any]:
    """The JSON Schema of a rule file, for editors."""
    return RuleFile.model_json_schema(by_alias=True)
