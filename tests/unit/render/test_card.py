"""The evidence card in words, as HTML and as lines for a terminal."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from rich.console import Console

from builders import change, dataset, place, source
from controlmap.domain.card import evidence_card
from controlmap.domain.model import Actor
from controlmap.errors import RecipeError
from controlmap.render.card import Card, card
from controlmap.render.card_text import card_lines
from controlmap.render.card_words import colours_of, facts_of, report_words, spell_label
from controlmap.render.palette import safe_colours

RECORDS = (
    change("a", "../2019-01-01", "held", "blue-army"),
    change("b", "2019-02-01/2019-02-10", "captured", "red", previous="blue-army"),
    change("c", "2019-03-01", "clashes", "red;blue-army"),
    change("d", "2019-04-01", "withdrew", ""),
    change("e", "2019-05-01", "entered_by_agreement", "red;blue", status="shared"),
    change("f", "2019-06-01", "captured", "red+green", previous="red", sequence=1),
    change("g", "2019-06-01", "captured", "blue", source="blue-press"),
    change("h", "2019-08-01", "captured", "green", previous="red", source="red-press"),
    change("i", "2019-08-03", "presence_established", "blue"),
)
DATA = dataset(RECORDS)
COLOURS = safe_colours(DATA)


def made(day, data=DATA, **asked):
    return card(data, "village", day, **asked)


def text(lines):
    return "\n".join(line.plain for line in lines)


class Elements(HTMLParser):
    """Names and attributes of the elements of a text, and what it says."""

    def __init__(self, html):
        super().__init__()
        self.found, self.said = [], []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.said.append(data)


def test_it_is_the_card_of_the_domain():
    plain = evidence_card(DATA.state_on("2019-03-02"), "village")
    shown = made("2019-03-02")
    assert isinstance(shown, Card)
    assert shown.to_dict() == plain.to_dict()
    assert shown == made("2019-03-02")


@pytest.mark.parametrize(
    ("day", "facts"),
    [
        ("2018-12-31", {"Status": "no record"}),
        (
            "2019-01-05",
            {"Held by": "Blue Army", "Last report": "2019-01-01 (4 days before)"},
        ),
        (
            "2019-02-05",
            {
                "Status": "changing",
                "Changes from": "Blue Army",
                "Changes to": "Red",
                "When": "between 2019-02-01 and 2019-02-10",
            },
        ),
        (
            "2019-03-01",
            {"Held by": "Red | Blue Army", "Last report": "2019-03-01 (that day)"},
        ),
        (
            "2019-04-02",
            {"Status": "unknown", "Last report": "2019-04-01 (1 day before)"},
        ),
        ("2019-05-02", {"Status": "shared", "Held by": "Red and Blue"}),
        ("2019-06-02", {"Status": "disputed", "Held by": "Blue | Red + Green"}),
        (
            "2020-03-01",
            {
                "Held by": "Green",
                "Certainty": "Confirmed by sources of different perspectives",
                "Last report": "2019-08-01 (213 days before, stale)",
                "Present": "Blue, since 2019-08-03, last reported 2019-08-03",
            },
        ),
    ],
)
def test_the_facts(day, facts):
    told = dict(facts_of(made(day)))
    assert {heading: told.get(heading) for heading in facts} == facts
    assert told["Place"] == "village, village"
    assert told["Why"].endswith(".")


def test_a_report_in_words():
    record = change(
        "a",
        "2019-02-01",
        "captured",
        "red+green",
        previous="blue",
        source="red-press",
        place_precision="near",
        outcome="premature",
        denied_by="neutral",
        claimed_by="red-army",
        also_at=("One", "Two"),
    )
    newer = change("b", "2019-02-01", "incident", supersedes="a")
    data = dataset([record, newer])
    [first] = [r for r in made("2019-02-01", data).reports if r.change_id == "a"]
    said, told = report_words(made("2019-02-01", data), first)
    assert said == "2019-02-01  captured: Red + Green, from Blue (near)"
    assert told == (
        "Red-Press; perspective Red; chain red-press; reported on a day not known; "
        "claimed by Red Army; confidence high; premature, denied by neutral; "
        "superseded by b; also at One, Two"
    )


def test_the_parts_of_the_strip():
    strip = made("2019-07-01").strip
    assert [spell_label(made("2019-07-01"), spell) for spell in strip] == [
        "Blue Army",
        "changing: Blue Army → Red",
        "Red",
        "contested: Red | Blue Army",
        "unknown",
        "shared: Red and Blue",
        "disputed: Blue | Red",
        "Green",
    ]
    assert [len(colours_of(spell, COLOURS)) for spell in strip] == [
        *(1, 2, 1, 2, 1, 2, 2, 1)
    ]


def test_lines_for_a_terminal_say_the_same_without_colour():
    lines = card_lines(made("2019-02-05"), COLOURS)
    strip = next(line for line in lines if line.plain.startswith("  A"))
    assert re.fullmatch(r"  A+~+B+/+\?+&+!+C+", strip.plain)
    mark = lines[lines.index(strip) + 1].plain
    assert strip.plain[mark.index("^")] == "~"
    coloured = Console(force_terminal=True, color_system="truecolor", width=200)
    with coloured.capture() as caught:
        coloured.print(strip)
    assert "\x1b[" in caught.get()
    plain = Console(force_terminal=False, width=200)
    with plain.capture() as caught:
        plain.print(strip)
    assert caught.get() == strip.plain + "\n"


def test_html_says_all_of_it_and_asks_for_nothing():
    html = Elements(made("2019-06-02")._repr_html_())
    links = [attrs["href"] for tag, attrs in html.found if tag == "a"]
    assert links == ["https://example.org/neutral", "https://example.org/blue-press"]
    assert {tag for tag, _ in html.found} <= {
        *("div", "h4", "h5", "bdi", "table", "tr", "th", "td", "span", "ul", "li"),
        *("br", "small", "a"),
    }
    said = " ".join(html.said)
    for heading, fact in facts_of(made("2019-06-02")):
        assert heading in said
        assert fact in said


def test_a_place_without_records_has_no_strip():
    data = dataset(RECORDS, [place("village"), place("bare")])
    bare = card(data, "bare", "2019-01-01")
    assert "History" not in bare._repr_html_()
    assert "History" not in text(card_lines(bare, bare.colours))
    assert "no record" in bare._repr_html_()


HOSTILE = "<script>alert(1)</script>\"'&"


def hostile():
    spoken = replace(
        source("bad"),
        publisher=HOSTILE,
        title=HOSTILE,
        url="javascript:alert(1)",
        chain=HOSTILE,
    )
    record = change(
        "a", "2019-02-01", "captured", "red", source="bad", also_at=(HOSTILE,)
    )
    data = dataset([record], [place("village", name_ar=HOSTILE)], sources=[spoken])
    actors = {**data.actors, "red": Actor("red", HOSTILE, "#aa0000")}
    places = {"village": replace(data.places["village"], name=HOSTILE)}
    return replace(data, actors=actors, places=places)


def test_texts_of_the_data_are_escaped():
    html = Elements(made("2019-02-01", hostile())._repr_html_())
    assert not {"script", "a"} & {tag for tag, _ in html.found}
    for _, attrs in html.found:
        assert set(attrs) <= {"style", "title", "role", "aria-label"}
    assert HOSTILE in "".join(html.said)


def test_a_colour_that_is_none_is_refused():
    bad = {**DATA.actors, "red": Actor("red", "Red", "red;} body{display:none")}
    with pytest.raises(RecipeError, match="is not written #rrggbb"):
        made("2019-03-01", replace(DATA, actors=bad))
    shown = replace(made("2019-03-01"), colours={"red": "red;", "blue-army": "#aa0000"})
    with pytest.raises(RecipeError, match="is not written #rrggbb"):
        shown._repr_html_()


def test_its_strip_has_the_colours_of_the_maps():
    red, blue = COLOURS["red"], COLOURS["blue-army"]
    assert red != DATA.actors["red"].colour
    shown = made("2019-02-15")
    assert f"background:{red}" in shown._repr_html_()
    assert f"background:{blue}" in shown._repr_html_()
    assert DATA.actors["red"].colour not in shown._repr_html_()
    lines = card_lines(shown, shown.colours)
    strip = next(line for line in lines if line.plain.startswith("  A"))
    inks = {str(span.style).rpartition(" ")[2] for span in strip.spans}
    assert {red, blue} <= inks
    assert DATA.actors["red"].colour not in inks
