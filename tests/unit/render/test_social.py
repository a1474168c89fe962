"""Social cards and frames for articles."""

from __future__ import annotations

import io
import re
from html.parser import HTMLParser

import numpy as np
import pytest
from PIL import Image

from controlmap.errors import RecipeError
from controlmap.render.page import render_page
from controlmap.render.social import (
    SANDBOX,
    PageFacts,
    address_in,
    iframe_snippet,
    light_png,
    read_facts,
    social_tags,
)
from controlmap.render.style import MapStyle, SocialCard
from unit.render.synthetic import FIRST, HOSTILE, make_series

CARD = SocialCard(FIRST, "https://example.org/m.card.png", "https://example.org/m.html")


class Reader(HTMLParser):
    """Tags and their attributes."""

    def __init__(self, text):
        super().__init__()
        self.tags = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))


def properties(text):
    found = (attrs for tag, attrs in Reader(text).tags if tag == "meta")
    return {a["property"]: a["content"] for a in found if "property" in a}


@pytest.fixture(scope="module")
def series():
    return make_series(14, 4)


def test_a_page_with_a_card_says_where_it_is(series):
    style = MapStyle(title="A <map>", description='Of "it"', card=CARD)
    told = properties(render_page(series, style))
    assert told["og:title"] == "A <map>"
    assert told["og:description"] == 'Of "it"'
    assert told["og:image"] == CARD.image
    assert told["og:url"] == CARD.page
    assert (told["og:image:width"], told["og:image:height"]) == ("1200", "630")
    assert told["og:image:alt"] == "A <map>, 2019-11-24"


def test_it_still_asks_for_nothing(series):
    page = render_page(series, MapStyle(card=CARD))
    assert re.findall(r"<(?:script|img|iframe)[^>]+src=|<link[^>]+href=", page) == []


def test_a_page_without_a_card_has_no_such_tags(series):
    assert properties(render_page(series, MapStyle())) == {}


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_are_text(text):
    tags = social_tags(SocialCard(FIRST, "m.card.png"), text, text)
    parsed = Reader(tags).tags
    assert {tag for tag, _ in parsed} == {"meta"}
    if text.strip():
        assert properties(tags)["og:title"].replace("\n", " ") == text.replace(
            "\n", " "
        )
    [(tag, attrs)] = Reader(iframe_snippet(PageFacts(text, ""), "m.html")).tags
    assert tag == "iframe"
    assert attrs["title"].replace("\n", " ") == text.replace("\n", " ")


def test_what_a_page_says_of_itself(series):
    facts = read_facts(render_page(series, MapStyle(title="A & B", card=CARD)))
    assert facts == PageFacts("A & B", CARD.image)
    assert read_facts(render_page(series)).card == ""


@pytest.mark.parametrize("text", ["", "<p>x", "<title>x</title><body class=other>"])
def test_another_page(text):
    with pytest.raises(RecipeError, match="no page that 'controlmap' has made"):
        read_facts(text)


@pytest.mark.parametrize(
    ("address", "source"),
    [
        ("m.html", "m.html?embed"),
        ("m.html#date=2020-02-01&z=9", "m.html?embed#date=2020-02-01&z=9"),
        ("m.html?embed", "m.html?embed"),
        ("https://example.org/m.html?a=1#x", "https://example.org/m.html?a=1&embed#x"),
    ],
)
def test_a_frame(address, source):
    [(tag, attrs)] = Reader(iframe_snippet(PageFacts("A map", ""), address)).tags
    assert tag == "iframe"
    assert attrs["src"] == source
    assert attrs["sandbox"] == SANDBOX
    assert "allow-same-origin" not in SANDBOX
    assert (attrs["title"], attrs["loading"], attrs["height"]) == (
        "A map",
        "lazy",
        "600",
    )


def test_addresses():
    assert (
        address_in("https://example.org/a/", "b.html") == "https://example.org/a/b.html"
    )
    with pytest.raises(RecipeError, match="'javascript:x' is no address"):
        address_in("javascript:x", "b.html")


def test_a_light_picture_keeps_the_colours_of_its_areas():
    rng = np.random.default_rng(3)
    noise = rng.integers(0, 256, (60, 60, 3), np.uint8)
    pixels = np.full((300, 200, 3), 255, np.uint8)
    pixels[:60, :60] = noise
    pixels[100:120, 50:70] = (247, 227, 64)
    pixels[200:203, :] = (254, 254, 254)
    plain = io.BytesIO()
    Image.fromarray(pixels).save(plain, "PNG")
    light = light_png(plain.getvalue())
    assert light == light_png(plain.getvalue())
    with Image.open(io.BytesIO(light)) as image:
        assert image.mode == "P"
        shown = np.asarray(image.convert("RGB"))
    assert (shown[60:] == pixels[60:]).all()
    apart = np.abs(shown[:60, :60].astype(int) - noise.astype(int))
    assert apart.mean() < 40
