"""Days that records speak of, and the silences between, however the records lie."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from builders import change
from controlmap.domain.tally import silences, spoken_days

FIRST = date(2019, 11, 1)
LENGTH = 40
LAST = FIRST + timedelta(LENGTH - 1)
WINDOWS = st.tuples(st.integers(-20, 60), st.integers(0, 30))


def held(number, window):
    begin = FIRST + timedelta(window[0])
    return change(str(number), f"{begin}/{begin + timedelta(window[1])}", "held", "red")


@given(st.lists(WINDOWS, max_size=8))
def test_a_day_is_spoken_of_where_a_span_covers_it(windows):
    records = [held(number, window) for number, window in enumerate(windows)]
    days = [FIRST + timedelta(n) for n in range(LENGTH)]
    wanted = tuple(any(r.valid.covers(day) for r in records) for day in days)
    assert spoken_days(records, FIRST, LAST) == wanted


@given(st.lists(st.booleans(), min_size=1, max_size=60))
def test_silences_are_all_days_that_nothing_speaks_of_each_once(spoken):
    found = silences(spoken, FIRST)
    silent = [
        (silence.first + timedelta(n) - FIRST).days
        for silence in found
        for n in range(silence.days)
    ]
    assert sorted(silent) == [n for n, is_spoken in enumerate(spoken) if not is_spoken]
    assert [s.days for s in found] == sorted((s.days for s in found), reverse=True)
    ends = sorted((s.first, s.last) for s in found)
    gaps = [(b[0] - a[1]).days for a, b in pairwise(ends)]
    assert all(gap > 1 for gap in gaps)
