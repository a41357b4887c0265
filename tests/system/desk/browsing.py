"""The desk at work on the embedded servers, and what every page must be."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email import message_from_bytes, policy
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.system.conftest import OnServers

LINK = re.compile(r"http://127\.0\.0\.1:\d+/sign-in/[\w-]+")


@dataclass
class Desk:
    url: str
    office: OnServers

    def link_for(self, user: str, *, after: int = 0) -> str:
        """The newest sign-in link in somebody's mailbox."""
        mails = until(lambda: self.office.servers.mailbox(user)[after:])
        parsed = message_from_bytes(mails[-1], policy=policy.default)
        return LINK.search(parsed.get_body(("plain",)).get_content()).group()

    def sign_in(self, page: Page, user: str) -> None:
        page.goto(f"{self.url}/sign-in")
        before = len(self.office.servers.mailbox(user))
        page.locator("input[name=address]").fill(self.office.servers.accounts[user].address)
        page.locator("main button").click()
        page.goto(self.link_for(user, after=before))
        page.locator("main button").click()


def until(found: Callable[[], Any], seconds: float = 20) -> Any:
    end = time.monotonic() + seconds
    while not (value := found()):
        assert time.monotonic() < end, "nothing came"
        time.sleep(0.05)
    return value


def answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@contextmanager
def at_work(on_servers: OnServers) -> Iterator[Desk]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    on_servers.change("offices:", f"desk: {{port: {port}, url: '{url}', operators: [ben@firma.test]}}\noffices:")
    env = {**os.environ, "OFFICE_PW": on_servers.password}
    command = [sys.executable, "-m", "secretary", "run"]
    with subprocess.Popen(command, cwd=on_servers.folder, env=env, stderr=subprocess.PIPE, text=True) as running:
        until(lambda: answers(port) or running.poll() is not None)
        try:
            yield Desk(url, on_servers)
        finally:
            running.send_signal(signal.SIGTERM)
            assert running.wait(15) == 0


def opened(page: Page) -> None:
    """Everything that can be unfolded is."""
    page.evaluate("document.querySelectorAll('main details:not([hidden])').forEach(one => { one.open = true })")


def accessible(page: Page) -> None:
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def fits(page: Page) -> None:
    """Nothing that is to be seen stands out to the right; what scrolls by itself may be wider."""
    page.wait_for_load_state()
    wide = page.evaluate(
        """() => [...document.querySelectorAll("main *, header *")]
            .filter(e => e.checkVisibility() && !e.closest(".foreign"))
            .filter(e => e.getBoundingClientRect().right > window.innerWidth + 1)
            .map(e => e.outerHTML.slice(0, 200))"""
    )
    assert wide == [], wide
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
