"""The answer for a place as plain values, with what its surroundings suggest."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from controlmap.domain.model import Status
from controlmap.geometry.cell_state import (
    OBSERVED,
    check_by,
    holder_names,
    observed_cell,
)
from controlmap.geometry.crs import to_metres
from controlmap.geometry.inference import InferenceParameters, infer_at
from controlmap.geometry.observed import Observers
from controlmap.geometry.study_area import StudyArea

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import date

    from controlmap.domain.answer import Holding, PlaceState, Presence
    from controlmap.domain.dataset import ControlState, Dataset
    from controlmap.domain.model import ControlChange, Place, Side


def place_reports(
    states: ControlState,
    place_ids: Iterable[str],
    *,
    by: str = "actor",
    inference: InferenceParameters | None = None,
) -> list[dict[str, Any]]:
    """Answers for some places at the end of a day, ready for JSON.

    Parameters
    ----------
    states : ControlState
        Of which data, on which day, as known when and under which policy.
    place_ids : iterable of str
    by : str
        ``actor`` or ``bloc``: what ``controllers`` names, and what counts as one
        side.
    inference : InferenceParameters or None
        Rule of inference and its numbers; None for the nearest place.

    Returns
    -------
    list of dict
        In the order asked, with ``place_id``, ``name``, ``on``, ``as_of``,
        ``status``, ``controllers`` (the leading party of each side, or its bloc),
        ``sides``, ``blocs``, ``since``, ``certainty``, ``age_days``, ``freshness``,
        ``rule``, ``presence``, ``evidence``, ``against``, ``inferred``, ``before``,
        ``after``, ``window``, ``is_broken``, ``policy`` and ``set_aside``. Days are
        ISO 8601. ``inferred`` is
        None where the place's own record stands.
    """
    check_by(by)
    surroundings = _Surroundings(states, by, inference)
    return [
        _report(states, states.at(place_id), by, surroundings) for place_id in place_ids
    ]


def _report(
    states: ControlState, state: PlaceState, by: str, surroundings: _Surroundings
) -> dict[str, Any]:
    dataset = states.dataset
    bloc_of = holder_names(dataset.alliances, "bloc", state.on)
    place = dataset.places[state.place_id]
    status, controllers = state.status.value, list(state.controllers)
    if by == "bloc" and state.status in OBSERVED:
        cell = observed_cell(state, bloc_of)
        status = cell.status
        controllers = [] if status == Status.CHANGING else list(cell.controllers)
    return {
        "place_id": state.place_id,
        "name": place.name,
        "on": state.on.isoformat(),
        "as_of": _iso(state.as_of),
        "status": status,
        "controllers": controllers,
        "sides": [list(side) for side in state.sides],
        "blocs": [bloc_of(side) for side in state.sides],
        "since": _iso(state.since),
        "certainty": state.certainty.value if state.certainty else None,
        "age_days": state.age_days,
        "freshness": state.freshness.value if state.freshness else None,
        "rule": state.rule.value,
        "presence": [_presence(presence) for presence in state.presence],
        "evidence": _records(dataset, state.evidence),
        "against": _records(dataset, state.against),
        "inferred": None if state.status in OBSERVED else surroundings.of(place),
        "before": _holding(state.before, bloc_of),
        "after": _holding(state.after, bloc_of),
        "window": [_iso(day) for day in state.window],
        "is_broken": state.is_broken,
        "policy": states.policy,
        "set_aside": _records(dataset, state.set_aside),
    }


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _holding(
    holding: Holding | None, bloc_of: Callable[[Side], str]
) -> dict[str, Any] | None:
    if holding is None:
        return None
    return {
        "status": holding.status.value,
        "sides": [list(side) for side in holding.sides],
        "blocs": [bloc_of(side) for side in holding.sides],
    }


def _presence(presence: Presence) -> dict[str, Any]:
    return {
        "side": list(presence.side),
        "since": presence.since.isoformat(),
        "last_report": presence.last_report.isoformat(),
        "place_precision": presence.place_precision,
        "change_id": presence.change_id,
    }


def _records(dataset: Dataset, change_ids: Sequence[str]) -> list[dict[str, Any]]:
    return [_record(dataset, dataset.changes_by_id[i]) for i in change_ids]


def _record(dataset: Dataset, change: ControlChange) -> dict[str, Any]:
    source = dataset.sources[change.source.source_id]
    return {
        "change_id": change.change_id,
        "valid": change.valid.text,
        "event": change.event.value,
        "status": change.status.value,
        "controllers": [list(side) for side in change.controllers],
        "previous": list(change.previous),
        "source": str(change.source),
        "publisher": source.publisher,
        "perspective": source.perspective,
        "chain": source.chain,
        "reported": change.reported.text if change.reported else None,
        "url": source.url or None,
        "outcome": change.outcome,
        "confidence": change.confidence,
    }


class _Surroundings:
    """What the observed neighbours of a place suggest, in the place's own zone."""

    def __init__(
        self, states: ControlState, by: str, inference: InferenceParameters | None
    ) -> None:
        self._asked = states
        self._dataset = dataset = states.dataset
        self._by = by
        self._inference = inference or InferenceParameters()
        limits = dataset.limits.values()
        self._areas = [StudyArea.of(zone, limits) for zone in dataset.zones.values()]
        self._observers: dict[str, Observers] = {}

    def of(self, place: Place) -> dict[str, Any]:
        """Inferred holder; without one where nothing near is observed."""
        if place.lon is None or place.lat is None:
            return _inferred("no-point")
        area = self._area_of(place.lon, place.lat)
        observers = self._seen_from(area)
        found = infer_at(
            area.grid_points_of([place]),
            observers.observations(observers.rows_on(self._asked.on)),
            self._inference,
            day=self._asked.on.toordinal(),
            limits=area.limits,
        )
        rule = self._inference.rule
        if found.nearest[0] < 0:
            return _inferred(rule)
        bloc_of = holder_names(self._dataset.alliances, "bloc", self._asked.on)
        holders = [holder] if (holder := found.holders[0]) else []
        sides: list[Side] = [(holder,) for holder in holders]
        return _inferred(
            rule,
            controllers=holders,
            blocs=[bloc_of(side) for side in sides],
            firmness=found.firmness[0] or None,
            nearest=observers.place_ids[int(found.nearest[0])],
            distance_km=round(float(found.distance_m[0]) / 1000, 3),
        )

    def _area_of(self, lon: float, lat: float) -> StudyArea:
        """First zone around a position; without one, a system centred on it."""
        for area in self._areas:
            if area.covers(to_metres(lon, lat, area.crs))[0]:
                return area
        return StudyArea.around(lon, lat, self._dataset.limits.values())

    def _seen_from(self, area: StudyArea) -> Observers:
        """What is observed in and near an area; histories are made only once."""
        zone_id = area.zone.zone_id
        if not self._observers:
            self._observers[zone_id] = self._all(area)
        if not zone_id or zone_id not in self._observers:  # around one place, or new
            seen = next(iter(self._observers.values()))
            self._observers[zone_id] = seen.seen_from(area)
        return self._observers[zone_id]

    def _all(self, area: StudyArea) -> Observers:
        asked = self._asked
        return Observers.of(
            self._dataset,
            area,
            (asked.on, asked.on),
            as_of=asked.as_of,
            by=self._by,
            policy=asked.policy,
        )


def _inferred(
    rule: str,
    *,
    controllers: Sequence[str] = (),
    blocs: Sequence[str] = (),
    firmness: str | None = None,
    nearest: str | None = None,
    distance_km: float | None = None,
) -> dict[str, Any]:
    return {
        "controllers": list(controllers),
        "blocs": list(blocs),
        "firmness": firmness,
        "rule": rule,
        "nearest": nearest,
        "distance_km": distance_km,
    }
