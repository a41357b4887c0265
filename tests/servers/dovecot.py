"""Dovecot (IMAP, LMTP, Sieve; Debian 12 ships 2.3) for tests.

Promises: IMAP with and without TLS, LMTP, log-in service for Postfix, special-use folders
(RFC 6154), the accounts of `tests.servers.ACCOUNTS`, and more by `new_account`.
"""

from __future__ import annotations

import itertools
import shutil
import subprocess
from pathlib import Path

from tests.servers import (
    ACCOUNTS,
    DOMAIN,
    LOOPBACK,
    PASSWORD,
    Account,
    Child,
    free_ports,
    need_root,
    new_folder,
    program,
)
from tests.servers.certificate import HERE, Authority

PACKAGES = "dovecot-imapd dovecot-lmtpd dovecot-sieve"
MAIL_USER = "nobody"
NEW_USER = "new-"  # whoever begins so exists; a changed user file is noticed only after seconds
SPECIAL_USE = ("Sent", "Drafts", "Trash", "Junk", "Archive")

CONFIG = """\
protocols = imap lmtp
listen = 127.0.0.1
base_dir = {base}/run
state_dir = {base}/state
instance_name = {name}
log_path = {base}/dovecot.log
ssl = yes
ssl_cert = <{certificate}
ssl_key = <{key}
disable_plaintext_auth = no
auth_mechanisms = plain login{mechanisms}
auth_username_format = %Ln
auth_failure_delay = 0
mail_location = maildir:{base}/mail/%n
first_valid_uid = 1
mail_max_userip_connections = 200
passdb {{
  driver = passwd-file
  args = {base}/users
}}
{tokens}passdb {{
  driver = static
  args = password={password}
  username_filter = {new}*
}}
userdb {{
  driver = static
  args = uid={user} gid=nogroup home={base}/home/%n
}}
namespace inbox {{
  inbox = yes
  separator = {separator}
  prefix = {prefix}
{special}}}
service imap-login {{
  inet_listener imap {{
    address = 127.0.0.1
    port = {imap}
  }}
  inet_listener imaps {{
    address = 127.0.0.1
    port = {imaps}
    ssl = yes
  }}
}}
service lmtp {{
  inet_listener lmtp {{
    address = 127.0.0.1
    port = {lmtp}
  }}
}}
service auth {{
  inet_listener {{
    address = 127.0.0.1
    port = {sasl}
  }}
}}
service anvil {{
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service stats {{
  unix_listener stats-writer {{
    mode = 0666
  }}
}}
protocol lmtp {{
  mail_plugins = sieve
  postmaster_address = postmaster@{domain}
}}
plugin {{
  sieve = file:{base}/sieve/%n;active={base}/sieve/%n.sieve
}}
"""


def _special_folders() -> str:
    return "".join(
        f"  mailbox {name} {{\n    special_use = \\{name}\n    auto = subscribe\n  }}\n" for name in SPECIAL_USE
    )


TOKENS = """\
passdb {{
  driver = oauth2
  mechanisms = {mechanisms}
  args = {file}
}}
"""
# The name of the user is what the token server says, not what the client claims.
TOKEN_FILE = "tokeninfo_url = {url}\nusername_attribute = username\n"


class Dovecot:
    """A running Dovecot. `port` is plain IMAP and STARTTLS, `tls_port` IMAP over TLS.

    `authority` is the file of the authority that signed its certificate, for localhost and 127.0.0.1.
    """

    host = LOOPBACK

    def __init__(
        self, *, prefix: str = "", separator: str = "/", tokens: str = "", mechanisms: str = "xoauth2 oauthbearer"
    ) -> None:
        """`tokens` is where to ask about access tokens (OAuth 2.0); the token is appended."""
        need_root("Dovecot")
        binary = program("dovecot", PACKAGES)
        self._doveadm = program("doveadm", PACKAGES)
        program("lmtp", PACKAGES, "/usr/lib/dovecot")
        self.folder = new_folder("dovecot")
        self.port, self.tls_port, self.lmtp_port, self.sasl_port = free_ports(4)
        authority = Authority(self.folder)
        self.authority = authority.file
        self._numbers = itertools.count(1)
        self._config = self.folder / "dovecot.conf"
        self._tokens, self._mechanisms = tokens, mechanisms
        self._write(*authority.issue(*HERE), prefix, separator)
        self._child = Child([binary, "-F", "-c", str(self._config)], self.folder / "dovecot.log")

    def _write(self, certificate: Path, key: Path, prefix: str, separator: str) -> None:
        values = {"imap": self.port, "imaps": self.tls_port, "lmtp": self.lmtp_port, "sasl": self.sasl_port}
        self._config.write_text(
            CONFIG.format(
                base=self.folder,
                name=self.folder.name,
                certificate=certificate,
                key=key,
                user=MAIL_USER,
                special=_special_folders(),
                prefix=prefix,
                tokens=self._token_passdb(),
                mechanisms=f" {self._mechanisms}" if self._tokens else "",
                separator=separator,
                password=PASSWORD,
                new=NEW_USER,
                domain=DOMAIN,
                **values,
            )
        )
        for name in ("mail", "home", "sieve"):
            (self.folder / name).mkdir()
            shutil.chown(self.folder / name, MAIL_USER, "nogroup")
        lines = [f"{account.user}:{{PLAIN}}{account.password}::::::\n" for account in ACCOUNTS.values()]
        (self.folder / "users").write_text("".join(lines))

    def _token_passdb(self) -> str:
        if not self._tokens:
            return ""
        file = self.folder / "tokens.conf"
        file.write_text(TOKEN_FILE.format(url=self._tokens))
        return TOKENS.format(mechanisms=self._mechanisms, file=file)

    def start(self) -> None:
        """Start on the same ports as before; content is kept."""
        self._child.start(self.port, self.tls_port, self.lmtp_port, self.sasl_port)

    def stop(self) -> None:
        """Stop; every connection is cut."""
        self._child.stop()

    def close(self) -> None:
        """Stop and remove every trace."""
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def new_account(self) -> Account:
        """A further account with an empty mailbox."""
        return Account(f"{NEW_USER}{next(self._numbers)}", DOMAIN)

    def doveadm(self, *arguments: str) -> str:
        """Run `doveadm` on this instance and give back what it printed."""
        command = [self._doveadm, "-c", str(self._config), *arguments]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout

    def drop_connections(self, user: str) -> None:
        """Cut every connection of one user, as a failing network would."""
        self.doveadm("kick", user)

    def empty(self, user: str) -> None:
        """Remove all mail of one user from all folders."""
        self.doveadm("expunge", "-u", user, "mailbox", "*", "all")
