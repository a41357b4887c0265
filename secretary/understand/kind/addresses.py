"""Addresses behind which nobody reads (RFC 3834 section 2, RFC 5230 section 4.6), by their local part.

Promises: total; a name that only looks similar ("noreen@", "bouncer.tim@") is a person's.
Never does: look at the domain: machines write from every one.
"""

from __future__ import annotations

import re

from secretary.domain.address import Address

# One word for each habit; hyphen, dot, underscore or nothing may part its syllables.
_NO_REPLY = (
    r"no[-._]?reply|no[-._]?response|do[-._]?not[-._]?(?:reply|respond)|dont[-._]?reply|not?[-._]?repl(?:y|ies)|unattended"
    r"|nicht[-._]?(?:be)?antworten|keine[-._]?antwort|bitte[-._]?nicht[-._]?antworten|ne[-._]?pas[-._]?repondre|nepasrepondre"
    r"|no[-._]?responder|no[-._]?contestar|non[-._]?rispondere|nao[-._]?responda|niet[-._]?beantwoorden|geen[-._]?antwoord"
    r"|nie[-._]?odpowiadaj|svar[-._]?ej|ikke[-._]?svar"
)
_DAEMONS = (
    r"mailer[-._]?daemon|mail[-._]?daemon|postmaster|mdaemon|mailadm(?:in)?|listserv|listproc|majordomo|mailman|ezmlm|sympa|root"
    r"|daemon|cron|nobody|wwwrun|www-data|apache|bounces?|auto[-._]?(?:responder|reply|mailer|confirm|notify|mail)"
    r"|mail[-._]?delivery(?:[-._]?(?:system|subsystem))?|microsoftexchange[0-9a-f]{8,40}"
)
_DEVICES = r"scan(?:ner)?|scan[-._]?to[-._]?mail|drucker|kopierer|printer|copier|mfp|fritz[-._]?box|voice[-._]?mail|anrufbeantworter|telefonanlage|faxserver|fax2mail|wordpress|zabbix|nagios|icinga"
_VOICE = r"notifications?|notify|notifier|alerts?|newsletter|news[-._]?letters?|mailings?|benachrichtigung(?:en)?|updates?[-._]?noreply"
_PART = re.compile(
    rf"(?:.*[-._+=])?(?:{_NO_REPLY})(?:[-._+=\d].*)?|(?:{_DAEMONS}|{_VOICE}|{_DEVICES})(?:[+=\d].*)?", re.DOTALL
)
# Envelope names of list programs and of those who send for others (VERP: "bounce-17-tom=kunde.test").
_LIST_PREFIX = ("owner-", "sentto-", "return-", "listserv-")
_LIST_SUFFIX = ("-request", "-bounces", "-owner", "-return", "-errors", "-admin-bounces", "-bounce", "-unsubscribe")
_BOUNCE_NAME = re.compile(r"(?:.*[-._+])?b(?:ou)?nc(?:e[sr]?)?(?:[-._+=\d].*)?|bounces?[^a-z].*", re.DOTALL)
_DAEMON_ONLY = re.compile(
    r"(?:mailer|mail)[-._]?daemon.*|postmaster.*|mdaemon|mail[-._]?delivery.*|microsoftexchange[0-9a-f]{8,40}|bounces?(?:[-+=].*)?",
    re.DOTALL,
)
_SYSTEM = re.compile(
    r"(?i)\b(?:notifications?|benachrichtigung(?:en)?|alerts?|mailer|robot|bot|no[- ]?reply|fritz!?box|scanner|voicemail"
    r"|anrufbeantworter|docusign|adobe (?:acrobat )?sign|skribble|yousign|hellosign|pandadoc)\b"
)
MAX_LOCAL = 128  # RFC 5321 allows 64


def is_machine_address(address: Address) -> bool:
    """Whether nobody reads behind this address."""
    local = _local(address)
    return bool(local) and (_PART.fullmatch(local) is not None or is_list_address(address))


def names_a_system(address: Address) -> bool:
    """Whether the display name is that of a program and no person's ("DocuSign EU System")."""
    return _SYSTEM.search(address.display_name[:MAX_LOCAL]) is not None


def is_list_address(address: Address) -> bool:
    """Whether it is a list program's own ("owner-foo@", "foo-request@", "foo-bounces+tom=x.de@")."""
    local = _local(address)
    head = re.split(r"[+=]", local, maxsplit=1)[0]
    return local.startswith(_LIST_PREFIX) or head.endswith(_LIST_SUFFIX)


def is_daemon(address: Address) -> bool:
    """Whether it is a mail system's own, which tells what became of a mail."""
    return _DAEMON_ONLY.fullmatch(_local(address)) is not None


def is_bounce_name(local_part: str) -> bool:
    """Whether an envelope sender only takes bounces ("bounce+17-tom=kunde.test")."""
    return _BOUNCE_NAME.fullmatch(local_part.casefold()[:MAX_LOCAL]) is not None


def _local(address: Address) -> str:
    return (address.local_part or address.addr_spec).casefold()[:MAX_LOCAL]
