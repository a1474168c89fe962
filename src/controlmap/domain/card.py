"""The evidence card of a place and a day: the answer, who says so, and its history."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, timedelta
from enum import Enum
from typing import TYPE_CHECKING

from controlmap.domain.dates import ONE_DAY
from controlmap.domain.knowledge import is_known, is_refuted
from controlmap.domain.model import Status
from controlmap.domain.reports import Report

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any

    from controlmap.domain.answer import (
        Certainty,
        Freshness,
        Holding,
        PlaceState,
        Presence,
        Rule,
    )
    from controlmap.domain.dataset import ControlState, Dataset
    from controlmap.domain.model import ControlChange, Event, Side


@dataclass(frozen=True, slots=True)
class CardReport:
    """One record of a card, with its source.

    Attributes
    ----------
    stance : str
        ``for`` or ``against`` the answer; ``beside`` it where the record speaks of its
        days and decides nothing: presence, a strike, what was near the place, what no
        longer counts but agrees.
    is_set_aside : bool
        Whether the policy does not count it.
    url, published, reported, valid : str
        Of the source, and in EDTF, empty where unknown; ``valid`` is when the thing was
        so, ``reported`` when this was said.
    outcome, denied_by : str
        ``stands`` until the denial is known.
    superseded_by : tuple of str
        Records known that replace it.
    """

    change_id: str
    stance: str
    is_set_aside: bool
    publisher: str
    perspective: str
    chain: str
    title: str
    url: str
    source_id: str
    locator: str
    published: str
    reported: str
    valid: str
    event: Event
    status: Status
    sides: tuple[Side, ...]
    previous: Side
    place_precision: str
    confidence: str
    claimed_by: str
    outcome: str
    denied_by: str
    superseded_by: tuple[str, ...]
    also_at: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StripSpell:
    """Days on which one answer holds, ``start`` and ``end`` included.

    ``controllers`` are the leading parties of its sides; of a changing place ``before``
    and ``after`` are those that the change leads from and to.
    """

    start: date
    end: date
    status: Status
    controllers: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()

    @property
    def days(self) -> int:
        """How many days it lasts."""
        return (self.end - self.start).days + 1


@dataclass(frozen=True, slots=True)
class CardParty:
    """A party that a card names; ``bloc`` is that of the day asked for."""

    actor_id: str
    name: str
    abbreviation: str
    colour: str
    bloc: str


@dataclass(frozen=True, slots=True)
class EvidenceCard:
    """All that is known of one place on one day, in itself complete.

    Attributes
    ----------
    place_id, name, name_ar, kind : str
    on : date
    as_of : date or None
    policy : str
        How differing reports settle.
    status, sides, rule, before, after, since, window, certainty, last_report, \
age_days, freshness, is_broken, presence
        As in `controlmap.domain.answer.PlaceState`.
    reports : tuple of CardReport
        Those for the answer, those against it, then those beside it, each by valid
        time.
    strip : tuple of StripSpell
        The place's whole history, from the first record known to the last, and to the
        day asked for where that lies beyond; empty where nothing is known.
    parties : tuple of CardParty
        All that the card names, and their blocs, by identifier.
    """

    place_id: str
    name: str
    name_ar: str
    kind: str
    on: date
    as_of: date | None
    policy: str
    status: Status
    sides: tuple[Side, ...]
    rule: Rule
    before: Holding | None
    after: Holding | None
    since: date | None
    window: tuple[date | None, ...]
    certainty: Certainty | None
    last_report: date | None
    age_days: int | None
    freshness: Freshness | None
    is_broken: bool
    presence: tuple[Presence, ...]
    reports: tuple[CardReport, ...]
    strip: tuple[StripSpell, ...]
    parties: tuple[CardParty, ...]

    def to_dict(self) -> dict[str, Any]:
        """The card as plain values, ready for JSON; days are ISO 8601."""
        plain: dict[str, Any] = _plain(asdict(self))
        return plain


def evidence_card(states: ControlState, name: str) -> EvidenceCard:
    """Card of the place that a name means.

    Parameters
    ----------
    states : ControlState
        Of which data, on which day, as known when and under which policy.
    name : str
        A place_id, a name or an alias.

    Raises
    ------
    UnknownNameError
        If the name leads to no single place.
    """
    dataset = states.dataset
    place = dataset.names.resolve(name)
    state = states.at(place.place_id)
    reports = tuple(_reports(dataset, state))
    strip = _strip(states, place.place_id)
    return EvidenceCard(
        place_id=place.place_id,
        name=place.name,
        name_ar=place.name_ar,
        kind=place.kind,
        on=states.on,
        as_of=states.as_of,
        policy=states.policy,
        status=state.status,
        sides=state.sides,
        rule=state.rule,
        before=state.before,
        after=state.after,
        since=state.since,
        window=state.window,
        certainty=state.certainty,
        last_report=state.last_report,
        age_days=state.age_days,
        freshness=state.freshness,
        is_broken=state.is_broken,
        presence=state.presence,
        reports=reports,
        strip=strip,
        parties=_parties(dataset, state, reports, strip),
    )


def _reports(dataset: Dataset, state: PlaceState) -> Iterator[CardReport]:
    known = _known(dataset, state.place_id, state.as_of)
    stance_of = dict.fromkeys(_beside(known, state), "beside")
    stance_of |= dict.fromkeys(state.evidence, "for")
    stance_of |= dict.fromkeys(state.against, "against")
    for stance in ("for", "against", "beside"):
        for report in known:
            change_id = report.change.change_id
            if stance_of.get(change_id) == stance:
                newer = (c.change for c in known if c.change.supersedes == change_id)
                replaced_by = tuple(change.change_id for change in newer)
                yield _report(dataset, report.change, state, (stance, replaced_by))


def _beside(known: Iterable[Report], state: PlaceState) -> set[str]:
    """Records that speak of the days of an answer and decide nothing."""
    start = state.since or date.min
    ids = {
        report.change.change_id
        for report in known
        if report.first <= state.on and report.last >= start
    }
    return ids | {each.change_id for each in state.presence}


def _report(
    dataset: Dataset,
    change: ControlChange,
    state: PlaceState,
    told: tuple[str, tuple[str, ...]],
) -> CardReport:
    source = dataset.sources[change.source.source_id]
    is_refuted_by_then = is_refuted(change, dataset.sources, state.as_of)
    stance, newer = told
    return CardReport(
        change_id=change.change_id,
        stance=stance,
        is_set_aside=change.change_id in state.set_aside,
        publisher=source.publisher,
        perspective=source.perspective,
        chain=source.chain,
        title=source.title,
        url=source.url,
        source_id=source.source_id,
        locator=change.source.locator,
        published=source.published.text if source.published else "",
        reported=change.reported.text if change.reported else "",
        valid=change.valid.text,
        event=change.event,
        status=change.status,
        sides=change.controllers,
        previous=change.previous,
        place_precision=change.place_precision,
        confidence=change.confidence,
        claimed_by=change.claimed_by,
        outcome=change.outcome if is_refuted_by_then else "stands",
        denied_by=change.denied_by if is_refuted_by_then else "",
        superseded_by=newer,
        also_at=change.also_at,
    )


def _known(dataset: Dataset, place_id: str, as_of: date | None) -> list[Report]:
    """Reports of a place known by a day, by valid time."""
    changes = dataset.changes_by_place.get(place_id, ())
    known = (Report.of(c) for c in changes if is_known(c.reported, as_of))
    return sorted(known, key=lambda report: report.sort_key)


def _strip(states: ControlState, place_id: str) -> tuple[StripSpell, ...]:
    """Spells of the holders, those of one holder in a row as one."""
    reports = _known(states.dataset, place_id, states.as_of)
    told = [r for r in reports if r.change.sets_control]
    ends = {end for r in told for end in (r.first, r.last)} - {date.min, date.max}
    if not ends:
        return ()
    eve = max(min(ends), date.min + ONE_DAY) - ONE_DAY
    first, last = min(eve, states.on), max(*ends, states.on)
    history = states.dataset.history(place_id, as_of=states.as_of, policy=states.policy)
    starts: list[tuple[date, PlaceState]] = []
    for day, state in history.spells(first, last):
        if not starts or _said(state) != _said(starts[-1][1]):
            starts.append((day, state))
    if starts[0][1].status is Status.NO_RECORD and first < states.on:
        starts = starts[1:] if len(starts) > 1 else starts
    next_days = [*(day for day, _ in starts[1:]), last + timedelta(1)]
    return tuple(
        _spell(day, after - ONE_DAY, state)
        for (day, state), after in zip(starts, next_days, strict=True)
    )


def _said(state: PlaceState) -> tuple[Holding | None, ...]:
    return state.holding, state.before, state.after


def _spell(start: date, end: date, state: PlaceState) -> StripSpell:
    before, after = (h.leads if h else () for h in (state.before, state.after))
    return StripSpell(start, end, state.status, state.controllers, before, after)


def _parties(
    dataset: Dataset,
    state: PlaceState,
    reports: Iterable[CardReport],
    strip: Iterable[StripSpell],
) -> tuple[CardParty, ...]:
    named: set[str] = set()
    for holding in (state.holding, state.before, state.after):
        named |= {p for side in (holding.sides if holding else ()) for p in side}
    named |= {p for presence in state.presence for p in presence.side}
    for report in reports:
        named |= {p for side in report.sides for p in side}
        named |= {*report.previous, report.perspective, report.claimed_by}
    for spell in strip:
        named |= {*spell.controllers, *spell.before, *spell.after}
    bloc_of = {p: dataset.alliances.bloc_of(p, state.on) for p in named}
    actors = (dataset.actors.get(p) for p in sorted({*named, *bloc_of.values()}))
    return tuple(
        CardParty(
            actor.actor_id,
            actor.name,
            actor.abbreviation,
            actor.colour,
            dataset.alliances.bloc_of(actor.actor_id, state.on),
        )
        for actor in actors
        if actor is not None
    )


def _plain(value: Any) -> Any:  # noqa: ANN401 - whatever a field holds
    """Value without days, words of a list, or tuples."""
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, (tuple, list)):
        return [_plain(each) for each in value]
    if isinstance(value, Enum):
        return value.value
    return value.isoformat() if isinstance(value, date) else value
