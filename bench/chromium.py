"""Pages measured in Chromium, by the metrics that the browser itself keeps."""

from __future__ import annotations

import shutil
import statistics
import subprocess
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from playwright.sync_api import sync_playwright

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import CDPSession, Page, Playwright, Route

SWITCHES = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
VIEW = {"width": 1000, "height": 700}
STEPS = 50
BROWSERS = 5
LONGEST_S = 120

# two frames after the page has loaded, its first picture stands; a page of ours may be
# unpacked a little later, and says when it is painted
_FIRST = """
addEventListener("load", () => {
    const { dataset } = document.documentElement;
    const count = () => requestAnimationFrame(() => requestAnimationFrame(() => {
        window.firstPicture = performance.now();
    }));
    new MutationObserver(() => {
        if (dataset.controlmap === "ready") window.whole = performance.now();
    }).observe(document.documentElement, { attributeFilter: ["data-controlmap"] });
    if (!window.ControlMapStarter || dataset.controlmap) return count();
    new MutationObserver((_, observer) => {
        observer.disconnect();
        count();
    }).observe(document.documentElement, { attributeFilter: ["data-controlmap"] });
});
"""
_STEP = """(argument) => new Promise((done) => requestAnimationFrame(() => {
    (%s)(argument);
    requestAnimationFrame(() => requestAnimationFrame(done));
}))"""


@dataclass(frozen=True)
class Measured:
    """Median over some fresh browsers; of the steps the median and 95th percentile.

    Times are milliseconds, the heap is MB after a collection. The whole page is there
    when its controls are, after the first picture; zero for pages without such a stage.
    """

    first_picture: float
    whole: float
    script: float
    script_95: float
    main: float
    main_95: float
    heap: float

    @classmethod
    def median(cls, each: list[Measured]) -> Measured:
        """Median of every number."""
        rows = [asdict(one) for one in each]
        return cls(
            **{key: statistics.median(row[key] for row in rows) for key in rows[0]}
        )


def version() -> str:
    """Name and version of the browser."""
    ran = subprocess.run(
        [str(shutil.which("chromium")), "--version"],
        check=True,
        capture_output=True,
        text=True,
    )
    return ran.stdout.split(" built")[0].strip()


@dataclass(frozen=True)
class Subject:
    """A page to be measured.

    Attributes
    ----------
    path : Path
        Its file.
    step : str
        JavaScript function that goes to a day.
    arguments : list
        For it: one to warm up, then those of the steps that count.
    """

    path: Path
    step: str
    arguments: list[Any]


def measure(subjects: list[Subject], asset: Callable[[str], bytes]) -> list[Measured]:
    """Measure pages, turn and turn about, so that what else runs is shared by all.

    Parameters
    ----------
    subjects : list of Subject
    asset : callable
        What stands at an address; no page reaches the network.

    Returns
    -------
    list of Measured
        Of each page the median over ``BROWSERS`` fresh browsers.
    """
    with sync_playwright() as playwright:
        rounds = [
            [_once(playwright, each, asset) for each in subjects]
            for _ in range(BROWSERS)
        ]
    return [Measured.median(list(seen)) for seen in zip(*rounds, strict=True)]


def _once(
    playwright: Playwright, subject: Subject, asset: Callable[[str], bytes]
) -> Measured:
    path = subject.path
    browser = playwright.chromium.launch(
        executable_path=shutil.which("chromium"), args=SWITCHES
    )
    context = browser.new_context(viewport=VIEW)
    page = context.new_page()
    page.set_default_timeout(LONGEST_S * 1000)

    def answer(route: Route) -> None:
        kind = "text/css" if route.request.url.endswith(".css") else "text/javascript"
        route.fulfill(body=asset(route.request.url), content_type=kind)

    page.route(lambda url: url.startswith("http"), answer)
    page.on("pageerror", lambda error: print(f"{path.name}: {error}"))
    page.add_init_script(_FIRST)
    session = context.new_cdp_session(page)
    session.send("Performance.enable")
    page.goto(path.as_uri())
    while (first := page.evaluate("window.firstPicture")) is None:
        page.wait_for_timeout(20)
    page.wait_for_timeout(1000)
    session.send("HeapProfiler.collectGarbage")
    heap = _metrics(session)["JSHeapUsedSize"] / 1e6
    script, main = _steps(page, session, _STEP % subject.step, subject.arguments)
    whole = page.evaluate("window.whole || 0")
    browser.close()
    return Measured(first, whole, *_middle_and_95(script), *_middle_and_95(main), heap)


def _steps(
    page: Page, session: CDPSession, step: str, arguments: list[Any]
) -> tuple[list[float], list[float]]:
    """Script and main-thread milliseconds of each step but the first."""
    page.evaluate(step, arguments[0])
    page.wait_for_timeout(500)
    script, main = [], []
    for argument in arguments[1:]:
        before = _metrics(session)
        page.evaluate(step, argument)
        after = _metrics(session)
        script.append(1e3 * (after["ScriptDuration"] - before["ScriptDuration"]))
        main.append(1e3 * (after["TaskDuration"] - before["TaskDuration"]))
    return script, main


def _metrics(session: CDPSession) -> dict[str, float]:
    found: list[dict[str, Any]] = session.send("Performance.getMetrics")["metrics"]
    return {metric["name"]: metric["value"] for metric in found}


def _middle_and_95(values: list[float]) -> tuple[float, float]:
    return statistics.median(values), sorted(values)[int(0.95 * len(values))]
