"""The history of one place: reports in order, joined to events, asked for a day.

The rules are those of ``docs/explanation/records.md``. A history is built from the
records that set control and that are known on the as-of day; no answer depends on
the order of the rows.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING

from controlmap.domain.answer import Holding
from controlmap.domain.dates import ONE_DAY
from controlmap.domain.happening import Happening
from controlmap.domain.model import Status
from controlmap.domain.reports import Report, order_reports

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from controlmap.domain.actors import Alliances
    from controlmap.domain.model import Side, Source

JOIN_DAYS = 30
"""A report joins the event before it if it begins at most so many days after it."""

_BEFORE_CAPTURES = frozenset({Status.CONTESTED, Status.UNKNOWN})
_HELD_BY_SOMEBODY = frozenset(
    {Status.CONTROLLED, Status.SHARED, Status.CONTESTED, Status.DISPUTED}
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
    sources : mapping of str to Source
        To count outlets of one chain once; a source that is not there is a chain of
        its own.
    """

    def __init__(
        self,
        reports: Sequence[Report],
        alliances: Alliances,
        sources: Mapping[str, Source] | None = None,
    ) -> None:
        self._alliances = alliances
        self._sources = sources or {}
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
        if len(waiting) == 1:
            self._add(self._resolved(waiting[0]))
            return
        while waiting:
            chosen = self._next(waiting)
            if not chosen:
                self._add_open(waiting)
                return
            for node in chosen:
                waiting.remove(node)
            for status in sorted({node.holding.status for node in chosen}):
                alike = [node for node in chosen if node.holding.status is status]
                self._add(_merged([self._resolved(node) for node in alike]))

    def _nodes(self, group: list[Report]) -> list[_Node]:
        """Reports of a group, those of the same holder together.

        One without a sequence joins the last of those with one that say the same.
        """
        if len(group) == 1:
            return [_node(group, self._sources)]
        clusters: list[list[Report]] = []
        ranked = groupby(sorted(group, key=_cluster_key), lambda r: r.change.sequence)
        for sequence, reports in ranked:
            for cluster in self._clusters(reports):
                alike = [c for c in clusters if self._are_alike(cluster, c)]
                if sequence is None and alike:
                    alike[-1].extend(cluster)
                else:
                    clusters.append(cluster)
        return [_node(cluster, self._sources) for cluster in clusters]

    def _clusters(self, reports: Iterable[Report]) -> list[list[Report]]:
        """Reports that say the same, each as at least one other of its cluster."""
        clusters: list[list[Report]] = []
        for report in reports:
            alike = [c for c in clusters if self._are_alike([report], c)]
            joined = [*(each for c in alike for each in c), report]
            clusters = [*(c for c in clusters if c not in alike), joined]
        return clusters

    def _are_alike(self, ones: list[Report], others: list[Report]) -> bool:
        """Whether a report of the ones says the same as one of the others."""
        return any(
            _said(one).is_same(_said(other), max(one.last, other.last), self._alliances)
            for one in ones
            for other in others
        )

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
        circle = sources or free
        if all(self._follows_one_of(n, waiting) for n in circle):
            carried = self._carried
            first = [n for n in circle if carried and self._names_loser(n, carried)]
            return first if len(first) == 1 else []
        early = [n for n in sources if n.holding.status in _BEFORE_CAPTURES]
        return early if len(early) == 1 else []

    def _is_blocked(self, node: _Node, waiting: list[_Node]) -> bool:
        """Whether another one must come before."""
        return any(
            self._follows(node, other) and not self._follows(other, node)
            for other in waiting
        )

    def _follows_one_of(self, node: _Node, waiting: list[_Node]) -> bool:
        return any(self._follows(node, other) for other in waiting)

    def _follows(self, node: _Node, other: _Node) -> bool:
        """Whether one comes after another: by sequence, else as it took from it."""
        if node is other:
            return False
        if node.sequence and other.sequence and node.sequence != other.sequence:
            return node.sequence > other.sequence
        return self._names_loser(node, other.holding)

    def _followers(self, node: _Node, waiting: list[_Node]) -> list[_Node]:
        """All that come after one; in a circle, itself too."""
        found: list[_Node] = []
        ring = [node]
        while ring:
            ring = [
                other
                for other in waiting
                if other not in found and any(self._follows(other, n) for n in ring)
            ]
            found += ring
        return found

    def _names_loser(self, node: _Node, holding: Holding) -> bool:
        return any(
            self._alliances.is_same_holder(loser, side, node.day)
            for loser in node.losers
            for side in holding.sides
        )

    def _add_open(self, waiting: list[_Node]) -> None:
        """Add reports that nothing orders: the last of each line is in dispute."""
        followers = {node: self._followers(node, waiting) for node in waiting}
        ends = [n for n in waiting if all(n in followers[o] for o in followers[n])]
        held = [node.holding for node in waiting]
        if self._carried:
            held.append(self._carried)
        rest = [node for node in waiting if node not in ends]
        rest.sort(key=lambda node: -len(followers[node]))
        levels = [list(g) for _, g in groupby(rest, lambda n: len(followers[n]))]
        for level in (*levels, ends):
            self._add(_merged([self._resolved(node) for node in level]), held)

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
        else:
            return node
        return _Node(holding, node.reports, node.sequence)

    def _before_clash(self) -> Holding:
        """Last holding that was no clash; unknown if there is none."""
        for happening in reversed(self._happenings):
            if happening.holding.status is not Status.CONTESTED:
                return happening.holding
        return Holding(Status.UNKNOWN)

    def _add(self, node: _Node, held: Sequence[Holding] = ()) -> None:
        """Add an event; it took from the holder carried, or from one of those held."""
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
                is_broken=last is not None and self._is_break(node, last, held),
                not_before=_not_before(last),
            )
        )

    def _joins(self, node: _Node, last: Happening) -> bool:
        begin = min(report.first for report in node.reports)
        if begin.toordinal() > last.end.toordinal() + JOIN_DAYS:
            return False
        if node.holding.status is Status.UNKNOWN:
            return self._is_loss_by(node, last)
        return node.holding.status is not Status.DISPUTED and node.holding.is_same(
            last.holding, node.day, self._alliances
        )

    def _is_loss_by(self, node: _Node, last: Happening) -> bool:
        """Whether a withdrawal is of those from whom an event took the place."""
        before = self._happenings[-2].holding.sides if len(self._happenings) > 1 else ()
        lost = Holding(Status.UNKNOWN, (*last.losers, *before))
        return (
            last.holding.status is Status.CONTROLLED
            and self._names_loser(node, lost)
            and not self._names_loser(node, last.holding)
        )

    def _is_break(self, node: _Node, last: Happening, held: Sequence[Holding]) -> bool:
        """Whether the losers named are none of those who held the place."""
        return (
            bool(node.losers)
            and last.holding.status in _HELD_BY_SOMEBODY
            and not any(self._names_loser(node, each) for each in (last.holding, *held))
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


def _node(cluster: list[Report], sources: Mapping[str, Source]) -> _Node:
    """Node of reports that say the same, with the sides that most chains name."""
    first = cluster[0].change
    if len(cluster) == 1:
        return _Node(
            Holding(first.status, first.controllers), tuple(cluster), first.sequence
        )
    names = Counter(
        sides
        for _, sides in {
            (_chain(report, sources), report.change.controllers) for report in cluster
        }
    )
    sides = min(names, key=lambda sides: (-names[sides], sides))
    return _Node(Holding(first.status, sides), tuple(cluster), first.sequence)


def _chain(report: Report, sources: Mapping[str, Source]) -> str:
    source_id = report.change.source.source_id
    return sources[source_id].chain if source_id in sources else source_id


def _merged(nodes: list[_Node]) -> _Node:
    """One node for reports in dispute; reports of clashes add up to one clash."""
    if len(nodes) == 1:
        return nodes[0]
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
