"""Six days of a shipped map look as they did when somebody last looked at them.

After a wanted change of data or look, draw the pictures anew and look at each:
``CONTROLMAP_UPDATE_GOLDEN=1 pytest tests/browser/test_golden_pictures.py``.

Names are left out, for fonts differ from machine to machine. A picture may differ a
little, as where a cell at the edge of the zone is inferred anew; the last tests show
that a day too early or too late, or a wrong colour, is more than that.
"""

from __future__ import annotations

import base64
import io
import os
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from browser.conftest import opener

pytestmark = pytest.mark.browser

GOLDEN = Path(__file__).parents[1] / "golden"
MUST_WRITE = os.environ.get("CONTROLMAP_UPDATE_GOLDEN") == "1"
DAYS = (
    "2017-09-01",
    "2018-02-01",
    "2019-01-15",
    "2019-08-25",
    "2020-02-28",
    "2020-03-06",
)
STRANGE = 30
"""Of 255: by how much a colour channel differs where a pixel counts as another."""

TOLERATED = 0.001
"""Share of pixels that may be others."""

CROP = """async () => {
    const canvas = document.querySelector(".cm-canvas");
    const { x, y } = map_page.getSize();
    const copy = document.createElement("canvas");
    [copy.width, copy.height] = [x, y];
    const [left, top] = [(canvas.width - x) / 2, (canvas.height - y) / 2];
    copy.getContext("2d").drawImage(canvas, left, top, x, y, 0, 0, x, y);
    return copy.toDataURL("image/png").split(",")[1];
}"""


@pytest.fixture(scope="module")
def page(zone_map, chromium, tmp_path_factory):
    """The map, 640 by 400 pixels, without names."""
    with opener(chromium, tmp_path_factory.mktemp("golden")) as open_:
        page = open_(zone_map.page())
        page.evaluate(
            """() => {
                const { style } = map_page.getContainer();
                Object.assign(style, { inset: "auto", width: "640px", height: "400px" });
                map_page.invalidateSize({ animate: false });
                map_page.setView([35.81, 36.83], 8.25, { animate: false });
            }"""
        )
        page.leave_names_out()
        assert page.evaluate("map_page.getSize()") == {"x": 640, "y": 400}
        yield page


def picture(page, day):
    """The map on a day, pixels as rows of red, green, blue."""
    page.ask("setDate", day)
    with Image.open(io.BytesIO(base64.b64decode(page.evaluate(CROP)))) as image:
        return on_white(image)


def on_white(image):
    ground = Image.new("RGBA", image.size, "#ffffff")
    return np.asarray(Image.alpha_composite(ground, image.convert("RGBA")))[:, :, :3]


def golden(day):
    return GOLDEN / f"idlib-zone-{day}.png"


def kept(day):
    """The picture of a day that somebody looked at."""
    with Image.open(golden(day)) as image:
        return on_white(image)


def difference(one, other):
    """Share of the pixels that differ clearly."""
    apart = np.abs(one.astype(int) - other.astype(int)).max(axis=2)
    return (apart > STRANGE).mean()


@pytest.mark.parametrize("day", DAYS)
def test_a_day_looks_as_it_did(page, day):
    shown = picture(page, day)
    if MUST_WRITE:
        image = Image.fromarray(shown).quantize(256, dither=Image.Dither.NONE)
        image.save(golden(day), optimize=True)
    assert difference(shown, kept(day)) < TOLERATED


@pytest.mark.parametrize("day", ["2020-02-27", "2020-02-29"])
def test_a_day_too_early_or_too_late_is_seen(page, day):
    assert difference(picture(page, day), kept("2020-02-28")) > 1.5 * TOLERATED


@pytest.mark.parametrize("day", DAYS)
def test_a_wrong_colour_is_seen(page, day):
    """That of the palette which a reader may choose."""
    choice = page.page.locator(".cm-legend .cm-tool")
    choice.click()
    shown = picture(page, day)
    choice.click()
    assert difference(shown, kept(day)) > 1.5 * TOLERATED


def test_the_pictures_are_small_and_each_is_of_a_day():
    found = sorted(GOLDEN.glob("*.png"))
    assert found == [golden(day) for day in DAYS]
    assert all(path.stat().st_size < 60_000 for path in found)
