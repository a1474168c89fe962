"""Some of the sources alone: by identifier, perspective, publisher or chain."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from builders import SOURCES, change, dataset, source
from controlmap.errors import UnknownNameError

DATA = dataset(
    [
        change("a", "2019-05-01", "held", "red"),
        change("b", "2019-05-02", "held", "red", source="red-press"),
        change("c", "2019-05-03", "held", "blue", source="blue-press"),
        change("d", "2019-05-04", "held", "red", source="red-radio"),
    ],
    sources=(*SOURCES, source("red-radio", "red", chain="wire")),
)


def heard(data):
    return [each.change_id for each in data.changes]


@pytest.mark.parametrize(
    ("perspectives", "left"),
    [
        (["red"], "bd"),
        (["independent"], "a"),
        (["red", "blue"], "bcd"),
        (["publisher:Red-Press"], "b"),
        (["chain:wire"], "d"),
        (["chain: wire", "independent"], "ad"),
        ([], ""),
    ],
)
def test_by_perspective(perspectives, left):
    assert heard(DATA.only(perspectives=perspectives)) == list(left)


def test_with_sources_named_both_must_hold():
    only = DATA.only(sources=["red-press", "neutral"], perspectives=["red"])
    assert heard(only) == ["b"]
    assert DATA.only() == DATA


@pytest.mark.parametrize(
    ("perspective", "message"),
    [
        ("green", "'green': no source has this perspective; there is: blue, indepen"),
        ("chain:wir", "'wir': no source has this chain; did you mean: wire"),
        ("publisher:Qqq", "'Qqq': no source has this publisher"),
    ],
)
def test_a_perspective_that_no_source_has(perspective, message):
    with pytest.raises(UnknownNameError, match=f"^{re.escape(message)}"):
        DATA.only(perspectives=["red", perspective])


def test_what_others_deny_or_supersede_stands():
    denied = replace(DATA.changes[1], outcome="denied", denied_by="blue-press")
    better = replace(DATA.changes[2], supersedes="b")
    data = replace(DATA, changes=(denied, better))
    assert data.state_on("2019-06-01").at("village").controllers == ("blue",)
    alone = data.only(perspectives=["red"])
    assert alone.changes == (replace(denied, outcome="stands", denied_by=""),)
    assert alone.state_on("2019-06-01").at("village").controllers == ("red",)


def test_what_one_of_them_denies_is_denied():
    denied = replace(DATA.changes[1], outcome="denied", denied_by="red-radio")
    data = replace(DATA, changes=(denied,))
    alone = data.only(perspectives=["red"])
    assert alone.changes == (denied,)
    assert alone.state_on("2019-06-01").at("village").status == "no_record"
