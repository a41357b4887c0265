"""Cyrus IMAP (CalDAV with scheduling by the server itself) for tests, beside a Dovecot.

Debian lets `cyrus-imapd` and `dovecot-imapd` not stand beside one another. CalDAV is in
`cyrus-caldav`, which does not mind; a person's mailbox, without which there is no calendar, is made
by lmtpd from a first mail, so that no imapd is needed.
"""

from __future__ import annotations

import base64
import itertools
import pwd
import shutil
import socket
import subprocess
import urllib.request
from smtplib import LMTP

from tests.servers import (
    DOMAIN,
    LOOPBACK,
    PASSWORD,
    Child,
    answers,
    free_ports,
    need_root,
    new_folder,
    program,
    wait_until,
)

BINARIES = "/usr/lib/cyrus/bin"
PACKAGE = "cyrus-caldav sasl2-bin"
RUNS_AS = "cyrus"
USERS = ("anna", "sekretariat")  # a principal and somebody on the same server whom she invites

_IMAPD = """\
configdirectory: {b}/conf
partition-default: {b}/spool
defaultpartition: default
lmtpsocket: {b}/run/lmtp
idlesocket: {b}/run/idle
notifysocket: {b}/run/notify
proc_path: {b}/run/proc
mboxname_lockpath: {b}/run/lock
master_pid_file: {b}/run/master.pid
admins: cyrus
sasl_pwcheck_method: auxprop
sasl_auxprop_plugin: sasldb
sasl_sasldb_path: {b}/conf/sasldb2
sasl_mech_list: PLAIN
allowplaintext: yes
httpmodules: caldav
http_allowpost: no
unixhierarchysep: yes
altnamespace: yes
virtdomains: off
autocreate_post: yes
autocreate_quota: 0
caldav_allowscheduling: on
calendar_user_address_set: {domain}
caldav_create_default: yes
caldav_create_sched: yes
syslog_prefix: secretary-test
"""

_SERVICES = """\
START {{
  recover cmd="{bin}/ctl_cyrusdb -C {b}/imapd.conf -r"
}}
SERVICES {{
  http cmd="{bin}/httpd -C {b}/imapd.conf" listen="{host}:{http}" prefork=0
  lmtp cmd="{bin}/lmtpd -C {b}/imapd.conf -a" listen="{host}:{lmtp}" prefork=0
}}
EVENTS {{
}}
"""


class Cyrus:
    """A running Cyrus. `url` is the DAV root; each of `USERS` has the calendar "Default"."""

    def __init__(self) -> None:
        need_root("Cyrus")
        master = program("master", PACKAGE, BINARIES)
        program("httpd", PACKAGE, BINARIES)
        self._saslpasswd = program("saslpasswd2", PACKAGE)
        self.folder = new_folder("cyrus")
        self.port, self.lmtp_port = free_ports(2)
        self.url = f"http://{LOOPBACK}:{self.port}/dav/"
        self._numbers = itertools.count(1)
        self._write()
        command = [master, "-C", f"{self.folder}/imapd.conf", "-M", f"{self.folder}/cyrus.conf"]
        command += ["-p", f"{self.folder}/run/master.pid"]
        self._child = Child(command, self.folder / "cyrus.log")

    def _write(self) -> None:
        names = {"b": self.folder, "domain": DOMAIN, "bin": BINARIES, "host": LOOPBACK}
        ports = {"http": self.port, "lmtp": self.lmtp_port}
        for name in ("conf", "spool", "run", "run/proc", "run/lock"):
            (self.folder / name).mkdir()
        (self.folder / "imapd.conf").write_text(_IMAPD.format(**names))
        (self.folder / "cyrus.conf").write_text(_SERVICES.format(**names, **ports))
        for user in USERS:
            self._register(user)
        owner = pwd.getpwnam(RUNS_AS)
        for path in (self.folder, *self.folder.rglob("*")):
            shutil.chown(path, owner.pw_uid, owner.pw_gid)

    def start(self) -> None:
        """Start on the same ports as before; content is kept."""
        self._child.start(self.port, self.lmtp_port)
        for user in USERS:
            self._create_mailbox(user)

    def stop(self) -> None:
        """Stop; content is kept."""
        self._child.stop()

    def close(self) -> None:
        """Stop and remove every trace."""
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def home(self, user: str = "anna") -> str:
        """The URL of a person's calendars."""
        return f"{self.url}calendars/user/{user}/"

    def new_user(self) -> str:
        """Somebody without an event: here a UID may stand in one calendar of a person only."""
        user = f"user{next(self._numbers)}"
        self._register(user)
        self._create_mailbox(user)
        return user

    def request(self, method: str, url: str, user: str = "anna", body: str = "", **more: str) -> str:
        """The text of an answer, `more` being headers; raises urllib.error.HTTPError."""
        token = base64.b64encode(f"{user}:{PASSWORD}".encode()).decode()
        headers = {"Authorization": f"Basic {token}", "Depth": "1", **more}
        asked = urllib.request.Request(url, body.encode() or None, headers, method=method)  # noqa: S310 - our own loopback address
        with urllib.request.urlopen(asked, timeout=20) as answer:  # noqa: S310 - as above
            return str(answer.read().decode())

    def _register(self, user: str) -> None:
        """Give somebody the test password."""
        command = [self._saslpasswd, "-p", "-c", "-u", socket.gethostname()]
        command += ["-f", f"{self.folder}/conf/sasldb2", user]
        subprocess.run(command, input=PASSWORD.encode(), check=True, capture_output=True)

    def _create_mailbox(self, user: str) -> None:
        wait_until(lambda: answers(self.lmtp_port), "lmtpd")  # a busy master is late with the next one
        with LMTP(LOOPBACK, self.lmtp_port, timeout=20) as lmtp:
            lmtp.sendmail("root@localhost", [user], "Subject: first\r\n\r\nA mailbox is made by it.\r\n")
        self.request("PROPFIND", self.home(user), user)  # calendars come to be at the first look
