"""Synthetic wars as records: what sources would report of one, as a data set."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from synthetic import CONTESTED, HOLDERS, country, war

from controlmap.domain.dataset import Dataset
from controlmap.domain.dates import parse_window
from controlmap.domain.model import (
    Actor,
    ControlChange,
    Event,
    Place,
    Source,
    SourceRef,
    Status,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from synthetic import War

FIRST = date(2017, 1, 1)
NAMES = [f"holder-{n}" for n in range(HOLDERS)]
COLOURS = ("#b5543c", "#3f7d4e", "#3b6ea5", "#b08a2e")
ARABIC = ("قرية", "تل", "خربة", "عين", "وادي", "كفر", "دير", "برج", "بئر", "رأس")
ARABIC_ENDS = (
    "الشرقية",
    "الغربية",
    "الكبيرة",
    "الصغيرة",
    "القديمة",
    "الجديدة",
    "العليا",
)


def dataset_of(made: War, places: list[Place], *, n_sources: int = 1) -> Dataset:
    """Data set that gives the war: who held each place on day 0, and each change.

    A clash names both sides, what ends it the new holder and the old one. With one
    source there is no text but names; with more, each has a title and an address.
    """
    sources = [_source(n, is_long=n_sources > 1) for n in range(n_sources)]
    return Dataset(
        title="Synthetic",
        places={place.place_id: place for place in places},
        actors={
            name: Actor(name, name.replace("-", " ").title(), colour)
            for name, colour in zip(NAMES, COLOURS, strict=True)
        },
        sources={source.source_id: source for source in sources},
        changes=tuple(_records(made, sources)),
        zones={made.study_area.zone.zone_id: made.study_area.zone},
    )


def in_arabic(places: list[Place]) -> list[Place]:
    """Places with an Arabic name each, of two words and a number."""
    return [
        Place(
            *(place.place_id, place.name, place.kind, place.location_precision),
            *(place.lon, place.lat),
            name_ar=f"{ARABIC[n % 10]} {ARABIC_ENDS[n % 7]} {n}",
        )
        for n, place in enumerate(places)
    ]


def reported_war(
    n_places: int, n_days: int, *, n_sources: int = 1, arabic: bool = False
) -> tuple[War, Dataset]:
    """A war and its records."""
    made = war(n_places, n_days)
    places = country(n_places)[1]
    return made, dataset_of(
        made, in_arabic(places) if arabic else places, n_sources=n_sources
    )


def _source(number: int, *, is_long: bool) -> Source:
    return Source(
        f"source-{number}",
        f"Paper {number % 50}",
        f"Report {number} on fighting near place {7 * number}" if is_long else "",
        "independent",
        f"chain-{number % 50}",
        url=f"https://example.org/{number % 50}/{number}" if is_long else "",
        published=parse_window("2017") if is_long else None,
    )


def _records(made: War, sources: list[Source]) -> Iterator[ControlChange]:
    ids = made.tessellation.place_ids
    holder = made.groups.tolist()
    changes = list(
        zip(made.day.tolist(), made.cell.tolist(), made.group.tolist(), strict=True)
    )
    gaining = _who_gains(changes, holder)
    number = 0

    def record(
        cell: int, day: int, event: Event, status: Status, *sides: int, lost: int = -1
    ) -> ControlChange:
        nonlocal number
        number += 1
        cited = sources[number * 7919 % len(sources)]
        return ControlChange(
            f"c{number:06}",
            ids[cell],
            parse_window((FIRST + timedelta(day)).isoformat()),
            event,
            status,
            SourceRef(cited.source_id, f"para {number % 9}" if cited.title else ""),
            "high",
            "exact",
            "stands",
            controllers=tuple((NAMES[side],) for side in sides),
            previous=(NAMES[lost],) if lost >= 0 else (),
        )

    for cell, group in enumerate(holder):
        yield record(cell, 0, Event.HELD, Status.CONTROLLED, group)
    for (day, cell, group), gains in zip(changes, gaining, strict=True):
        held = holder[cell]
        if group == CONTESTED:
            yield record(cell, day, Event.CLASHES, Status.CONTESTED, held, gains)
            continue
        if group == held:
            yield record(cell, day, Event.ATTACK_REPELLED, Status.CONTROLLED, held)
        else:
            yield record(cell, day, Event.CAPTURED, Status.CONTROLLED, group, lost=held)
        holder[cell] = group


def _who_gains(changes: list[tuple[int, int, int]], holder: list[int]) -> list[int]:
    """Of each clash, the side that gains by it, or else the next one."""
    held = list(holder)
    before = []
    for _, cell, group in changes:
        before.append(held[cell])
        if group != CONTESTED:
            held[cell] = group
    following: dict[int, int] = {}
    found = []
    for (_, cell, group), mine in zip(reversed(changes), reversed(before), strict=True):
        other = following.get(cell, mine)
        found.append(other if other != mine else (mine + 1) % HOLDERS)
        following[cell] = group if group != CONTESTED else following.get(cell, mine)
    return found[::-1]
