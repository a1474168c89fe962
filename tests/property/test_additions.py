"""A row that is added reads back as it was given; a refused one leaves no mark."""

from __future__ import annotations

import csv
import io
from contextlib import nullcontext

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from controlmap.domain.record_rules import STATUSES
from controlmap.errors import ControlMapError
from controlmap.io.additions import draft_addition, make_change_id, with_row
from controlmap.io.dataset import read_dataset
from property.strategies import windows
from unit.cli.small_data import make_data

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
LINES = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\n\r"))
NAMES = st.sampled_from(["blue", "red-army", "red", "blu"])
SIDES = st.lists(NAMES, max_size=2, unique=True).map(";".join)


@st.composite
def rows(draw):
    """A row that may be right, or break a rule."""
    event = draw(st.sampled_from(sorted(STATUSES)))
    row = {
        "place_id": draw(st.sampled_from(["far", "alpha", "nowhere", "nobody"])),
        "valid": draw(windows()),
        "event": event.value,
        "status": draw(st.sampled_from(sorted(STATUSES[event]))).value,
        "controllers": draw(SIDES),
        "source": draw(st.sampled_from(["wire", "red-press[para 2]", "late"])),
        "confidence": "high",
        "place_precision": draw(st.sampled_from(["exact", "near"])),
        "outcome": draw(st.sampled_from(["stands", "denied"])),
        "claimed_by": draw(TEXTS),
        "note": draw(TEXTS),
    }
    name = row["source"].partition("[")[0]
    row["change_id"] = make_change_id(name, row["place_id"], row["event"], ())
    return row


@pytest.fixture(scope="module")
def origin(tmp_path_factory):
    """The small data set, which no test changes for good."""
    return make_data(tmp_path_factory.mktemp("additions") / "data")


@given(row=rows())
@settings(max_examples=20)
def test_a_row_is_added_whole_or_nothing_is(origin, row):
    path = origin / "control_changes.csv"
    before = path.read_bytes()
    has_break = any(mark in "".join(row.values()) for mark in "\n\r")
    with pytest.raises(ControlMapError, match="break") if has_break else nullcontext():
        addition = draft_addition(origin, {"control_changes": row})
    assert path.read_bytes() == before
    if has_break or addition.checked.errors:
        return
    try:
        addition.write()
        assert path.read_bytes().startswith(before)
        record = read_dataset(origin).changes[-1]
        assert record.change_id == row["change_id"]
        assert record.place_id == row["place_id"]
        assert record.valid.text == row["valid"]
        assert str(record.source) == row["source"]
        assert ";".join("+".join(s) for s in record.controllers) == row["controllers"]
        assert (record.claimed_by, record.note) == (row["claimed_by"], row["note"])
        assert record.line == addition.lines[path]
    finally:
        path.write_bytes(before)


@given(
    st.lists(LINES, min_size=2, max_size=2),
    st.sampled_from(["\n", "\r\n"]),
    st.booleans(),
)
def test_a_row_reads_back_from_the_bytes(cells, line_end, is_open):
    table = f"a,b{line_end}1,2{'' if is_open else line_end}".encode()
    added = with_row(table, dict(zip("ab", cells, strict=True)))
    assert added.startswith(table)
    read = csv.reader(io.StringIO(added.decode(), newline=""), strict=True)
    assert list(read) == [["a", "b"], ["1", "2"], cells]
