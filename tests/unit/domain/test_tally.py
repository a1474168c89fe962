from datetime import date

import pytest

from builders import SOURCES, change
from controlmap.domain.tally import (
    Count,
    Silence,
    day_of,
    grouped,
    month_of,
    months,
    perspective_of,
    silences,
    spoken_days,
)

FIRST, LAST = date(2019, 11, 1), date(2019, 11, 10)


def spoken(*records):
    """Numbers of the days of ten that some records speak of."""
    days = spoken_days(records, FIRST, LAST)
    assert len(days) == 10
    return [number for number, is_spoken in enumerate(days, start=1) if is_spoken]


def test_a_count_is_of_records_places_and_sources():
    rows = (
        change("a", "2019-11-01", "held", "red", place="one"),
        change("b", "2019-11-02", "held", "red", place="one", source="red-press"),
        change("c", "2019-11-02", "held", "red", place="two"),
    )
    assert Count.of(rows) == Count(records=3, places=2, sources=2)
    assert Count.of(()) == Count()


def test_records_are_grouped_in_order_of_the_words():
    rows = [
        change("a", "2019-11-01", "held", "red", source="red-press"),
        change("b", "2019-11-02", "held", "red", source="blue-press"),
        change("c", "2019-11-03", "held", "red", source="nobody"),
        change("d", "2019-11-04", "held", "red", source="red-press"),
    ]
    known = {source.source_id: source for source in SOURCES}
    groups = grouped(rows, lambda each: perspective_of(each, known))
    assert {word: [c.change_id for c in each] for word, each in groups.items()} == {
        "": ["c"],
        "blue": ["b"],
        "red": ["a", "d"],
    }
    assert list(groups) == ["", "blue", "red"]


@pytest.mark.parametrize(
    ("valid", "event", "reported", "day"),
    [
        ("2019-11-30/2019-12-01", "captured", "", date(2019, 12, 1)),
        ("2019-11", "held", "", date(2019, 11, 30)),
        ("../2017-07-24", "held", "", date(2017, 7, 24)),
        ("2019-11-04/..", "held", "2019-11-20", date(2019, 11, 20)),
        ("2019-11-04/..", "captured", "2019-11-20", date(2019, 11, 20)),
        ("2019-11-04/..", "captured", "", date(2019, 11, 4)),
    ],
)
def test_a_record_counts_on_the_last_day_that_it_speaks_of(valid, event, reported, day):
    record = change("a", valid, event, "red", reported=reported)
    assert day_of(record) == day
    assert month_of(record) == f"{day:%Y-%m}"


def test_months_are_whole_and_cross_years():
    assert months(date(2018, 11, 30), date(2019, 2, 1)) == (
        "2018-11",
        "2018-12",
        "2019-01",
        "2019-02",
    )
    assert months(FIRST, LAST) == ("2019-11",)


def test_a_span_speaks_of_all_its_days_a_moment_of_one():
    assert spoken(change("a", "2019-11-02/2019-11-04", "held", "red")) == [2, 3, 4]
    assert spoken(change("a", "2019-11-02/2019-11-04", "captured", "red")) == [4]
    assert spoken(change("a", "2019-11-07", "incident")) == [7]


def test_what_lies_outside_is_cut_off():
    assert spoken(
        change("a", "2019-10-20/2019-11-02", "held", "red"),
        change("b", "2019-11-09/2019-12-20", "clashes", "red;blue"),
        change("c", "2019-11-09/2019-12-20", "captured", "red"),
        change("d", "2019-10-20", "held", "red"),
    ) == [1, 2, 9, 10]


def test_silences_are_the_longest_first_then_the_earliest():
    days = [False, True, False, False, True, False, False]
    assert silences(days, FIRST) == (
        Silence(date(2019, 11, 3), date(2019, 11, 4)),
        Silence(date(2019, 11, 6), date(2019, 11, 7)),
        Silence(date(2019, 11, 1), date(2019, 11, 1)),
    )
    assert [silence.days for silence in silences(days, FIRST)] == [2, 2, 1]
    assert silences([True, True], FIRST) == ()
