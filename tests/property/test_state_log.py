"""A log of states gives what a look at every row gives."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from controlmap.domain.state_log import StateLog

PLACES = 5
rows = st.lists(
    st.tuples(st.integers(0, PLACES - 1), st.integers(-40, 40), st.integers(0, 9)),
    max_size=60,
)


def looked_up(log, day):
    """State of each place at the end of a day, row by row in the order given."""
    found = [-1] * PLACES
    for place, since, state in sorted(log, key=lambda row: row[1]):
        if since <= day:
            found[place] = state
    return found


def made(log):
    columns = np.array(log, dtype=np.int64).reshape(-1, 3).T
    return StateLog.of(PLACES, *columns)


@given(rows, st.integers(-45, 45))
def test_the_states_of_a_day(log, day):
    assert made(log).on(day).tolist() == looked_up(log, day)


@given(rows, st.integers(-45, 45), st.integers(-45, 45))
def test_rows_between_lead_from_one_day_to_the_other(log, first, last):
    first, last = sorted((first, last))
    states = made(log)
    on = states.on(first)
    between = states.rows_between(first, last)
    assert (np.diff(states.day[between]) >= 0).all()
    for row in between:
        on[states.place[row]] = states.state[row]
    assert on.tolist() == states.on(last).tolist()
    days = {int(states.day[row]) for row in between}
    assert states.change_days(first, last).tolist() == sorted(days)


@given(rows)
def test_rows_on_a_day_are_rows_of_their_places(log):
    states = made(log)
    for day in (-50, 0, 50):
        found = states.rows_on(day)
        known = found >= 0
        assert (states.place[found[known]] == np.flatnonzero(known)).all()
        assert (states.day[found[known]] <= day).all()
