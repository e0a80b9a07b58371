"""Which tests run; and a real headless Chromium, in which pages are opened from disk as a user opens them."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

os.environ["LC_ALL"] = "C.UTF-8"  # on a Turkish system the commands would speak Turkish

pytest.register_assert_rewrite("tests.support")  # before the first of its modules is imported

from tests.support.browser import CHROMIUM, DESKTOP, FLAGS, Open, Shown  # noqa: E402
from tests.support.programs import missing  # noqa: E402
from tests.support.tiers import BY_FIXTURE, LEFT_OUT, RARE, Asked, Tier, named  # noqa: E402


def pytest_addoption(parser: pytest.Parser) -> None:
    """A switch for each tier beyond the fast one."""
    parser.addoption("--most", action="store_true", help="every kind of test, and a sample of those that are alike")
    parser.addoption("--all", action="store_true", help="every test; without either the fast ones")


def pytest_configure(config: pytest.Config) -> None:
    """What is chosen by ``-m`` is chosen among all tests."""
    everything = config.getoption("--all") or config.getoption("markexpr")
    Asked.tier = Tier.ALL if everything else Tier.MOST if config.getoption("--most") else Tier.FAST
    gc.disable()  # until all tests are collected: what is made until then stays


def pytest_itemcollected(item: pytest.Item) -> None:
    """A test is marked by the fixtures that it uses."""
    for fixture, marker in BY_FIXTURE.items():
        if fixture in getattr(item, "fixturenames", ()):
            item.add_marker(marker)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what the tier has no time for; it is counted as deselected in the last line.

    What takes minutes comes first: with two processes it would otherwise keep one of them busy after all else is done.
    """
    if Asked.tier > Tier.FAST:
        items.sort(key=lambda item: item.get_closest_marker("default_case") is None)
    without = {Tier.FAST: LEFT_OUT, Tier.MOST: (RARE,), Tier.ALL: ()}[Asked.tier]
    kept, left = [], []
    for item in items:
        out = any(item.get_closest_marker(marker) for marker in without) and not named(item, config)
        (left if out else kept).append(item)
    items[:] = kept
    config.hook.pytest_deselected(items=left)


def pytest_collection_finish() -> None:
    """Modules and tests stay to the end: looking through them for garbage again and again is a tenth of the time."""
    gc.freeze()
    gc.enable()
    gc.set_threshold(50_000)


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
    def opened(
        path: Path, size: tuple[int, int] = DESKTOP, theme: str = "light", locale: str = "en-US"
    ) -> Iterator[Shown]:
        viewport = {"width": size[0], "height": size[1]}
        context = browser.new_context(viewport=viewport, color_scheme=theme, locale=locale)
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
