"""The control of one place, asked for any day."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from controlmap.domain.ages import days_to_ask
from controlmap.domain.answer import Holding, PlaceState, Presence, Rule
from controlmap.domain.dates import ONE_DAY
from controlmap.domain.evidence import certainty, freshness, reported_through
from controlmap.domain.happening import known_end
from controlmap.domain.knowledge import is_known, records_that_count
from controlmap.domain.model import Event, Status
from controlmap.domain.policies import MERGED, settle
from controlmap.domain.reports import Report
from controlmap.domain.turns import holding_before

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from controlmap.domain.actors import Alliances
    from controlmap.domain.answer import Certainty
    from controlmap.domain.happening import Happening
    from controlmap.domain.model import ControlChange, Side, Source

_UNRECORDED = Holding(Status.NO_RECORD)


class _Support(NamedTuple):
    """What the reports of a holding say that have begun by a day."""

    through: date | None
    certainty: Certainty | None
    evidence: tuple[str, ...]
    against: tuple[str, ...]


class _Run(NamedTuple):
    """Events in a row that all leave the same holding, from one index to another."""

    first: int
    last: int
    begin: date
    end: date
    window: tuple[date | None, date | None]
    is_broken: bool
    reports: tuple[Report, ...]
    begun: tuple[date, ...]


class PlaceHistory:
    """All that the records say of one place, as known on one day.

    Parameters
    ----------
    place_id : str
    changes : iterable of ControlChange
        Records of the place, in any order.
    sources : mapping of str to Source
    alliances : Alliances
    as_of : date or None
        End of this day; None for all that is known.
    policy : str
        One of `controlmap.domain.policies.POLICIES`: how differing reports settle.
    """

    def __init__(
        self,
        place_id: str,
        changes: Iterable[ControlChange],
        sources: Mapping[str, Source],
        alliances: Alliances,
        *,
        as_of: date | None = None,
        policy: str = MERGED,
    ) -> None:
        everything = tuple(changes)
        counted = {c.change_id for c in records_that_count(everything, sources, as_of)}
        self.place_id = place_id
        self.as_of = as_of
        self._sources = sources
        self._alliances = alliances
        self._known = _reports(c for c in everything if is_known(c.reported, as_of))
        counting = [r for r in self._known if r.change.change_id in counted]
        present = [r for r in counting if r.change.status is Status.PRESENCE]
        self._presence = sorted(present, key=_presence_key)
        self._happenings, self._aside = settle(
            [r for r in counting if r.change.sets_control], sources, alliances, policy
        )
        self._known_from = sorted(report.first for report in self._known)
        self._bloc_days = sorted(alliances.change_days)
        self._runs: dict[tuple[int, int], _Run] = {}
        self._supports: dict[tuple[int, ...], _Support] = {}

    def on(self, day: date) -> PlaceState:
        """State at the end of a day."""
        governing = self._governing(day)
        eve = self._before_next(day, governing)
        if eve is not None:
            return eve
        if governing is None:
            return self._state(day, _UNRECORDED, Rule.NO_RECORD)
        return self._changing(day, governing) or self._settled(day, governing)

    def spells(self, first: date, last: date) -> tuple[tuple[date, PlaceState], ...]:
        """Answers between two days, each with the first day that it holds for.

        Two days have the same answer if they differ in nothing but the age of the
        last report.
        """
        spells: list[tuple[date, PlaceState]] = []
        last_substance = None
        days = {first}
        if first < last:
            days |= days_to_ask(self._happenings, (*self._presence, *self._known))
            days |= self._alliances.change_days
        for day in sorted(day for day in days if first <= day <= last):
            state = self.on(day)
            substance = _substance(state)
            if substance != last_substance:
                spells.append((day, state))
                last_substance = substance
        return tuple(spells)

    def _governing(self, day: date) -> int | None:
        """Index of the last event in order that has begun by a day."""
        for index in range(len(self._happenings) - 1, -1, -1):
            if self._happenings[index].begin <= day:
                return index
        return None

    def _before_next(self, day: date, governing: int | None) -> PlaceState | None:
        """State on the day before an event, if its loser is not the one carried."""
        start = 0 if governing is None else governing + 1
        next_day = None if day == date.max else day + ONE_DAY
        for index in range(start, len(self._happenings)):
            happening = self._happenings[index]
            if happening.begin != next_day or not happening.losers:
                continue
            if governing is not None and not happening.is_broken:
                continue
            rule = (
                Rule.INFERRED_BACKWARDS if governing is None else Rule.UNREPORTED_CHANGE
            )
            return self._lost_by(day, happening, rule)
        return None

    def _lost_by(self, day: date, happening: Happening, rule: Rule) -> PlaceState:
        losers = happening.losers
        status = Status.CONTROLLED if len(losers) == 1 else Status.DISPUTED
        reports = [r for r in happening.reports if r.change.previous in losers]
        gaining = self._blocs(losers, day)
        return self._state(
            day,
            Holding(status, losers),
            rule,
            certainty=self._certainty(reports, gaining, frozenset())
            if status is Status.CONTROLLED
            else None,
            window=happening.window,
            is_broken=happening.is_broken,
            evidence=_ids(reports),
        )

    def _changing(self, day: date, index: int) -> PlaceState | None:
        """State inside the window of an event, unless it changes nothing."""
        happening = self._happenings[index]
        if day >= happening.end:
            return None
        before = holding_before(self._happenings, index)
        if before and before.is_same(happening.holding, day, self._alliances):
            return None
        return self._state(
            day,
            Holding(Status.CHANGING),
            Rule.INSIDE_WINDOW,
            before=before,
            after=happening.holding,
            since=known_end(happening.begin),
            window=happening.window,
            is_broken=happening.is_broken,
            evidence=_ids(happening.reports),
            against=self._against(happening.reports, happening.begin, day),
        )

    def _settled(self, day: date, index: int) -> PlaceState:
        """State that an event has left."""
        holding = self._happenings[index].holding
        run = self._run(self._run_start(index, day), index)
        support = self._support(run, day)
        through = support.through
        last_report = None if through is None else min(through, day)
        rule = Rule.TIE if holding.status is Status.DISPUTED else Rule.CARRIED
        if rule is Rule.CARRIED and last_report == day:
            rule = Rule.ON_THE_DAY
        return self._state(
            day,
            holding,
            rule,
            since=known_end(run.end if run.end <= day else run.begin),
            window=run.window,
            certainty=support.certainty,
            last_report=last_report,
            reported_through=through,
            freshness=freshness((day - last_report).days, holding.status)
            if last_report
            else None,
            is_broken=run.is_broken,
            evidence=support.evidence,
            against=support.against,
        )

    def _support(self, run: _Run, day: date) -> _Support:
        """What the reports of a run say on a day: another only where one begins."""
        key = (
            run.first,
            run.last,
            bisect_right(run.begun, day),
            bisect_right(self._known_from, day),
            bisect_right(self._bloc_days, day),
        )
        found = self._supports.get(key)
        if found is None:
            begun = [report for report in run.reports if report.first <= day]
            found = self._supports[key] = _Support(
                reported_through(begun, day),
                self._certainty_of(run, begun, day),
                _ids(begun),
                self._against(run.reports, run.end, day),
            )
        return found

    def _run(self, first: int, last: int) -> _Run:
        """Give the run of events from one to another."""
        found = self._runs.get((first, last))
        if found is None:
            happenings = self._happenings[first : last + 1]
            reports = tuple(r for each in happenings for r in each.reports)
            found = self._runs[first, last] = _Run(
                first,
                last,
                happenings[0].begin,
                happenings[0].end,
                happenings[0].window,
                any(each.is_broken for each in happenings),
                reports,
                tuple(sorted(report.first for report in reports)),
            )
        return found

    def _run_start(self, index: int, day: date) -> int:
        """First of the events up to one that all leave the same holding."""
        first = index
        while (
            first > 0
            and not self._happenings[first].is_broken
            and self._happenings[first - 1].holding.is_same(
                self._happenings[index].holding, day, self._alliances
            )
        ):
            first -= 1
        return first

    def _certainty_of(
        self, run: _Run, reports: Sequence[Report], day: date
    ) -> Certainty | None:
        holding = self._happenings[run.last].holding
        if holding.status is not Status.CONTROLLED:
            return None
        before = holding_before(self._happenings, run.first)
        losers = (
            *self._happenings[run.first].losers,
            *(before.sides if before else ()),
        )
        return self._certainty(
            reports, self._blocs(holding.sides, day), self._blocs(losers, day)
        )

    def _certainty(
        self, reports: Iterable[Report], gaining: frozenset[str], losing: frozenset[str]
    ) -> Certainty:
        sources = (self._sources[r.change.source.source_id] for r in reports)
        return certainty(sources, gaining, losing)

    def _blocs(self, sides: Iterable[Side], day: date) -> frozenset[str]:
        return frozenset(
            bloc for side in sides for bloc in self._alliances.blocs_of(side, day)
        )

    def _against(
        self, supporting: Iterable[Report], start: date, day: date
    ) -> tuple[str, ...]:
        """Records known that speak of a day since the start and say otherwise.

        Denied, premature and superseded ones are among them: they are shown, but
        decide nothing.
        """
        support = {r.change.change_id for r in supporting}
        said = {(r.change.status, r.change.controllers) for r in supporting}
        return _ids(
            r
            for r in self._known
            if r.first <= day
            and r.last >= start
            and r.change.change_id not in support
            and (r.change.status, r.change.controllers) not in said
            and r.change.sets_control
        )

    def _set_aside(self, start: date, day: date) -> tuple[str, ...]:
        """Records that the policy set aside and that speak of a day since the start."""
        if not self._aside:
            return ()
        return _ids(r for r in self._aside if r.first <= day and r.last >= start)

    def _present(self, day: date) -> tuple[Presence, ...]:
        """Forces present without control, as last reported of each party."""
        if not self._presence:
            return ()
        latest: dict[Side, Report] = {}
        for report in self._presence:
            if report.over_by <= day:
                latest[report.change.controllers[0]] = report
        return tuple(
            Presence(
                side,
                report.first,
                min(report.last, day),
                report.change.change_id,
                report.change.place_precision,
                report.last,
            )
            for side, report in sorted(latest.items())
            if report.change.event is not Event.WITHDREW
        )

    def _state(
        self,
        day: date,
        holding: Holding,
        rule: Rule,
        *,
        since: date | None = None,
        **more: object,
    ) -> PlaceState:
        return PlaceState(
            self.place_id,
            day,
            self.as_of,
            holding,
            rule,
            since=since,
            presence=self._present(day),
            set_aside=self._set_aside(since or date.min, day),
            **more,  # type: ignore[arg-type]  # each name is a field
        )


def _reports(changes: Iterable[ControlChange]) -> tuple[Report, ...]:
    return tuple(sorted(map(Report.of, changes), key=lambda r: r.sort_key))


def _ids(reports: Iterable[Report]) -> tuple[str, ...]:
    ordered = sorted(reports, key=lambda r: r.sort_key)
    return tuple(r.change.change_id for r in ordered)


def _presence_key(report: Report) -> tuple[date, date, int, bool]:
    """Order of reports of presence; a withdrawal comes last on its day."""
    change = report.change
    is_end = change.event is Event.WITHDREW
    return report.last, report.first, change.sequence or 0, is_end


def _substance(state: PlaceState) -> tuple[object, ...]:
    """Fields of an answer of one place, but what changes from day to day by itself."""
    return (
        state.holding,
        state.rule,
        state.before,
        state.after,
        state.since,
        state.window,
        state.certainty,
        state.reported_through,
        state.freshness,
        state.is_broken,
        state.presence
        and tuple(replace(each, last_report=date.min) for each in state.presence),
        state.evidence,
        state.against,
        state.set_aside,
    )
