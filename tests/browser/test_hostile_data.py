"""A data set full of code does nothing on the page that is made from it."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from browser.conftest import DESKTOP, PHONE
from controlmap.cli.main import app

pytestmark = pytest.mark.browser

HOSTILE = Path(__file__).parents[1] / "data/hostile"
IMAGE = "<img src=x onerror=alert(1)>"
SCRIPT = "</script><script>alert(1)</script>"


@pytest.fixture(scope="module")
def html(tmp_path_factory):
    """Page of the data set, made by the command line as a user makes it."""
    path = tmp_path_factory.mktemp("hostile") / "map.html"
    command = f"animate --from 2019-01-01 --to 2019-03-05 --data {HOSTILE} -o {path}"
    result = CliRunner().invoke(app, [*command.split(), "--title", SCRIPT])
    assert result.exit_code == 0, result.output
    return path.read_text("utf-8")


@pytest.mark.parametrize(
    "choice",
    [
        {},
        {"policy": "adverse"},
        {"policy": "corroborated", "perspectives": ["independent"]},
        {"perspectives": [f"publisher:{IMAGE}"]},
        {"asOf": "2019-03-02"},
    ],
    ids=["as published", "policy", "perspective", "publisher", "as known on"],
)
@pytest.mark.parametrize("by", ["card", "page alone"])
@pytest.mark.parametrize("view", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_nothing_of_it_runs_and_all_of_it_is_shown_as_text(
    html, open_map, view, by, choice
):
    page = open_map(html, view=view)
    if choice:
        page.evaluate("(c) => controlmap.setChoice(c)", {"differ": True, **choice})
    page.evaluate(
        "document.querySelectorAll('details').forEach(d => { d.open = true; })"
    )
    shown = ""
    for day in ("2019-01-02", "2019-02-10", "2019-03-02"):
        page.ask("setDate", day)
        for place_id in ("upper", "lower", "quarter"):
            if by == "card":
                page.ask("choose", place_id)
            page.page.wait_for_timeout(50)
            shown += page.evaluate("document.body.innerText")
    assert IMAGE in shown
    assert SCRIPT in shown
    if by == "card" and "perspectives" not in choice:
        assert "onmouseover=alert(1)" in shown
    found = page.evaluate(
        """() => ({
            images: document.querySelectorAll("img").length,
            handlers: [...document.querySelectorAll("*")].filter((node) =>
                [...node.attributes].some((each) => each.name.startsWith("on"))).length,
            links: [...document.querySelectorAll("a[href]")].map((a) => a.href),
            scripts: document.scripts.length,
        })"""
    )
    assert found["images"] == 0
    assert found["handlers"] == 0
    assert all(
        link.startswith(("http://", "https://", "file:")) for link in found["links"]
    )
    assert page.evaluate("document.documentElement.scrollWidth") == view["width"]
    # whatever the data hold, the page has as many scripts as it was made with
    assert found["scripts"] == html.count("<script")
