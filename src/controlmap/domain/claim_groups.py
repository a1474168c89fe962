"""Reports of one place that make the same claim, those that no longer count with them.

Two reports make the same claim when they tell of one event (`controlmap.domain.history`
joins those that count), when one corrects the other without naming another holder, or
when one was denied and named the holder of an event inside whose window it falls.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from controlmap.domain.answer import Holding
from controlmap.domain.history import JOIN_DAYS, Chronicle
from controlmap.domain.knowledge import is_known, records_that_count
from controlmap.domain.model import Event, Status
from controlmap.domain.reports import Report

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from controlmap.domain.actors import Alliances
    from controlmap.domain.dataset import Dataset
    from controlmap.domain.happening import Happening
    from controlmap.domain.model import ControlChange, Side

HELD_BY_ONE = frozenset({Status.CONTROLLED, Status.SHARED})
"""Statuses of a claim that says who holds the place, undisputed."""


@dataclass(frozen=True, slots=True)
class Correction:
    """A report that no longer counts, and the record that stands in its stead."""

    report: Report
    by: ControlChange


@dataclass(frozen=True, slots=True)
class Group:
    """Reports of one claim.

    Attributes
    ----------
    holding : Holding
        What they say that the place is left as.
    losers : tuple of Side
        Who held it before, by them or by the reports before them.
    begin, end : date
        Days between which it happened, by the tightest of those that count;
        ``date.min`` and ``date.max`` where that end is open.
    counted : tuple of Report
        Those that count; none where all were denied or corrected.
    refuted : tuple of Report
        Those known to be denied or premature.
    corrected : tuple of Correction
        Those that a known record supersedes, each with that record.
    is_disputed : bool
        Whether others name another holder on the same day and nothing decides.
    contradicted_by : str
        Record of another holder soon after that tells of no change, see
        `contradiction`; empty if there is none.
    """

    holding: Holding
    losers: tuple[Side, ...]
    begin: date
    end: date
    counted: tuple[Report, ...] = ()
    refuted: tuple[Report, ...] = ()
    corrected: tuple[Correction, ...] = ()
    is_disputed: bool = False
    contradicted_by: str = ""

    @property
    def reports(self) -> tuple[Report, ...]:
        """All reports of the claim."""
        return (*self.counted, *self.refuted, *(c.report for c in self.corrected))


def groups_of(dataset: Dataset, place_id: str, as_of: date | None) -> tuple[Group, ...]:
    """Claims of one place as groups of reports, by the day of the event.

    Parameters
    ----------
    dataset : Dataset
    place_id : str
    as_of : date or None
        What was known at the end of that day; None for all that is known.
    """
    changes = dataset.changes_by_place.get(place_id, ())
    counting = [
        c for c in records_that_count(changes, dataset.sources, as_of) if c.sets_control
    ]
    known = [c for c in changes if is_known(c.reported, as_of)]
    ids = {change.change_id for change in counting}
    heirs = _heirs(known)
    rest = [Report.of(c) for c in known if c.sets_control and c.change_id not in ids]
    groups = _of_events(dataset, [Report.of(change) for change in counting])
    for report in sorted(rest, key=lambda r: r.sort_key):
        groups = _with(groups, report, heirs, dataset.alliances)
    return tuple(
        sorted(groups, key=lambda g: (g.end, g.begin, g.reports[0].change.change_id))
    )


def contradiction(
    happening: Happening, after: Happening | None, alliances: Alliances
) -> str:
    """Record that contradicts an event soon after it; empty if none does.

    One does if, at most 30 days after the event, the next event leaves the place with
    another holder and no report says how: they tell only that the other holds it, or
    they name a loser who is not the holder that the first event left.
    """
    if after is None or after.begin.toordinal() - happening.end.toordinal() > JOIN_DAYS:
        return ""
    if not {happening.holding.status, after.holding.status} <= HELD_BY_ONE:
        return ""
    if any(
        alliances.is_same_holder(one, other, after.end)
        for one in happening.holding.sides
        for other in after.holding.sides
    ):
        return ""
    is_told = any(report.change.event is not Event.HELD for report in after.reports)
    if is_told and not after.is_broken:
        return ""
    return after.openers[0].change.change_id


def _of_events(dataset: Dataset, reports: Sequence[Report]) -> list[Group]:
    """A group for each event; of a disputed one, for each holder that is named."""
    alliances = dataset.alliances
    happenings = Chronicle(reports, alliances, dataset.sources).happenings
    groups = []
    for index, happening in enumerate(happenings):
        after = happenings[index + 1] if index + 1 < len(happenings) else None
        carried = happenings[index - 1].holding.sides if index else ()
        held = () if happening.is_broken else carried
        group = Group(
            happening.holding,
            tuple(dict.fromkeys((*happening.losers, *held))),
            happening.begin,
            happening.end,
            happening.reports,
            contradicted_by=contradiction(happening, after, alliances),
        )
        groups += _by_holder(group, alliances)
    return groups


def _by_holder(group: Group, alliances: Alliances) -> list[Group]:
    """The group; where it is a dispute, a group for each holder."""
    if group.holding.status is not Status.DISPUTED:
        return [group]
    parts: list[Group] = []
    for report in group.counted:
        holding = _said(report)
        for number, part in enumerate(parts):
            if _is_same(holding, part.holding, group.end, alliances):
                parts[number] = replace(part, counted=(*part.counted, report))
                break
        else:
            part = replace(group, holding=holding, counted=(report,), is_disputed=True)
            parts.append(part)
    return [
        replace(part, losers=_losers(part.counted) or part.losers) for part in parts
    ]


def _losers(reports: Iterable[Report]) -> tuple[Side, ...]:
    return tuple(sorted({r.change.previous for r in reports if r.change.previous}))


def _heirs(known: Iterable[ControlChange]) -> dict[str, ControlChange]:
    """Record that supersedes each one superseded; of several the first by id."""
    heirs: dict[str, ControlChange] = {}
    for change in sorted(known, key=lambda c: c.change_id):
        if change.supersedes:
            heirs.setdefault(change.supersedes, change)
    return heirs


def _last_heir(change_id: str, heirs: Mapping[str, ControlChange]) -> str:
    """Record that stands at the end of a line of corrections."""
    seen = {change_id}
    while change_id in heirs and heirs[change_id].change_id not in seen:
        change_id = heirs[change_id].change_id
        seen.add(change_id)
    return change_id


def _with(
    groups: list[Group],
    report: Report,
    heirs: Mapping[str, ControlChange],
    alliances: Alliances,
) -> list[Group]:
    """Groups with one more report, of those that do not count."""
    heir = heirs.get(report.change.change_id)
    last = _last_heir(report.change.change_id, heirs)
    for number, group in enumerate(groups):
        if not _is_same(_said(report), group.holding, report.last, alliances):
            continue
        ids = {other.change.change_id for other in group.reports}
        if last in ids if heir else _meets(report, group):
            joined = _joined(group, report, heir)
            return [*groups[:number], joined, *groups[number + 1 :]]
    bare = Group(_said(report), _losers([report]), report.first, report.over_by)
    return [*groups, _joined(bare, report, heir)]


def _joined(group: Group, report: Report, heir: ControlChange | None) -> Group:
    if heir is None:
        return replace(group, refuted=(*group.refuted, report))
    return replace(group, corrected=(*group.corrected, Correction(report, heir)))


def _meets(report: Report, group: Group) -> bool:
    """Whether a denied report falls in the days of a group, or near another denied one.

    A premature one is no report of the event that came later, and stays apart.
    """
    if group.counted:
        is_early = report.change.outcome == "premature"
        return not is_early and _overlap(report, group.begin, group.end)
    if not group.refuted:
        return False
    return any(
        other.change.outcome == report.change.outcome
        and _days_between(report, other) <= JOIN_DAYS
        for other in group.refuted
    )


def _overlap(report: Report, begin: date, end: date) -> bool:
    return report.first <= end and begin <= report.last


def _days_between(one: Report, other: Report) -> int:
    """Days from the end of one window to the start of the other; 0 where they meet."""
    first, second = sorted((one, other), key=lambda r: r.sort_key)
    return max(second.first.toordinal() - first.last.toordinal(), 0)


def _said(report: Report) -> Holding:
    return Holding(report.change.status, report.change.controllers)


def _is_same(one: Holding, other: Holding, day: date, alliances: Alliances) -> bool:
    return one.status is other.status and alliances.are_same_holders(
        one.sides, other.sides, day
    )
