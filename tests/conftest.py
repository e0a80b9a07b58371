"""A real headless Chromium: pages are opened from disk as a user opens them, and watched while they are shown."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.support.browser import CHROMIUM, DESKTOP, FLAGS, Open, Shown
from tests.support.programs import missing


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """The browser; without one the tests are skipped on a desk and fail in continuous integration."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        missing("the package playwright is not installed: pip install -e '.[test]'")
    if not CHROMIUM.exists():
        missing(f"{CHROMIUM} is not there: apt-get install chromium")
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
