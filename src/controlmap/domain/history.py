"""The history of one place: reports in order, joined to events, asked for a day.

The rules are those of ``docs/explanation/records.md``. A history is built from the
records that set control and that are known on the as-of day; no answer depends on
the order of the rows.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import groupby
from typing import TYPE_CHECKING

from controlmap.domain.answer import Holding
from controlmap.domain.dates import ONE_DAY
from controlmap.domain.model import EVENTS, Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from controlmap.domain.actors import Alliances
    from controlmap.domain.model import ControlChange, Side

JOIN_DAYS = 30
"""A report joins the event before it if it begins at most so many days after it."""

_BEFORE_CAPTURES = frozenset({Status.CONTESTED, Status.UNKNOWN})
_HELD_BY_SOMEBODY = frozenset(
    {Status.CONTROLLED, Status.SHARED, Status.CONTESTED, Status.DISPUTED}
)


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


@dataclass(frozen=True)
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
    """

    holding: Holding
    reports: tuple[Report, ...]
    openers: tuple[Report, ...]
    is_broken: bool = False
    not_before: date = date.min

    @cached_property
    def end(self) -> date:
        """Day by which it is over: the tightest of the reports."""
        return min(report.over_by for report in self.reports)

    @cached_property
    def begin(self) -> date:
        """First day on which it may have happened, by the reports that agree."""
        firsts = [
            r.first for r in self.reports if not r.is_span and r.first <= self.end
        ]
        if not firsts:
            return self.end
        return min(max(*firsts, self.not_before), self.end)

    @cached_property
    def losers(self) -> tuple[Side, ...]:
        """Holders named as having lost the place, by the openers or who agree."""
        for reports in (self.openers, self.reports):
            named = {
                r.change.previous
                for r in reports
                if r.change.previous and r.first <= self.end
            }
            if named:
                return tuple(sorted(named))
        return ()


def order_reports(
    reports: Iterable[Report], alliances: Alliances
) -> list[list[Report]]:
    """Reports in order of valid time, in groups that dates alone leave open.

    By latest day, then earliest day; a report with a wide window comes before a
    narrow one inside it that names the wide one's holder as the loser.
    """
    ranked: list[tuple[date, Report]] = []
    for report in sorted(reports, key=lambda r: (r.last - r.first, r.sort_key)):
        inside = [
            last
            for last, narrow in ranked
            if _is_inside(narrow, report) and _took_from(narrow, report, alliances)
        ]
        ranked.append((min([report.last, *inside]), report))
    ranked.sort(key=lambda item: (item[0], item[1].first, item[1].sort_key))
    return [
        [report for _, report in group]
        for _, group in groupby(ranked, key=lambda item: (item[0], item[1].first))
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


@dataclass(frozen=True, slots=True)
class _Node:
    """Reports of one group that name the same new holder."""

    holding: Holding
    reports: tuple[Report, ...]
    sequence: int | None

    @property
    def day(self) -> date:
        return self.reports[0].last

    @property
    def losers(self) -> tuple[Side, ...]:
        return tuple(r.change.previous for r in self.reports if r.change.previous)


class Chronicle:
    """Builds the happenings of one place from its ordered reports.

    Parameters
    ----------
    reports : sequence of Report
        Those that set control and count.
    alliances : Alliances
        To tell the same holder by another name.
    """

    def __init__(self, reports: Sequence[Report], alliances: Alliances) -> None:
        self._alliances = alliances
        self._happenings: list[Happening] = []
        for group in order_reports(reports, alliances):
            self._add_group(group)

    @property
    def happenings(self) -> tuple[Happening, ...]:
        """Events in order."""
        return tuple(self._happenings)

    @property
    def _carried(self) -> Holding | None:
        return self._happenings[-1].holding if self._happenings else None

    def _add_group(self, group: list[Report]) -> None:
        waiting = self._nodes(group)
        while waiting:
            chosen = self._next(waiting)
            if not chosen:
                self._add_open(waiting)
                return
            for node in chosen:
                waiting.remove(node)
                self._add(self._resolved(node))

    def _nodes(self, group: list[Report]) -> list[_Node]:
        """Reports of a group, those of the same holder together."""
        clusters: list[list[Report]] = []
        for report in sorted(group, key=_cluster_key):
            for cluster in reversed(clusters):
                if self._belongs(report, cluster[0]):
                    cluster.append(report)
                    break
            else:
                clusters.append([report])
        return [_node(cluster) for cluster in clusters]

    def _belongs(self, report: Report, other: Report) -> bool:
        """Whether a report says the same as another one of its group."""
        return report.change.sequence in {
            None,
            other.change.sequence,
        } and self._is_same(_said(report), _said(other), report.last)

    def _next(self, waiting: list[_Node]) -> list[_Node]:
        """What comes next in a group; nothing if that is open."""
        lowest = min(
            (n.sequence for n in waiting if n.sequence is not None), default=None
        )
        free = [n for n in waiting if n.sequence in {None, lowest}]
        if len(free) == 1:
            return free
        clashes = [
            n for n in free if n.holding.status in _BEFORE_CAPTURES and not n.losers
        ]
        if clashes and len(clashes) < len(waiting):
            return clashes
        sources = [n for n in free if not self._is_blocked(n, waiting)]
        if len(sources) == 1:
            return sources
        if all(self._follows_one_of(n, waiting) for n in sources):  # a circle
            carried = self._carried
            first = [n for n in sources if carried and self._names_loser(n, carried)]
            return first if len(first) == 1 else []
        early = [n for n in sources if n.holding.status in _BEFORE_CAPTURES]
        return early if len(early) == 1 else []

    def _is_blocked(self, node: _Node, waiting: list[_Node]) -> bool:
        """Whether another one must come before: its holder is this one's loser."""
        return any(
            self._names_loser(node, other.holding)
            and not self._names_loser(other, node.holding)
            for other in waiting
            if other is not node
        )

    def _follows_one_of(self, node: _Node, waiting: list[_Node]) -> bool:
        return any(
            self._names_loser(node, other.holding)
            for other in waiting
            if other is not node
        )

    def _names_loser(self, node: _Node, holding: Holding) -> bool:
        return any(
            self._alliances.is_same_holder(loser, side, node.day)
            for loser in node.losers
            for side in holding.sides
        )

    def _add_open(self, waiting: list[_Node]) -> None:
        """Add reports that nothing orders: the last of each line is in dispute."""
        sinks = [
            node
            for node in waiting
            if not any(
                other is not node and self._names_loser(other, node.holding)
                for other in waiting
            )
        ] or waiting
        for node in waiting:
            if node not in sinks:
                self._add(self._resolved(node))
        ends = [self._resolved(node) for node in sinks]
        if len(ends) > 1:
            ends = [_merged(ends)]
        self._add(ends[0])

    def _resolved(self, node: _Node) -> _Node:
        """Node with what its reports leave open taken from the holder carried.

        A partial entry may name the entrant alone, an attack repelled nobody.
        """
        holding = node.holding
        if holding.status is Status.CONTESTED and len(holding.sides) == 1:
            entrant = holding.sides[0]
            stay = tuple(
                side
                for side in (self._carried.sides if self._carried else ())
                if not self._alliances.is_same_holder(side, entrant, node.day)
            )
            holding = Holding(holding.status, (*stay, entrant))
        elif holding.status is Status.CONTROLLED and not holding.sides:
            holding = self._before_clash()
        return _Node(holding, node.reports, node.sequence)

    def _before_clash(self) -> Holding:
        """Last holding that was no clash; unknown if there is none."""
        for happening in reversed(self._happenings):
            if happening.holding.status is not Status.CONTESTED:
                return happening.holding
        return Holding(Status.UNKNOWN)

    def _add(self, node: _Node) -> None:
        reports = tuple(sorted(node.reports, key=lambda r: r.sort_key))
        last = self._happenings[-1] if self._happenings else None
        if last is not None and self._joins(node, last):
            joined = tuple(sorted((*last.reports, *reports), key=lambda r: r.sort_key))
            self._happenings[-1] = Happening(
                last.holding, joined, last.openers, last.is_broken, last.not_before
            )
            return
        self._happenings.append(
            Happening(
                node.holding,
                reports,
                reports,
                is_broken=last is not None and self._is_break(node, last.holding),
                not_before=_not_before(last),
            )
        )

    def _joins(self, node: _Node, last: Happening) -> bool:
        begin = min(report.first for report in node.reports)
        return (
            begin.toordinal() <= last.end.toordinal() + JOIN_DAYS
            and node.holding.status is not Status.DISPUTED
            and self._is_same(node.holding, last.holding, node.day)
        )

    def _is_same(self, one: Holding, other: Holding, day: date) -> bool:
        """Whether two holdings name the same holders in the same status."""
        return one.status is other.status and self._alliances.are_same_holders(
            one.sides, other.sides, day
        )

    def _is_break(self, node: _Node, carried: Holding) -> bool:
        """Whether the losers named are none of those who held the place."""
        return (
            bool(node.losers)
            and carried.status in _HELD_BY_SOMEBODY
            and not self._names_loser(node, carried)
        )


def _said(report: Report) -> Holding:
    return Holding(report.change.status, report.change.controllers)


def _cluster_key(report: Report) -> tuple[bool, int, str, tuple[Side, ...]]:
    change = report.change
    return (
        change.sequence is None,
        change.sequence or 0,
        change.status.value,
        change.controllers,
    )


def _node(cluster: list[Report]) -> _Node:
    """Node of reports that say the same, with the sides that most of them name."""
    names = Counter(report.change.controllers for report in cluster)
    sides = min(names, key=lambda sides: (-names[sides], sides))
    first = cluster[0].change
    return _Node(Holding(first.status, sides), tuple(cluster), first.sequence)


def _merged(nodes: list[_Node]) -> _Node:
    """One node for reports in dispute; reports of clashes add up to one clash."""
    sides = tuple(sorted({side for node in nodes for side in node.holding.sides}))
    is_clash = all(node.holding.status is Status.CONTESTED for node in nodes)
    status = Status.CONTESTED if is_clash else Status.DISPUTED
    reports = tuple(report for node in nodes for report in node.reports)
    return _Node(Holding(status, sides), reports, None)


def _not_before(last: Happening | None) -> date:
    """Day on or after which the next event begins, for what the last one's reports say.

    A state reported for a whole span was still so at the end of its last day; the
    event that brought it did not happen before its window.
    """
    if last is None:
        return date.min
    spans = [r.last + ONE_DAY for r in last.reports if r.is_span and r.last < date.max]
    return max([last.begin, *spans])
