"""How well an entry of a gazetteer fits a name and what a report says beside it."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from controlmap.domain.model import SETTLEMENT_KINDS
from controlmap.domain.spelling import spelling_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from controlmap.domain.gazetteer import Entry

NAME_POWER = 6
"""How much more a name counts than the rest: a like name must lie much nearer."""
REACH_KM = 15.0
"""Distance at which a village counts half, or a place whose name is only alike."""
_TOWN_REACH_KM = 40.0
_CAPITAL_REACH_KM = 60.0
_FAR = 0.36
"""Least that nearness counts for a capital of a district, and for a lone town, …"""
_WITHIN_KM = 200.0
"""… as far away as this."""
_SAME_POINT_KM = 0.1
_TAKEN = 0.4
_UNKNOWN_NEAR = 0.5
_IN_AREA = 0.85
_TOWN_IN_AREA = 1.0
_OTHER_AREA = 0.2
_OUTSIDE_ZONE = 0.3
_OTHER_KIND = 0.4
_MAYBE_KIND = 0.8
_NAMED_BARE = SETTLEMENT_KINDS | {"", "neighbourhood", "area"}
"""Kinds of place that reports name without saying the kind."""
_MILITARY = frozenset({"airbase", "base", "checkpoint", "facility"})
_DOUBLE_KM = 1.5
_DOUBLE_ROUNDED_KM = 2.5
_DOUBLE_DEGREES = 0.025
_DOUBLE_NAME = 0.1


@dataclass(frozen=True, slots=True)
class Context:
    """What a report says beside the name of a place.

    Attributes
    ----------
    near : tuple of (float, float)
        Longitude and latitude of other places of the report.
    admin : tuple of str
        Names of governorates or districts; any of them.
    zone : callable or None
        Whether a longitude and latitude lie in the study area, or near it; None where
        no area is named.
    kind : str
        Kind of place, if the report says it.
    """

    near: tuple[tuple[float, float], ...] = ()
    admin: tuple[str, ...] = ()
    zone: Callable[[float, float], bool] | None = None
    kind: str = ""

    @property
    def says_where(self) -> bool:
        """Whether anything is known of where the place lies."""
        return bool(self.near or self.admin) or self.zone is not None


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entry that a name may mean, with the parts of its score, each from 0 to 1.

    Attributes
    ----------
    entry : Entry
    name : float
        How like the names are.
    near : float
        How near it is to the other places of the report; without any, 0.5.
    admin, zone, kind : float
        1 where it fits what is named, less where it does not.
    distance_km : float or None
        Distance to the nearest of the other places.
    """

    entry: Entry
    name: float
    near: float = 0.5
    admin: float = 1.0
    zone: float = 1.0
    kind: float = 1.0
    distance_km: float | None = None

    @property
    def score(self) -> float:
        """Product of the parts; the name counts most."""
        return self.name**NAME_POWER * self.near * self.admin * self.zone * self.kind

    @property
    def parts(self) -> Mapping[str, float]:
        """The parts of the score by name, to three digits."""
        return {
            part: round(getattr(self, part), 3)
            for part in ("name", "near", "admin", "zone", "kind")
        }


def rate(entry: Entry, name: float, kind: str, context: Context) -> Candidate:
    """Candidate with the parts of its score.

    Parameters
    ----------
    entry : Entry
    name : float
        How like the names are, 1 for the same.
    kind : str
        Kind of place that the name or the report says; empty if none.
    context : Context
    """
    distance = _nearest_km(entry, context.near)
    return Candidate(
        entry,
        name,
        near=_nearness(entry, distance, context, is_exact=name == 1),
        admin=_admin_fit(entry, context.admin),
        zone=_zone_fit(entry, context),
        kind=_kind_fit(entry.kind, kind),
        distance_km=distance,
    )


def _nearness(
    entry: Entry, distance: float | None, context: Context, *, is_exact: bool
) -> float:
    """Falls off with the distance, for a town that is named exactly more slowly.

    What lies where another place of the report does is that other place. A capital of
    a district is named beside places far from it too.
    """
    if distance is None:
        if context.near or not context.says_where:
            return _UNKNOWN_NEAR
        return _TOWN_IN_AREA if entry.reach_km >= _TOWN_REACH_KM else _IN_AREA
    if distance < _SAME_POINT_KM:
        return _TAKEN
    reach = max(entry.reach_km, REACH_KM) if is_exact else REACH_KM
    near = 1 / (1 + (distance / reach) ** 2)
    return (
        max(near, _FAR) if reach >= _CAPITAL_REACH_KM and _is_seen(distance) else near
    )


def _is_seen(distance: float) -> bool:
    return distance < _WITHIN_KM


def seen_from_far(ranked: Iterable[Candidate]) -> list[Candidate]:
    """The same, with a town that is alone in having just this name seen from far."""
    found = list(ranked)
    exact = [each for each in found if each.name == 1]
    if len(exact) != 1:
        return found
    town = exact[0]
    is_town = town.entry.reach_km >= _TOWN_REACH_KM and town.distance_km is not None
    if not is_town or not _is_seen(town.distance_km or 0.0) or town.near >= _FAR:
        return found
    return [replace(each, near=_FAR) if each is town else each for each in found]


def _nearest_km(entry: Entry, near: Iterable[tuple[float, float]]) -> float | None:
    if entry.lon is None or entry.lat is None:
        return None
    here = (entry.lon, entry.lat)
    return min((distance_km(here, other) for other in near), default=None)


def distance_km(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Distance of two points (lon, lat), good to one per cent over 500 km."""
    middle = math.radians((one[1] + other[1]) / 2)
    return 111.2 * math.hypot((one[0] - other[0]) * math.cos(middle), one[1] - other[1])


def _zone_fit(entry: Entry, context: Context) -> float:
    if context.zone is None or entry.lon is None or entry.lat is None:
        return 1.0
    return 1.0 if context.zone(entry.lon, entry.lat) else _OUTSIDE_ZONE


def _admin_fit(entry: Entry, admin: tuple[str, ...]) -> float:
    if not admin:
        return 1.0
    wanted = {_key(name) for name in admin}
    return 1.0 if any(_key(name) in wanted for name in entry.admin) else _OTHER_AREA


@lru_cache(maxsize=10_000)
def _key(name: str) -> str:
    return spelling_of(name).key


def _kind_fit(known: str, wanted: str) -> float:
    """Whether an entry can be of the kind that is said, if one is."""
    if not wanted:
        return 1.0 if known in _NAMED_BARE else _OTHER_KIND
    may_be = not known or known in SETTLEMENT_KINDS
    if known == wanted or (wanted in SETTLEMENT_KINDS and may_be):
        return 1.0
    related = not known or (known in _MILITARY and wanted in _MILITARY)
    return _MAYBE_KIND if related else 0.0


def without_doubles(ranked: Iterable[Candidate]) -> list[Candidate]:
    """Candidates without second records of one place; the more exact record stays.

    Gazetteers have many a village twice, often once rounded to half a minute of arc.
    """
    kept: list[Candidate] = []
    for each in ranked:
        at = next((n for n, other in enumerate(kept) if _is_double(other, each)), None)
        if at is None:
            kept.append(each)
        elif _is_better(each, kept[at]):
            kept[at] = each
    return kept


def _is_better(one: Candidate, other: Candidate) -> bool:
    """Whether a record has as good a name, and the more exact point."""
    is_exact = not _is_rounded(one.entry) and _is_rounded(other.entry)
    return is_exact and one.name >= other.name


def _is_double(one: Candidate, other: Candidate) -> bool:
    """Whether two candidates of like names and one kind are records of one place."""
    here, there = one.entry, other.entry
    if here.lon is None or here.lat is None or there.lon is None or there.lat is None:
        return False
    if abs(here.lat - there.lat) > _DOUBLE_DEGREES or one.kind != other.kind:
        return False
    if abs(one.name - other.name) > _DOUBLE_NAME:
        return False
    apart = distance_km((here.lon, here.lat), (there.lon, there.lat))
    if apart > _DOUBLE_KM:
        is_rounded = _is_rounded(here) or _is_rounded(there)
        return is_rounded and apart <= _DOUBLE_ROUNDED_KM
    return True


def _is_rounded(entry: Entry) -> bool:
    """Whether both degrees are whole half minutes of arc."""
    degrees = (entry.lon or 0.0, entry.lat or 0.0)
    return all(abs(120 * each - round(120 * each)) < 0.002 for each in degrees)
