"""An event in the history of a place: what reports of it say together."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from controlmap.domain.answer import Holding
    from controlmap.domain.model import Side
    from controlmap.domain.reports import Report


def known_end(day: date) -> date | None:
    """Day of a window; None for an open end."""
    return None if day == date.min or day == date.max else day  # noqa: PLR1714  # quicker


@dataclass(frozen=True, slots=True)
class Happening:
    """Reports of one event: who holds the place after it, and when it was.

    Attributes
    ----------
    holding : Holding
        What the event leaves.
    reports : tuple of Report
        Those that tell it, by valid time.
    openers : tuple of Report
        Those ordered first; the others support them.
    is_broken : bool
        Whether an opener names a loser other than the holder carried before.
    not_before : date
        Day before which it cannot have begun, for what earlier reports say.
    end : date
        Day by which it is over: the tightest of the reports.
    begin : date
        First day on which it may have happened, by the reports that agree.
    losers : tuple of tuple of str
        Holders named as having lost the place, by the openers or who agree.
    """

    holding: Holding
    reports: tuple[Report, ...]
    openers: tuple[Report, ...]
    is_broken: bool = False
    not_before: date = date.min

    end: date = field(init=False, compare=False)
    begin: date = field(init=False, compare=False)
    losers: tuple[Side, ...] = field(init=False, compare=False)

    @property
    def window(self) -> tuple[date | None, date | None]:
        """First and last day on which it may have happened; None for an open end."""
        return known_end(self.begin), known_end(self.end)

    def __post_init__(self) -> None:
        end = min(report.over_by for report in self.reports)
        object.__setattr__(self, "end", end)
        object.__setattr__(self, "begin", self._begin(end))
        object.__setattr__(self, "losers", self._losers(end))

    def _begin(self, end: date) -> date:
        firsts = [r.first for r in self.reports if not r.is_span and r.first <= end]
        return min(max(*firsts, self.not_before), end) if firsts else end

    def _losers(self, end: date) -> tuple[Side, ...]:
        for reports in (self.openers, self.reports):
            named = {
                r.change.previous
                for r in reports
                if r.change.previous and r.first <= end
            }
            if named:
                return tuple(sorted(named))
        return ()
