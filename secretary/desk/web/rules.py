"""The rules of an office in the browser: what each is for, how often it fires, and what a mail would set off.

Promises: trying a mail out changes nothing. What is pasted is read as any stranger's mail is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from itertools import groupby

import yaml
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import Response

from secretary.act.compose.letter import one_line
from secretary.act.compose.sentences import told
from secretary.decide.ruleset import Rule
from secretary.desk.web.forms import with_token
from secretary.desk.web.offices import for_visitors, frame
from secretary.desk.web.page import desk_of, form_of, page
from secretary.desk.web.visitors import Sight, Visitor
from secretary.domain.address import Address
from secretary.domain.errors import SecretaryError
from secretary.domain.lesson import LessonKind
from secretary.domain.office import Office

COUNTED_DAYS = 30
MAX_ASKED = 100  # characters that are searched for
FIELDS = ("from", "subject", "text", "raw")


def rule_text(rule: Rule) -> str:
    """When and then of a rule as they stand in its file."""
    kept = rule.text.model_dump(mode="json", by_alias=True, exclude_unset=True)
    shown = {name: kept[name] for name in ("when", "then", "autonomy", "continue") if name in kept}
    return yaml.safe_dump(shown, allow_unicode=True, sort_keys=False, default_flow_style=None, width=72)


@for_visitors(Sight.WORKINGS)
async def rules(request: Request, who: Visitor, office: Office) -> Response:
    """All rules in the order in which they are tried, with counts, and the form to try a mail."""
    return _page(request, who, office)


def _page(request: Request, who: Visitor, office: Office, **more: object) -> Response:
    desk = desk_of(request)
    in_force = desk.at_work[office.id].rules
    figures = desk.records.figures(office.id, desk.clock.now(), days=COUNTED_DAYS, zone=office.zone)
    learned = desk.at_work[office.id].learned()
    asked = request.query_params.get("q", "")[:MAX_ASKED]
    files = _by_file(in_force.rules, asked, who.language)
    values = {
        **frame(request, who, office),
        "learned": learned,
        "previews": {
            lesson.id: desk.at_work[office.id].preview(lesson)
            for lesson in learned.open
            if lesson.kind is LessonKind.WORDING
        },
        "tallies": {tally.rule: tally for tally in learned.tallies},
        "teaches": who.sees(office.id, Sight.TEACHING),
        "told": request.query_params.get("told") == "not_learned",
        "asked": asked,
        "files": files,
        "found": sum(len(rules) for _, rules in files),
        "warnings": in_force.warnings,
        "fired": figures.fired,
        "days": COUNTED_DAYS,
        "given": dict.fromkeys(FIELDS, ""),
        "tried": None,
        "problem": "",
        **more,
    }
    return page(request, "rules.html.j2", values, language=who.language, zone=office.zone)


def _by_file(rules: Iterable[Rule], asked: str, language: str) -> list[tuple[str, list[tuple[Rule, str]]]]:
    """The rules with their text, by the file they stand in; those that hold all words that were asked for."""
    wanted = asked.casefold().split()
    shown = ((rule, rule_text(rule)) for rule in rules)
    kept = [(rule, text) for rule, text in shown if _holds(wanted, rule, text, language)]
    return [(file, list(group)) for file, group in groupby(kept, key=lambda one: one[0].file)]


def _holds(wanted: Iterable[str], rule: Rule, text: str, language: str) -> bool:
    whole = "\n".join((rule.text.name, rule.text.why, told(rule.text.why, language), text)).casefold()
    return all(word in whole for word in wanted)


async def _raw_of(request: Request, given: Mapping[str, str], office: Office, now: datetime) -> bytes:
    """The uploaded mail, the one that was pasted whole, or one made of the fields."""
    upload = (await request.form()).get("mail")
    if isinstance(upload, UploadFile) and upload.size:
        return await upload.read()
    if given["raw"].strip():
        return given["raw"].strip().replace("\r\n", "\n").replace("\n", "\r\n").encode("utf-8", "replace")
    mail = EmailMessage(policy=SMTP)
    sender = Address(one_line(given["from"]) or "tom.weber@example.org")
    mail["From"] = sender.addr_spec
    mail["To"], mail["Subject"], mail["Date"] = office.address.addr_spec, one_line(given["subject"]), now
    mail.set_content(given["text"])
    return mail.as_bytes()


@with_token
@for_visitors(Sight.WORKINGS)
async def try_out(request: Request, who: Visitor, office: Office) -> Response:
    """What would become of a mail, and why."""
    form, desk = await form_of(request), desk_of(request)
    given = {name: form.get(name, "") for name in FIELDS}
    try:
        raw = await _raw_of(request, given, office, desk.clock.now())
        tried = await desk.at_work[office.id].try_out(raw)
    except (SecretaryError, ValueError) as error:
        return _page(request, who, office, given=given, problem=str(error))
    return _page(request, who, office, given=given, tried=tried)
