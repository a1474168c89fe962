"""States of all places over time, in columns that are sorted once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    _Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class StateLog:
    """From which day on each place is in which state.

    Attributes
    ----------
    n_places : int
    place, day, state : ndarray of int, shape (n,)
        By place, then day; days are proleptic Gregorian ordinals. What states the
        numbers stand for is the caller's.
    keys : ndarray of int, shape (n,)
        Place and day in one number, in the same order.
    by_day, days : ndarray of int, shape (n,)
        The rows by day, then place, and the day of each.
    first_day, n_days : int
        Range of the days.
    """

    n_places: int
    place: _Ints
    day: _Ints
    state: _Ints
    keys: _Ints
    by_day: _Ints
    days: _Ints
    first_day: int
    n_days: int

    @classmethod
    def of(cls, n_places: int, place: _Ints, day: _Ints, state: _Ints) -> StateLog:
        """Log of rows in any order; of two for one place and day the last counts.

        Parameters
        ----------
        n_places : int
        place, day, state : array of int, shape (n,)
        """
        place, day, state = (
            np.asarray(column, dtype=np.int64) for column in (place, day, state)
        )
        order = np.lexsort((day, place))
        place, day, state = place[order], day[order], state[order]
        first_day = int(day.min(initial=np.iinfo(np.int64).max)) if len(day) else 0
        n_days = int(day.max()) - first_day + 1 if len(day) else 1
        keys = place * n_days + (day - first_day)
        last = np.append(keys[1:] != keys[:-1], True)[: len(keys)]
        by_day = np.lexsort((place[last], day[last]))
        columns = (place[last], day[last], state[last], keys[last])
        return cls(n_places, *columns, by_day, day[last][by_day], first_day, n_days)

    def rows_on(self, day: int) -> _Ints:
        """Row that holds for each place at the end of a day, -1 before its first.

        One search for the last key not after the day, for all places at once.
        """
        places = np.arange(self.n_places)
        step = min(max(day - self.first_day, -1), self.n_days - 1)
        if step < 0 or not len(self.keys):
            return np.full(self.n_places, -1)
        rows = np.searchsorted(self.keys, places * self.n_days + step, "right") - 1
        return np.where((rows >= 0) & (self.place[rows] == places), rows, -1)

    def on(self, day: int) -> _Ints:
        """State of each place at the end of a day, -1 before its first."""
        rows = self.rows_on(day)
        return np.where(rows >= 0, self.state[rows], -1)

    def rows_between(self, after: int, last: int) -> _Ints:
        """Rows that begin after one day and up to another, by day, then place."""
        low, high = np.searchsorted(self.days, [after, last], "right")
        found: _Ints = self.by_day[low:high]
        return found

    def change_days(self, after: int, last: int) -> _Ints:
        """Days after one and up to another on which rows begin, ascending."""
        low, high = np.searchsorted(self.days, [after, last], "right")
        return np.unique(self.days[low:high])
