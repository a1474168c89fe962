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
    by_day, days : ndarray of int, shape (n,)
        The rows by day, then place, and the day of each.
    stride : int
        After every so many rows by day there is a snapshot.
    snapshots : ndarray of int, shape (n // stride + 1, n_places)
        Row that holds for each place after 0, 1, 2 … times so many rows; -1 before
        its first.
    """

    n_places: int
    place: _Ints
    day: _Ints
    state: _Ints
    by_day: _Ints
    days: _Ints
    stride: int
    snapshots: NDArray[np.int32]

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
        is_last = np.ones(len(place), dtype=bool)
        is_last[:-1] = (place[1:] != place[:-1]) | (day[1:] != day[:-1])
        place, day, state = place[is_last], day[is_last], state[is_last]
        by_day = np.lexsort((place, day))
        stride = max(n_places // 2, 1)
        snapshots = np.full((len(day) // stride + 1, n_places), -1, dtype=np.int32)
        for number in range(1, len(snapshots)):
            rows = by_day[(number - 1) * stride : number * stride]
            snapshots[number] = snapshots[number - 1]
            snapshots[number, place[rows]] = rows
        return cls(n_places, place, day, state, by_day, day[by_day], stride, snapshots)

    def rows_on(self, day: int) -> _Ints:
        """Row that holds for each place at the end of a day, -1 before its first.

        The last snapshot before the end of the day, and the rows since then.
        """
        end = int(np.searchsorted(self.days, day, "right"))
        number = end // self.stride
        rows: _Ints = self.snapshots[number].astype(np.int64)
        since = self.by_day[number * self.stride : end]
        rows[self.place[since]] = since  # by day: of several the last stays
        return rows

    def on(self, day: int) -> _Ints:
        """State of each place at the end of a day, -1 before its first."""
        rows = self.rows_on(day)
        return np.where(rows >= 0, self.state[rows], -1) if len(self.state) else rows

    def rows_between(self, after: int, last: int) -> _Ints:
        """Rows that begin after one day and up to another, by day, then place."""
        low, high = np.searchsorted(self.days, [after, last], "right")
        found: _Ints = self.by_day[low:high]
        return found

    def change_days(self, after: int, last: int) -> _Ints:
        """Days after one and up to another on which rows begin, ascending."""
        low, high = np.searchsorted(self.days, [after, last], "right")
        return np.unique(self.days[low:high])
