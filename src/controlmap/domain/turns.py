"""Turns of control: the events in a row that leave one holder, and whom it ended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from controlmap.domain.answer import Holding
from controlmap.domain.model import Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from controlmap.domain.actors import Alliances
    from controlmap.domain.happening import Happening
    from controlmap.domain.model import Side, Source
    from controlmap.domain.reports import Report


@dataclass(frozen=True, slots=True)
class Account:
    """Reports that say the same of who holds a place, and what blocs make of it.

    Attributes
    ----------
    holding : Holding
        What they say.
    reports : tuple of Report
    gaining : frozenset of str
        Blocs of the holder; where several forces share or contest the place, or nobody
        is named, those that did not hold it before.
    losing : frozenset of str
        Blocs of the holder before, and of whom the reports name as the loser.
    """

    holding: Holding
    reports: tuple[Report, ...]
    gaining: frozenset[str]
    losing: frozenset[str]


@dataclass(frozen=True, slots=True)
class Turn:
    """Events in a row that leave one holder, with what is needed to weigh them.

    Attributes
    ----------
    events : tuple of Happening
        In order.
    before : Holding or None
        The holding that they end: the loser named, else the one carried.
    is_first : bool
        Whether no event stands before them.
    sources : mapping of str to Source
    alliances : Alliances
    """

    events: tuple[Happening, ...]
    before: Holding | None
    is_first: bool
    sources: Mapping[str, Source]
    alliances: Alliances

    @property
    def day(self) -> date:
        """Day at which blocs are read: that by which the first event is over."""
        first = self.events[0]
        return first.begin if first.end == date.max else first.end

    @property
    def accounts(self) -> tuple[Account, ...]:
        """What the reports of all events say, each once."""
        return self.accounts_of(r for event in self.events for r in event.reports)

    def accounts_of(self, reports: Iterable[Report]) -> tuple[Account, ...]:
        """What some of the reports say: one thing, or in a dispute each its own."""
        holding = self.events[0].holding
        if holding.status is not Status.DISPUTED:
            return (self._account(holding, tuple(reports)),)
        told: dict[Holding, list[Report]] = {}
        for report in reports:
            said = Holding(report.change.status, report.change.controllers)
            same = (h for h in told if h.is_same(said, self.day, self.alliances))
            told.setdefault(next(same, said), []).append(report)
        return tuple(self._account(said, tuple(told[said])) for said in told)

    def source_of(self, report: Report) -> Source:
        """Source of a report."""
        return self.sources[report.change.source.source_id]

    def ends(self, holding: Holding) -> bool:
        """Whether a holding is another than the one before."""
        before = self.before
        return before is None or not before.is_same(holding, self.day, self.alliances)

    def _account(self, holding: Holding, reports: tuple[Report, ...]) -> Account:
        before = self.blocs(self.before.sides if self.before else ())
        gaining = self.blocs(holding.sides)
        if holding.status is not Status.CONTROLLED:
            gaining -= before
        named = (*self.events[0].losers, *(r.change.previous for r in reports))
        losing = before | self.blocs(side for side in named if side)
        return Account(holding, reports, gaining, losing)

    def blocs(self, sides: Iterable[Side]) -> frozenset[str]:
        """Blocs of the parties of some sides."""
        return frozenset(
            bloc for side in sides for bloc in self.alliances.blocs_of(side, self.day)
        )


def turns(
    happenings: Sequence[Happening],
    sources: Mapping[str, Source],
    alliances: Alliances,
) -> tuple[Turn, ...]:
    """Turns of control of one place, in order of its events."""
    runs: list[list[int]] = []
    for index, event in enumerate(happenings):
        last = happenings[index - 1].holding if index else None
        day = event.begin if event.end == date.max else event.end
        goes_on = (
            last is not None
            and not event.is_broken
            and last.is_same(event.holding, day, alliances)
        )
        if goes_on:
            runs[-1].append(index)
        else:
            runs.append([index])
    return tuple(
        Turn(
            tuple(happenings[index] for index in run),
            holding_before(happenings, run[0]),
            run[0] == 0,
            sources,
            alliances,
        )
        for run in runs
    )


def holding_before(happenings: Sequence[Happening], index: int) -> Holding | None:
    """Holding that an event ends: the loser it names, else the one carried."""
    happening = happenings[index]
    carried = happenings[index - 1].holding if index else None
    if happening.is_broken or (carried is None and happening.losers):
        losers = happening.losers
        status = Status.CONTROLLED if len(losers) == 1 else Status.DISPUTED
        return Holding(status, losers)
    return carried
