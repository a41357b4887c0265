"""The words of a rule file, as pydantic models; the JSON Schema for editors comes from here.

Never does: mean anything. `conditions` and `engine` give the words their meaning.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, field_validator, model_validator

from secretary.decide.patterns import compiled
from secretary.domain.action import EscalationReason
from secretary.domain.case import CaseState
from secretary.domain.message import AttachmentKind
from secretary.domain.office import Autonomy, Role
from secretary.domain.reading import Language, MailKind, Trust


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

    kind: AttachmentKind | None = None
    name: Patterns = ()
    count: int = Field(1, ge=0)


class When(_Strict):
    """Conditions; all that are written must hold. Several values of one condition: any of them."""

    sender: Words = Field((), description="Address, glob (*@firma.de) or domain of the author.")
    role: Roles = Field((), description="principal, assistant or client.")
    known: bool | None = Field(None, description="Whether a person of the office knows the writer.")
    recipient: Words = Field((), description="An address or domain among To and Cc.")
    header: dict[str, Patterns] = Field({}, description="Header name and pattern.")
    subject: Patterns = ()
    text: Patterns = Field((), description="The writer's own words, without quotes and signature.")
    attachment: AttachmentIs | None = None
    language: Language | None = None
    intent: Words = ()
    kind: Kinds = ()
    list: bool | None = Field(None, description="Whether it came over a mailing list.")
    auth: Trust | None = Field(None, description="What the office's own server said of the sender.")
    sender_flag: Words = Field((), description="display-name-spoof, reply-to-elsewhere, lookalike.")
    larger_than: int | None = Field(None, ge=0, description="Size in octets.")
    office_open: bool | None = None
    weekday: Words = Field((), description="mon, tue, wed, thu, fri, sat, sun in the office's zone.")
    from_hour: int | None = Field(None, ge=0, le=24)
    until_hour: int | None = Field(None, ge=0, le=24)
    case: CaseState | None = None
    service: str | None = Field(None, description="The building block that leads the case.")
    answers_ours: bool | None = None
    turns_at_least: int | None = Field(None, ge=0)
    prior_mails_at_least: int | None = Field(None, ge=0)
    all: tuple[When, ...] = ()
    any: tuple[When, ...] = ()
    not_: When | None = Field(None, alias="not")

    @field_validator("weekday")
    @classmethod
    def _days(cls, days: tuple[str, ...]) -> tuple[str, ...]:
        if unknown := set(days) - {"mon", "tue", "wed", "thu", "fri", "sat", "sun"}:
            raise ValueError(f"unknown weekday {sorted(unknown)}; write mon, tue, wed, thu, fri, sat or sun")
        return days


class AnswerWith(_Strict):
    """An answer from a template with values of its own."""

    template: str
    data: dict[str, str | int | bool] = {}


class EscalateFor(_Strict):
    """A reason and a sentence for the person."""

    reason: EscalationReason = EscalationReason.RULE
    detail: str = ""
    suggest: Words = ()
    draft: str = Field("", description="Template of a ready draft.")


class EngageWith(_Strict):
    """A building block and what it shall do."""

    service: str
    request: str
    params: dict[str, str | int | bool] = {}


class RemindIn(_Strict):
    """A reminder after some days or hours."""

    days: int = Field(0, ge=0)
    hours: int = Field(0, ge=0)
    note: str = ""

    @property
    def after(self) -> timedelta:
        """The whole time."""
        return timedelta(days=self.days, hours=self.hours)


def _reason(value: object) -> object:
    return {"reason": value} if isinstance(value, str) else value


def _template(value: object) -> object:
    return {"template": value} if isinstance(value, str) else value


class Then(_Strict):
    """One action: exactly one of these keys."""

    answer: Annotated[AnswerWith, BeforeValidator(_template, json_schema_input_type=str | AnswerWith)] | None = None
    forward: Words | None = None
    file: str | None = None
    flag: str | None = None
    escalate: Annotated[EscalateFor, BeforeValidator(_reason, json_schema_input_type=str | EscalateFor)] | None = None
    negotiate: str | None = None
    engage: EngageWith | None = None
    remind: RemindIn | None = None
    ignore: bool | None = None

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

    from_: str = Field("Tom Weber <tom@example.org>", alias="from")
    to: str = ""
    subject: str = ""
    text: str = ""
    headers: dict[str, str] = {}
    authenticated: bool = False
    office_open: bool = True
    expect: str = Field("", description="Name of the rule that fires; house rules and 'default' too.")
    actions: Words = Field((), description="The actions' names in order, filing included.")


class RuleText(_Strict):
    """One rule as written."""

    name: str = Field(min_length=1)
    when: When
    then: tuple[Then, ...] = Field(min_length=1)
    why: str = Field(min_length=1)
    autonomy: Autonomy = Autonomy.ACT
    continue_: bool = Field(default=False, alias="continue")
    examples: tuple[Example, ...] = ()


class RuleFile(_Strict):
    """A file of rules, tried in order."""

    rules: tuple[RuleText, ...]


def schema() -> dict[str, Any]:
    """The JSON Schema of a rule file, for editors."""
    return RuleFile.model_json_schema(by_alias=True)
