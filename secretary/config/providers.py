"""Servers of well-known providers, so that `secretary init` need not ask for them.

Promises: host names as the providers publish them for mail programs; a domain not listed gets the
usual names of an own mail server. `hint` says what an account there needs before it works.
"""

from __future__ import annotations

from dataclasses import dataclass

SWITCH_ON = "Switch IMAP on in the account's settings."
APP_PASSWORD = "Make a password for applications in the account's security settings; the usual one is refused."  # noqa: S105 - a sentence


@dataclass(frozen=True, slots=True)
class Provider:
    """IMAP with TLS, SMTP with STARTTLS on the usual port unless `smtp_tls`; `caldav` "" where none is known."""

    imap: str
    smtp: str
    caldav: str = ""
    smtp_tls: bool = False
    hint: str = ""


PROVIDERS: dict[str, Provider] = {
    "gmail.com": Provider("imap.gmail.com", "smtp.gmail.com", hint=APP_PASSWORD),
    "gmx.de": Provider("imap.gmx.net", "mail.gmx.net", "https://caldav.gmx.net/", hint=SWITCH_ON),
    "icloud.com": Provider("imap.mail.me.com", "smtp.mail.me.com", "https://caldav.icloud.com/", hint=APP_PASSWORD),
    "fastmail.com": Provider(
        "imap.fastmail.com", "smtp.fastmail.com", "https://caldav.fastmail.com/", smtp_tls=True, hint=APP_PASSWORD
    ),
    "mailbox.org": Provider("imap.mailbox.org", "smtp.mailbox.org", "https://dav.mailbox.org/caldav/"),
    "posteo.de": Provider("posteo.de", "posteo.de", "https://posteo.de:8443/", smtp_tls=True),
    "t-online.de": Provider("secureimap.t-online.de", "securesmtp.t-online.de", smtp_tls=True, hint=APP_PASSWORD),
    "web.de": Provider("imap.web.de", "smtp.web.de", "https://caldav.web.de/", hint=SWITCH_ON),
}
ALSO = {
    "googlemail.com": "gmail.com",
    "gmx.net": "gmx.de",
    "gmx.at": "gmx.de",
    "gmx.ch": "gmx.de",
    "me.com": "icloud.com",
    "mac.com": "icloud.com",
    "fastmail.fm": "fastmail.com",
    "posteo.net": "posteo.de",
}


def provider_of(domain: str) -> Provider | None:
    """The well-known provider of a mail domain."""
    name = domain.casefold()
    return PROVIDERS.get(ALSO.get(name, name))


def servers_of(domain: str) -> Provider:
    """The provider's servers, or the usual names at an own domain."""
    return provider_of(domain) or Provider(f"mail.{domain}", f"mail.{domain}", f"https://mail.{domain}/")
