"""Chromium from Debian, headless, driven by Playwright; its own downloads are not used."""

from __future__ import annotations

import shutil

from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from tests.servers import MissingError

PHONE: ViewportSize = {"width": 360, "height": 740}
DESKTOP: ViewportSize = {"width": 1100, "height": 900}


class Chromium:
    """One browser for the session; each page is a visitor of its own."""

    def __init__(self) -> None:
        path = shutil.which("chromium")
        if path is None:
            raise MissingError("Chromium is not installed (apt-get install chromium).")
        self._path = path

    def start(self) -> None:
        """Start the browser."""
        self._playwright = sync_playwright().start()
        self._browser: Browser = self._playwright.chromium.launch(
            executable_path=self._path, headless=True, args=["--no-sandbox", "--disable-dev-shm-usage"]
        )

    def visitor(self, *, language: str = "de", phone: bool = False, scripts: bool = True) -> Page:
        """An empty page of somebody who was never here."""
        locale = {"de": "de-DE", "en": "en-GB"}[language]
        context = self._browser.new_context(
            locale=locale, viewport=PHONE if phone else DESKTOP, java_script_enabled=scripts
        )
        context.set_default_timeout(10_000)
        return context.new_page()

    def close(self) -> None:
        """End it."""
        self._browser.close()
        self._playwright.stop()
