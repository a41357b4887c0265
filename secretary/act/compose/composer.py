"""What the secretary writes: answers, forwards, cover notes.

Promises: only what stands in the answer's data, the office's own texts and the names of those who
write to each other reaches a template. The same inputs give the same bytes.
Never does: send, or record.
"""

from __future__ import annotations

import random
import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from secretary.act.compose.letter import Letter, one_line, with_mail_inside, written
from secretary.act.compose.notes import Facts, note_text
from secretary.act.compose.outward import is_for_people, shown
from secretary.act.compose.salutation import greeting
from secretary.act.compose.samples import CLIENT, sample_values
from secretary.act.compose.templates import Templates
from secretary.domain.action import Answer, Forward
from secretary.domain.address import Address
from secretary.domain.case import Case
from secretary.domain.effect import MailClass, SendMail, message_id_for
from secretary.domain.errors import PermanentError
from secretary.domain.office import Office
from secretary.domain.reading import Reading
from secretary.understand.human import FOOTERS

GREETINGS = {"de": "Freundliche Grüße", "en": "Kind regards"}


class Composer:
    """Writes for one office."""

    def __init__(self, office: Office, templates: Mapping[str, str]) -> None:
        """`templates` is {file name: text}; raises SetupError for one that cannot be used."""
        self.office = office
        self._templates = Templates(templates)

    def catalogue(self) -> dict[str, dict[str, frozenset[str]]]:
        """{template: {language: variables}}, for checking rules."""
        return self._templates.catalogue()

    def sources(self) -> dict[str, dict[str, str]]:
        """{template: {language: text}} as they are written."""
        return self._templates.sources()

    def preview(self, name: str, language: str, now: datetime) -> tuple[str, str]:
        """(subject, text) of a template filled with samples. Raises SetupError when it cannot be filled."""
        local = now.astimezone(ZoneInfo(self.office.zone))
        variables = self._templates.catalogue()[name][language]
        case = Case("C-SAMPLE", self.office.id, CLIENT.display_name, CLIENT, now, language=language)
        values = {**sample_values(variables, local, self.office.zone), **self._given(case, language, CLIENT, None)}
        subject, body = self._templates.render(name, language, values)
        return subject, self._signed(body, language, MailClass.AUTO_REPLIED)

    def compose(
        self,
        answer: Answer,
        *,
        key: str,
        case: Case,
        reading: Reading | None,
        now: datetime,
        mail_class: MailClass,
        references: tuple[str, ...] = (),
    ) -> SendMail:
        """The finished mail of an answer. Raises SetupError or PermanentError when it cannot be written."""
        to = answer.to or ((reading.sender.answer_to,) if reading else (case.party,))
        language = self._language(answer, to[0], reading, case)
        recipients = tuple(a.addr_spec for a in (*to[:1], *answer.cc))
        internal = all(self.office.person_of(Address(r)) for r in recipients)
        inside = internal or all(self.office.is_self(Address(r)) for r in recipients)
        if is_for_people(answer.template) and not inside:
            raise PermanentError(f"{answer.template} is for people of the office only.")
        values = {**answer.said, **shown(answer.template, answer.data), **self._given(case, language, to[0], reading)}
        own_subject, body = self._templates.render(answer.template, language, values)
        thread = () if answer.new_thread else _thread(reading, references)
        subject = own_subject if answer.new_thread or not case.subject else reply_subject(case, reading)
        message_id = message_id_for(key, self.office.address.domain)
        letter = Letter(
            from_=Address(self.office.address.addr_spec, self._signature(language)),
            to=to[:1],
            cc=answer.cc,
            subject=subject,
            text=self._signed(body, language, mail_class),
            message_id=message_id,
            date=now,
            mail_class=mail_class,
            case=case.id,
            in_reply_to=thread[-1] if thread else "",
            references=thread,
            invitation=answer.invitation,
            choices=answer.choices,
        )
        return SendMail(
            stable(written(letter), key),
            message_id,
            self.office.address.addr_spec,
            recipients,
            mail_class,
            answer.template,
            subject,
            internal,
        )

    def forward(self, action: Forward, *, key: str, case: Case, raw: bytes, now: datetime) -> SendMail:
        """The whole mail as it came, as a file, with a note from the template."""
        to = action.to[0]
        person = self.office.person_of(to)
        language = person.language if person else self.office.language
        subject, body = self._templates.render(action.template, language, self._given(case, language, to, None))
        message_id = message_id_for(key, self.office.address.domain)
        letter = Letter(
            from_=Address(self.office.address.addr_spec, self._signature(language)),
            to=action.to,
            subject=subject,
            text=self._signed(body, language, MailClass.AUTO_GENERATED),
            message_id=message_id,
            date=now,
            mail_class=MailClass.AUTO_GENERATED,
            case=case.id,
            forwarded=raw,
        )
        recipients = tuple(a.addr_spec for a in action.to)
        internal = all(self.office.person_of(a) for a in action.to)
        sender = self.office.address.addr_spec
        raw_mail = with_mail_inside(stable(written(letter), key), raw)
        return SendMail(
            raw_mail, message_id, sender, recipients, MailClass.AUTO_GENERATED, action.template, subject, internal
        )

    def cover_note(self, facts: Facts, *, key: str, now: datetime, references: tuple[str, ...] = ()) -> bytes:
        """The note that stands beside an escalated mail, in its thread."""
        case, reading = facts.case, facts.reading
        thread = _thread(reading, references)
        letter = Letter(
            from_=self.office.address,
            to=(self.office.address,),
            subject=reply_subject(case, reading),
            text=note_text(facts),
            message_id=message_id_for(key, self.office.address.domain),
            date=now,
            mail_class=MailClass.AUTO_GENERATED,
            case=case.id,
            in_reply_to=thread[-1] if thread else "",
            references=thread,
            html=False,
        )
        return stable(written(letter), key)

    def _language(self, answer: Answer, to: Address, reading: Reading | None, case: Case) -> str:
        """That of the person written to: named, known, as they wrote, as the case, the office's."""
        person = self.office.person_of(to)
        wrote = reading.language.value if reading and reading.sender.answer_to.key == to.key else ""
        wished = (answer.language, person.language if person else "", wrote, case.language)
        known = self._templates.languages(answer.template)
        return next((w for w in wished if w in self.office.languages and w in known), self.office.language)

    def _given(self, case: Case, language: str, to: Address, reading: Reading | None) -> dict[str, Any]:
        facts = {name: self.office.facts.get(f"{name}_{language}", text) for name, text in self.office.facts.items()}
        person = self.office.person_of(to)
        signed = reading.signature_name if reading and reading.sender.answer_to.key == to.key else ""
        name = person.name if person else signed or to.display_name
        return {
            "office": {"name": self.office.name, "facts": facts},
            "greeting": greeting(name, to, language),
            "subject": one_line(case.subject),
            "language": language,
            "case": case.id,
        }

    def _signature(self, language: str) -> str:
        return self.office.signature.get(language, self.office.name)

    def _signed(self, body: str, language: str, mail_class: MailClass) -> str:
        closing = f"{body.rstrip()}\n\n{GREETINGS[language]}\n{self._signature(language)}\n"
        return closing if mail_class is MailClass.HUMAN else f"{closing}\n{FOOTERS[language]}\n"


def _thread(reading: Reading | None, references: tuple[str, ...]) -> tuple[str, ...]:
    """References of an answer: the mail's own thread and the mail itself (RFC 5322 section 3.6.4)."""
    if reading is None:
        return references
    message = reading.message
    own = (message.message_id,) if message.message_id else ()
    return tuple(dict.fromkeys((*message.references, *message.in_reply_to, *own)))


def reply_subject(case: Case, reading: Reading | None) -> str:
    """The thread's subject, with one Re: in front."""
    subject = one_line(reading.message.subject if reading else case.subject).replace(f"[{case.id}]", "").strip()
    return subject if re.match(r"(?i)(?:re|aw|antw)\s*:", subject) else f"Re: {subject}"


_BOUNDARY = re.compile(rb'boundary="(===============\d+==)"')


def stable(raw: bytes, key: str) -> bytes:
    """MIME boundaries drawn from the key instead of from chance, so that a replay gives the same bytes."""
    for number, boundary in enumerate(dict.fromkeys(_BOUNDARY.findall(raw))):
        drawn = random.Random(f"{key}{number}").randrange(10**19)  # noqa: S311 - no secret, only stable
        raw = raw.replace(boundary, f"==============={drawn:019d}==".encode())
    return raw
