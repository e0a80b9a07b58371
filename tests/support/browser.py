"""A page in a real headless Chromium, as tests look at it."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

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

    def open_all(self) -> None:
        """Open everything that is folded, but not the figures below charts."""
        self.page.evaluate("document.querySelectorAll('details:not(.data)').forEach(each => { each.open = true; })")

    def draw_all(self) -> None:
        """Come past every chart that is not hidden: it is drawn when it is near."""
        self.page.evaluate("""async () => {
            const frame = () => new Promise(requestAnimationFrame);
            for (const each of document.querySelectorAll("figure.chart")) {
                if (!each.checkVisibility()) continue;
                each.scrollIntoView({ behavior: "instant", block: "center" });
                while (!each.querySelector("svg")) await frame();
            }
            scrollTo({ top: 0, behavior: "instant" });
            await frame();
        }""")

    def switch_to(self, language: str) -> None:
        """Press the button of a language."""
        self.page.click(f'[data-language="{language}"]')


Open = Callable[..., Any]
