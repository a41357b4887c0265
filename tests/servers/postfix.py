"""Postfix (SMTP in, LMTP to Dovecot; Debian 12 ships 3.7) for tests.

Promises: mail to an account of `tests.servers.ACCOUNTS` is delivered into Dovecot; an unknown
person there is refused with 550; mail to any other domain is accepted and discarded, so that
nothing ever leaves the machine. `deferred@` is refused with 450, `full@` with 552. Log-in is
offered (Dovecot checks it), STARTTLS too.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

from tests.servers import (
    ACCOUNTS,
    CLIENT_DOMAIN,
    DOMAIN,
    LOOPBACK,
    ServerError,
    answers,
    free_ports,
    need_root,
    new_folder,
    program,
    wait_until,
)
from tests.servers.certificate import self_signed
from tests.servers.dovecot import Dovecot

SETTINGS = Path("/etc/postfix")
MASTER = Path("/usr/share/postfix/master.cf.dist")
REFUSED = {
    f"deferred@{CLIENT_DOMAIN}": "450 4.2.1 Mailbox busy, try again later",
    f"full@{CLIENT_DOMAIN}": "552 5.2.2 Mailbox full",
}

CONFIG = """\
compatibility_level = 3.6
queue_directory = {base}/queue
data_directory = {base}/data
mail_owner = postfix
setgid_group = postdrop
myhostname = mx.{domain}
mydestination =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mynetworks = 127.0.0.0/8
maillog_file = {base}/postfix.log
maillog_file_prefixes = {base}
alias_maps =
alias_database =
virtual_mailbox_domains = {domain}, {client_domain}
virtual_mailbox_maps = inline:{{ {people} }}
virtual_transport = lmtp:inet:127.0.0.1:{lmtp}
default_transport = discard:
relay_transport = discard:
local_transport = discard:
disable_dns_lookups = yes
smtpd_relay_restrictions = permit_mynetworks, reject
smtpd_recipient_restrictions = check_recipient_access inline:{{ {refused} }}, permit
smtpd_client_connection_count_limit = 0
smtpd_client_connection_rate_limit = 0
smtpd_sasl_auth_enable = yes
smtpd_sasl_type = dovecot
smtpd_sasl_path = inet:127.0.0.1:{sasl}
smtpd_tls_security_level = may
smtpd_tls_cert_file = {certificate}
smtpd_tls_key_file = {key}
smtputf8_enable = yes
smtpd_error_sleep_time = 0
queue_run_delay = 2s
minimal_backoff_time = 1s
maximal_backoff_time = 2s
"""


def _service(line: str, port: int) -> str:
    """One line of the service table: the listener on our port, and nothing in a chroot."""
    if re.match(r"smtp\s+inet\s", line):
        return f"127.0.0.1:{port} inet n - n - - smtpd"
    return re.sub(r"^(\S+\s+\S+\s+\S+\s+\S+\s+)y(\s)", r"\1n\2", line)


def _services(port: int) -> str:
    """The service table of the package, made fit for a test."""
    lines = MASTER.read_text().splitlines()
    return "".join(f"{_service(line, port)}\n" for line in lines if not line.startswith("#"))


class Postfix:
    """A running Postfix that delivers into the given Dovecot. `port` speaks SMTP."""

    host = LOOPBACK

    def __init__(self, dovecot: Dovecot) -> None:
        need_root("Postfix")
        self._binary = program("postfix", "postfix")
        self.folder = new_folder("postfix")
        (self.port,) = free_ports(1)
        self.authority, self._key = self_signed(self.folder)
        self._settings = self.folder / "etc"
        self._write(dovecot)

    def _write(self, dovecot: Dovecot) -> None:
        self._settings.mkdir()
        for name in ("dynamicmaps.cf", "postfix-files"):
            shutil.copy(SETTINGS / name, self._settings)
            shutil.copytree(SETTINGS / f"{name}.d", self._settings / f"{name}.d")
        for name in ("queue", "data"):
            (self.folder / name).mkdir()
        shutil.chown(self.folder / "data", "postfix")
        people = ", ".join(f"{account.address}=ok" for account in ACCOUNTS.values())
        refused = ", ".join(f"{{ {address} = {answer} }}" for address, answer in REFUSED.items())
        people += "".join(f", {address}=ok" for address in REFUSED)
        (self._settings / "main.cf").write_text(
            CONFIG.format(
                base=self.folder,
                domain=DOMAIN,
                client_domain=CLIENT_DOMAIN,
                people=people,
                refused=refused,
                lmtp=dovecot.lmtp_port,
                sasl=dovecot.sasl_port,
                certificate=self.authority,
                key=self._key,
            )
        )
        (self._settings / "master.cf").write_text(_services(self.port))

    def _command(self, word: str) -> subprocess.CompletedProcess[str]:
        # Postfix ends a process group that it shares with its caller when it is stopped.
        command = [self._binary, "-c", str(self._settings), word]
        return subprocess.run(command, check=False, capture_output=True, text=True, start_new_session=True)

    def start(self) -> None:
        """Start on the same port as before; the queue is kept."""
        done = self._command("start")
        try:
            wait_until(lambda: answers(self.port), f"Postfix on port {self.port}")
        except ServerError as error:
            raise ServerError(f"{error}: {done.stderr} {self.log()}") from None

    def stop(self) -> None:
        """Stop by the process id in its own queue directory."""
        self._command("stop")
        wait_until(lambda: not answers(self.port), "Postfix to stop")

    def close(self) -> None:
        """Stop and remove every trace."""
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def log(self) -> str:
        """What Postfix wrote so far."""
        log = self.folder / "postfix.log"
        return log.read_text(errors="replace") if log.exists() else ""
