"""Reports: records with their days plain, and their order by valid time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING

from controlmap.domain.model import EVENTS, Status

if TYPE_CHECKING:
    from collections.abc import Iterable

    from controlmap.domain.actors import Alliances
    from controlmap.domain.model import ControlChange


@dataclass(frozen=True, slots=True)
class Report:
    """A record with its window as plain days.

    Attributes
    ----------
    change : ControlChange
    first, last : date
        Days of the window. An open start of a span is its last day; an open end is
        the day of report where that is known, else the first day of a span and no
        end (``date.max``) of a moment; an open start of a moment is ``date.min``.
    is_span : bool
        Whether the state held on each of these days, or began on one of them.
    """

    change: ControlChange
    first: date
    last: date
    is_span: bool

    @classmethod
    def of(cls, change: ControlChange) -> Report:
        """Report of a record."""
        is_span = EVENTS[change.event].is_span
        valid, reported = change.valid, change.reported
        last = valid.latest
        if last is None:
            last = reported.latest if reported else None
            if last is None or (valid.earliest and last < valid.earliest):
                last = (valid.earliest or date.max) if is_span else date.max
        first = valid.earliest or (last if is_span else date.min)
        return cls(change, first, last, is_span)

    @property
    def over_by(self) -> date:
        """Day at whose end the reported state is in force for certain."""
        return self.first if self.is_span else self.last

    @property
    def sort_key(self) -> tuple[date, date, str]:
        """Order for people; it decides nothing."""
        return (self.last, self.first, self.change.change_id)


def order_reports(
    reports: Iterable[Report], alliances: Alliances
) -> list[list[Report]]:
    """Reports in order of valid time, in groups that dates alone leave open.

    By latest day, then earliest day; a report with a wide window comes before a
    narrow one inside it that names the wide one's holder as the loser, and beside the
    last narrow one inside it that tells the same: a summary dates no event.
    """
    ranked: list[tuple[tuple[date, date], Report]] = []
    for report in sorted(reports, key=lambda r: (r.last - r.first, r.sort_key)):
        is_wide = report.first < report.last
        inside = [each for each in ranked if is_wide and _is_inside(each[1], report)]
        same = [at for at, r in inside if _tells_the_same(r, report, alliances)]
        took = [at[0] for at, r in inside if _took_from(r, report, alliances)]
        own = (min([report.last, *took]), report.first)
        ranked.append((max(same, default=own), report))
    ranked.sort(key=lambda item: (item[0], item[1].sort_key))
    return [
        [report for _, report in group]
        for _, group in groupby(ranked, key=lambda item: item[0])
    ]


def _is_inside(narrow: Report, wide: Report) -> bool:
    return (
        wide.first <= narrow.first
        and narrow.last <= wide.last
        and (narrow.first, narrow.last) != (wide.first, wide.last)
    )


def _took_from(later: Report, earlier: Report, alliances: Alliances) -> bool:
    """Whether ``later`` names a holder of ``earlier`` as the one who lost the place."""
    previous = later.change.previous
    return bool(previous) and any(
        alliances.is_same_holder(previous, side, later.first)
        for side in earlier.change.controllers
    )


def _tells_the_same(one: Report, other: Report, alliances: Alliances) -> bool:
    """Whether two reports of a moment name the same new holder."""
    return (
        not (one.is_span or other.is_span)
        and one.change.status is other.change.status is Status.CONTROLLED
        and alliances.are_same_holders(
            one.change.controllers, other.change.controllers, one.last
        )
    )
