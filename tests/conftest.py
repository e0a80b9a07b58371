"""A real headless Chromium: pages are opened from disk as a user opens them, and watched while they are shown."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = (
    "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update",
    "--disable-sync",
)  # fmt: skip
DESKTOP, PHONE = (1280, 900), (390, 844)
PATIENCE = 30.0
"""Seconds that a page has to come to what a test waits for."""


@dataclass
class Shown:
    """A page in the browser, with what it complained about and what it asked the network for."""

    page: Any
    complaints: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def assert_quiet(self) -> None:
        """Nothing on the console, nothing asked of the network."""
        assert self.complaints == []
        assert self.requests == []

    def assert_fits(self) -> None:
        """No scrolling sideways: tables scroll within their own frame."""
        widths = self.page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
        assert widths[0] <= widths[1], widths

    def wait_until(self, expression: str, argument: Any = None) -> None:
        """Until ``expression`` holds: the page forbids `eval`, by which Playwright's own wait asks again."""
        deadline = time.monotonic() + PATIENCE
        while not self.page.evaluate(expression, argument):
            assert time.monotonic() < deadline, f"not within {PATIENCE} s: {expression}"
            self.page.wait_for_timeout(50)

    def switch_to(self, language: str) -> None:
        """Press the button of a language."""
        self.page.click(f'[data-language="{language}"]')


Open = Callable[..., Any]


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """The browser; without one the tests are skipped on a desk and fail in continuous integration."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        _missing("the package playwright is not installed: pip install -e '.[test]'")
    if not CHROMIUM.exists():
        _missing(f"{CHROMIUM} is not there: apt-get install chromium")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=str(CHROMIUM), args=list(FLAGS))
        yield launched
        launched.close()


@pytest.fixture
def shown(browser: Any) -> Open:
    """``with shown(path, size=PHONE, theme="dark") as view`` opens a file and yields a :class:`Shown`."""

    @contextmanager
    def opened(path: Path, size: tuple[int, int] = DESKTOP, theme: str = "light") -> Iterator[Shown]:
        viewport = {"width": size[0], "height": size[1]}
        context = browser.new_context(viewport=viewport, color_scheme=theme)
        page = context.new_page()
        view = Shown(page)

        def route(route: Any) -> None:
            if route.request.url.startswith("file:"):
                route.continue_()
            else:
                view.requests.append(route.request.url)
                route.abort()

        context.route("**/*", route)
        page.on("console", lambda message: view.complaints.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: view.complaints.append(str(error)))
        page.goto(path.resolve().as_uri())
        yield view
        context.close()

    return opened


def _missing(what: str) -> None:
    if os.environ.get("CI"):
        pytest.fail(what)
    pytest.skip(what)
