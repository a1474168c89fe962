"""Claims of a place, each with its life from the first report to what became of it.

The words and rules are those of ``docs/explanation/sources.md``.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from controlmap.domain.answer import Certainty
from controlmap.domain.claim_groups import HELD_BY_ONE, groups_of
from controlmap.domain.control_claim import (
    ControlClaim,
    Fate,
    Step,
    StepKind,
    days_between,
    sources_of,
    told_on,
)
from controlmap.domain.evidence import certainty
from controlmap.domain.model import Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from controlmap.domain.claim_groups import Group
    from controlmap.domain.dataset import Dataset
    from controlmap.domain.model import ControlChange
    from controlmap.domain.reports import Report


def claims_of(
    dataset: Dataset, place_id: str, *, as_of: date | None = None
) -> tuple[ControlClaim, ...]:
    """Claims of one place: its events, and what was denied or corrected.

    What is only said to be held, without a word on how it came so, is no claim of an
    event, and left out unless it was denied or corrected.

    Parameters
    ----------
    dataset : Dataset
    place_id : str
    as_of : date or None
        What was known at the end of that day; None for all that is known.

    Returns
    -------
    tuple of ControlClaim
        By day of the event.
    """
    claims = [
        _claim(dataset, place_id, group)
        for group in groups_of(dataset, place_id, as_of)
        if group.refuted
        or group.corrected
        or any(not report.is_span for report in group.counted)
    ]
    claims = [_come_true(dataset, claim, claims) for claim in claims]
    return tuple(_with_rivals(dataset, claim, claims) for claim in claims)


def all_claims(
    dataset: Dataset, *, as_of: date | None = None
) -> tuple[ControlClaim, ...]:
    """Claims of all places, by day of the event, then place."""
    found = [
        claim
        for place_id in sorted(dataset.changes_by_place)
        for claim in claims_of(dataset, place_id, as_of=as_of)
    ]
    return tuple(sorted(found, key=lambda c: (c.day or date.max, c.place_id)))


def _claim(dataset: Dataset, place_id: str, group: Group) -> ControlClaim:
    reports = _by_day_told(report.change for report in group.reports)
    counted = _by_day_told(report.change for report in group.counted)
    gaining, losing = _blocs(dataset, group)
    told = [day for day in map(told_on, reports) if day]
    over = min([group.end, *told])
    day = None if over == date.max else over
    steps = _steps(dataset, group, day, (gaining, losing))
    first = next((r for r in counted if not _is_span(r, group.counted)), reports[0])
    return ControlClaim(
        claim_id=reports[0].change_id,
        place_id=place_id,
        event=first.event,
        holding=group.holding,
        losers=group.losers,
        window=(
            None if group.begin == date.min else group.begin,
            None if group.end == date.max else group.end,
        ),
        day=day,
        reports=reports,
        counted=counted,
        chains=tuple(sorted({s.chain for s in sources_of(dataset, counted)})),
        gaining=gaining,
        losing=losing,
        fate=_fate(dataset, group, (gaining, losing)),
        steps=steps,
        contradicted_by=group.contradicted_by,
    )


def _by_day_told(changes: Iterable[ControlChange]) -> tuple[ControlChange, ...]:
    """Records by the day on which they were made; those without a day come last."""
    return tuple(sorted(changes, key=lambda c: (told_on(c) or date.max, c.change_id)))


def _is_span(change: ControlChange, reports: Iterable[Report]) -> bool:
    return any(report.is_span for report in reports if report.change is change)


def _blocs(dataset: Dataset, group: Group) -> tuple[frozenset[str], frozenset[str]]:
    """Blocs that gain and that lose; who stays in a contested place gains nothing."""
    blocs_of = dataset.alliances.blocs_of
    day = group.end
    gaining = frozenset(b for side in group.holding.sides for b in blocs_of(side, day))
    losing = frozenset(b for side in group.losers for b in blocs_of(side, day))
    if group.holding.status is Status.CONTESTED:
        gaining -= losing
    return gaining, losing


def _fate(
    dataset: Dataset, group: Group, blocs: tuple[frozenset[str], frozenset[str]]
) -> Fate:
    """What the claim has come to, as far as its own reports say."""
    if group.counted:
        if group.is_disputed:
            return Fate.DISPUTED
        changes = (report.change for report in group.counted)
        return Fate(certainty(sources_of(dataset, changes), *blocs).value)
    outcomes = {report.change.outcome for report in group.refuted}
    if "denied" in outcomes:
        return Fate.DENIED
    return Fate.PREMATURE if outcomes else Fate.CORRECTED


def _steps(
    dataset: Dataset,
    group: Group,
    event_day: date | None,
    blocs: tuple[frozenset[str], frozenset[str]],
) -> tuple[Step, ...]:
    reports = _by_day_told(report.change for report in group.reports)
    first = reports[0]
    start = told_on(first)
    steps = [
        Step(
            StepKind.CLAIMED,
            start,
            days_between(event_day, start),
            first.source.source_id,
            first.change_id,
        )
    ]
    confirming = _confirming(dataset, group, blocs)
    if confirming is not None:
        steps.append(_step(StepKind.CONFIRMED, start, confirming))
    for report in group.refuted:
        change = report.change
        denial = dataset.sources.get(change.denied_by)
        day = denial.published.latest if denial and denial.published else None
        steps.append(
            Step(
                StepKind(change.outcome),
                day,
                days_between(start, day),
                change.denied_by,
                change.change_id,
            )
        )
    steps += [_step(StepKind.CORRECTED, start, c.by) for c in group.corrected]
    return _in_order(steps)


def _step(kind: StepKind, start: date | None, change: ControlChange) -> Step:
    day = told_on(change)
    source_id = change.source.source_id
    return Step(kind, day, days_between(start, day), source_id, change.change_id)


def _in_order(steps: Iterable[Step]) -> tuple[Step, ...]:
    """Steps as they came, the claim itself first."""
    kinds = list(StepKind)
    return tuple(
        sorted(
            steps,
            key=lambda s: (
                s.kind is not StepKind.CLAIMED,
                s.day or date.max,
                kinds.index(s.kind),
                s.change_id,
            ),
        )
    )


def _confirming(
    dataset: Dataset, group: Group, blocs: tuple[frozenset[str], frozenset[str]]
) -> ControlChange | None:
    """Report with which those that count become a confirmation; None if they don't."""
    counted = _by_day_told(report.change for report in group.counted)
    sources = sources_of(dataset, counted)
    for number, change in enumerate(counted, start=1):
        if certainty(sources[:number], *blocs) is Certainty.CONFIRMED:
            return change
    return None


def _come_true(
    dataset: Dataset, claim: ControlClaim, claims: Sequence[ControlClaim]
) -> ControlClaim:
    """Claim that came too early, with the day on which it came true."""
    if claim.fate is not Fate.PREMATURE or claim.day is None:
        return claim
    for other in claims:
        if not other.counted or other.day is None or other.day < claim.day:
            continue
        if _has_same_holder(dataset, claim, other):
            later = other.counted[0]
            step = replace(
                _step(StepKind.CAME_TRUE, None, later),
                day=other.day,
                days=days_between(claim.steps[0].day, other.day),
            )
            return replace(claim, steps=_in_order([*claim.steps, step]))
    return claim


def _with_rivals(
    dataset: Dataset, claim: ControlClaim, claims: Sequence[ControlClaim]
) -> ControlClaim:
    """Claim with those by which another side has the place for itself."""
    rivals = tuple(
        other.claim_id
        for other in claims
        if other is not claim and _are_rivals(dataset, claim, other)
    )
    if not rivals:
        return claim
    return replace(claim, fate=Fate.CLAIMED_BY_BOTH, rivals=rivals)


def _are_rivals(dataset: Dataset, one: ControlClaim, other: ControlClaim) -> bool:
    """Whether two sides each claim the place for themselves, and nobody else either.

    They do where the windows meet, the holders differ, each has a report by a source
    of its own side, and neither claim is confirmed.
    """
    if not all(
        claim.counted
        and claim.step(StepKind.CONFIRMED) is None
        and claim.holding.status in HELD_BY_ONE
        and is_own_claim(dataset, claim)
        for claim in (one, other)
    ):
        return False
    return _windows_meet(one, other) and not _has_same_holder(dataset, one, other)


def is_own_claim(dataset: Dataset, claim: ControlClaim) -> bool:
    """Whether a source of the side that gains says so."""
    voices = {source.perspective for source in sources_of(dataset, claim.reports)}
    return not voices.isdisjoint(claim.gaining - claim.losing)


def _windows_meet(one: ControlClaim, other: ControlClaim) -> bool:
    (first, last), (begin, end) = one.window, other.window
    return (first or date.min) <= (end or date.max) and (begin or date.min) <= (
        last or date.max
    )


def _has_same_holder(dataset: Dataset, one: ControlClaim, other: ControlClaim) -> bool:
    return dataset.alliances.are_same_holders(
        one.holding.sides, other.holding.sides, other.window[1] or date.max
    )
