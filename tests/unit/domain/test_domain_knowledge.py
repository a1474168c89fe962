"""Which records count, seen from a day of knowledge."""

from __future__ import annotations

from datetime import date

import pytest

from builders import change, source
from controlmap.domain.dates import parse_window
from controlmap.domain.knowledge import is_known, is_refuted, records_that_count

KNOWN = [
    # reported, as of, known
    ("2019-03-05", None, True),
    (None, None, True),
    ("2019-03-05", "2019-03-04", False),
    ("2019-03-05", "2019-03-05", True),
    ("2019-03", "2019-03-30", False),
    ("2019-03", "2019-03-31", True),
    ("2019-03-01/2019-03-05", "2019-03-04", False),
    ("2019-03-01/2019-03-05", "2019-03-05", True),
    ("../2019-03-05", "2019-03-05", True),
    ("2019-03-05/..", "2019-12-31", False),
    (None, "2019-12-31", False),
]


@pytest.mark.parametrize(("reported", "as_of", "expected"), KNOWN)
def test_is_known(reported, as_of, expected):
    window = parse_window(reported) if reported else None
    assert is_known(window, date.fromisoformat(as_of) if as_of else None) is expected


SOURCES = {
    each.source_id: each
    for each in [source("dated", published="2019-03-20"), source("undated")]
}

REFUTED = [
    # outcome, denied by, as of, refuted
    ("stands", "", None, False),
    ("denied", "dated", "2019-03-19", False),
    ("denied", "dated", "2019-03-20", True),
    ("denied", "dated", None, True),
    ("premature", "dated", "2019-03-19", False),
    ("premature", "dated", "2019-03-20", True),
    ("denied", "undated", "2019-12-31", False),
    ("denied", "undated", None, True),
    ("denied", "", "2019-12-31", False),
    ("denied", "", None, True),
    ("denied", "elsewhere", None, True),
    ("premature", "", None, True),
]


@pytest.mark.parametrize(("outcome", "denied_by", "as_of", "expected"), REFUTED)
def test_is_refuted(outcome, denied_by, as_of, expected):
    record = change(
        "a", "2019-03-05", "captured", "red", outcome=outcome, denied_by=denied_by
    )
    asked = date.fromisoformat(as_of) if as_of else None
    assert is_refuted(record, SOURCES, asked) is expected


def counted(*records, as_of=None):
    asked = date.fromisoformat(as_of) if as_of else None
    return [each.change_id for each in records_that_count(records, SOURCES, asked)]


def record(change_id, reported="", **more):
    return change(change_id, "2019-03-05", "captured", "red", reported=reported, **more)


def test_a_record_gives_way_when_what_supersedes_it_is_known():
    old = record("old", "2019-03-06")
    new = record("new", "2019-03-10", supersedes="old")
    assert counted(old, new, as_of="2019-03-05") == []
    assert counted(old, new, as_of="2019-03-09") == ["old"]
    assert counted(old, new, as_of="2019-03-10") == ["new"]
    assert counted(old, new) == ["new"]


def test_a_chain_of_superseded_records_leaves_the_last():
    rows = [record("a"), record("b", supersedes="a"), record("c", supersedes="b")]
    assert counted(*rows) == ["c"]


def test_a_denied_record_still_supersedes():
    old = record("old")
    new = record("new", supersedes="old", outcome="denied")
    assert counted(old, new) == []


def test_records_keep_their_order():
    assert counted(record("b"), record("a"), record("c")) == ["b", "a", "c"]
