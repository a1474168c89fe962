"""What a page shows where no script runs, and its static text, whatever that is."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from html.parser import HTMLParser

import pytest

from controlmap.render.noscript import noscript_part
from controlmap.render.page import _Page
from controlmap.render.payload import colours_of
from controlmap.render.policy import with_policy
from controlmap.render.style import LANGUAGES, MapStyle
from hostile_strings import HOSTILE_STRINGS
from unit.render.expected import legend_on
from unit.render.synthetic import FIRST, make_series

DAY = FIRST + timedelta(days=3)


class Outline(HTMLParser):
    """Tags with their attributes, and all text."""

    def __init__(self, html):
        super().__init__()
        self.tags, self.text = [], []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, tuple(attrs)))

    def handle_data(self, data):
        self.text.append(data)

    def handle_comment(self, data):
        self.tags.append(("comment", data))


@pytest.fixture(scope="module")
def series():
    return make_series(20, 6)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_table_has_each_holder_and_each_dispute(series, language):
    part = noscript_part(series, MapStyle(language=language, start=DAY))
    rows = re.findall(r"<tr><th scope=\"row\">.*?</tr>", part)
    wanted = legend_on(series, DAY)
    held = {
        actor: values for actor, values in wanted["holders"].items() if values[2] > 0
    }
    assert len(rows) == len(held) + len(wanted["mixed"]) + (wanted["no_data"] > 0)
    for actor, (low, best, high, settlements) in held.items():
        named = series.dataset.actors[actor]
        name = named.name_ar if language == "ar" else named.name
        (row,) = [row for row in rows if f"<bdi>{name}</bdi>" in row]
        assert f'fill="{colours_of(series)[actor]}"' in row
        numbers = re.sub(r"<[^>]+>|\u202f", " ", row).split()
        joined = "".join(numbers)
        assert f"{best:.0f}" in joined
        assert numbers[-1] == str(settlements)
        if round(low) != round(high):
            assert f"{low:.0f}" in joined
            assert f"{high:.0f}" in joined
    assert f'<time datetime="{DAY}">{DAY}</time>' in part
    assert "CC BY 4.0" in part
    assert part.count("<image ") == 1


def test_the_first_day_is_shown_where_no_other_is_asked_for(series):
    assert f"{FIRST}</time>" in noscript_part(series, MapStyle())


def static_page(series, text):
    """The document without scripts, its every text the same."""
    data = series.dataset
    actors = {
        key: replace(actor, name=text, name_ar=text)
        for key, actor in data.actors.items()
    }
    other = replace(
        series,
        dataset=replace(data, actors=actors, licences=(text,)),
        zone=replace(series.zone, name=text),
    )
    still = noscript_part(other, MapStyle())
    page = _Page({"title": text, "description": text}, "en", still, data_id="data")
    return Outline(with_policy(page.render()))


def test_no_text_adds_a_tag_or_an_attribute(series):
    plain = static_page(series, "text")
    for text in HOSTILE_STRINGS:
        found = static_page(series, text)
        assert found.tags == plain.tags, text
        wanted = text.encode("utf-8", "replace").decode()
        shown = "".join(found.text).replace("\r\n", "\n")
        assert wanted.replace("\r\n", "\n") in shown, text
