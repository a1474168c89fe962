"""Which places, records, sources and actors a page needs, and their numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from controlmap.domain.reports import Report

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from controlmap.domain.answer import Holding, PlaceState
    from controlmap.domain.model import ControlChange
    from controlmap.geometry.timeline import Series


@dataclass(frozen=True, slots=True)
class Numbering:
    """Position of everything that a payload refers to.

    Attributes
    ----------
    first_day : date
        Day 0.
    places, actors, sources, records : mapping of str to int
        By identifier. Places with a cell come first, in the order of the cells, then
        the others that have a point, then those without. Records go by place, then
        valid time as the engine orders it; the rest is sorted.
    n_located : int
        Places that have a point.
    """

    first_day: date
    places: Mapping[str, int]
    actors: Mapping[str, int]
    sources: Mapping[str, int]
    records: Mapping[str, int]
    n_located: int

    def day(self, day: date | None) -> int | None:
        """Days after the first day of the map; negative before it."""
        return None if day is None else (day - self.first_day).days

    def side(self, side: Iterable[str]) -> list[int]:
        """Numbers of the parties of a side, its leader first."""
        return [self.actors[actor] for actor in side]

    def sides(self, sides: Iterable[Iterable[str]]) -> list[list[int]]:
        """Numbers of the parties of each side."""
        return [self.side(side) for side in sides]

    def actor(self, text: str) -> int | str:
        """Give the number of an actor; any other text as it is."""
        return self.actors.get(text, text)

    def source(self, text: str) -> int | str:
        """Give the number of a source; any other text as it is."""
        return self.sources.get(text, text)

    def record(self, text: str) -> int | str:
        """Give the number of a record; any other text as it is."""
        return self.records.get(text, text)


def number_everything(series: Series, cell_order: Sequence[int]) -> Numbering:
    """Numbers of all that the page of ``series`` refers to.

    Parameters
    ----------
    series : Series
    cell_order : sequence of int
        Cells of the tessellation in the order of the page.
    """
    located, unlocated = _places(series, cell_order)
    places = _numbers(located + unlocated)
    records = _records(series, places)
    return Numbering(
        first_day=series.first_day,
        places=places,
        actors=_numbers(sorted(_actors(series, records))),
        sources=_numbers(sorted(_sources(series, records))),
        records=_numbers([record.change_id for record in records]),
        n_located=len(located),
    )


def _numbers(keys: Sequence[str]) -> dict[str, int]:
    return {key: i for i, key in enumerate(keys)}


def _places(series: Series, cell_order: Sequence[int]) -> tuple[list[str], list[str]]:
    """Places with a point, those with a cell first; places without one."""
    with_cell = [series.tessellation.place_ids[cell] for cell in cell_order]
    others = sorted(set(series.answers) - set(with_cell))
    places = series.dataset.places
    located = [place for place in others if places[place].is_located]
    return with_cell + located, [p for p in others if not places[p].is_located]


def _answers(series: Series) -> Iterator[PlaceState]:
    for log in series.answers.values():
        for _, answer in log:
            yield answer


def _records(series: Series, places: Mapping[str, int]) -> list[ControlChange]:
    """All records of the places, by place, then valid time, then identifier."""
    by_place = series.dataset.changes_by_place
    told: list[ControlChange] = []
    for place in places:  # which have their order
        reports = map(Report.of, by_place.get(place, ()))
        told += (r.change for r in sorted(reports, key=lambda r: r.sort_key))
    return told


def bloc_days(series: Series) -> list[date]:
    """Days of the map on which a party may be in another bloc than before."""
    days = series.dataset.alliances.change_days
    return sorted(
        {
            series.first_day,
            *(d for d in days if series.first_day < d <= series.last_day),
        }
    )


def _actors(series: Series, records: Iterable[ControlChange]) -> set[str]:
    """Actors that a state, an answer, a record, a claim or a source names.

    And all that they are, or were, part of.
    """
    named: set[str] = set()
    for state in series.states:
        named.update(state.controllers)
    holdings = {}  # by identity: an event lends its own to many answers
    for answer in _answers(series):
        for holding in (answer.holding, answer.before, answer.after):
            holdings[id(holding)] = holding
        for presence in answer.presence:
            named.update(presence.side)
    for holding in holdings.values():
        named.update(_parties(holding))
    for record in records:
        named.update(party for side in record.controllers for party in side)
        named.update(record.previous, (record.claimed_by,))
    named.update(claim.actor_id for claim in series.dataset.claims)
    named.update(source.perspective for source in series.dataset.sources.values())
    ring = named
    while ring:
        links = series.dataset.links
        ring = {link.target_id for link in links if link.actor_id in ring} - named
        named |= ring
    return named & set(series.dataset.actors)


def _parties(holding: Holding | None) -> Iterator[str]:
    if holding is not None:
        for side in holding.sides:
            yield from side


def _sources(series: Series, records: Iterable[ControlChange]) -> set[str]:
    """Sources that a record, a claim or the zone cites."""
    named = {series.zone.source}
    for record in records:
        named.update((record.source.source_id, record.denied_by, *record.also_at))
    named.update(claim.source.source_id for claim in series.dataset.claims)
    return named & set(series.dataset.sources)
