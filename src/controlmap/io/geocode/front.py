"""What all geocoders here have in common: context, scores, and the right to refuse."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any

from geopy.exc import GeocoderQueryError
from geopy.geocoders.base import DEFAULT_SENTINEL, Geocoder
from geopy.location import Location
from geopy.point import Point

from controlmap.domain.rating import Context
from controlmap.errors import UnknownNameError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from controlmap.domain.matching import Match
    from controlmap.domain.rating import Candidate

_PAIR = re.compile(r"\s*(-?\d+(?:\.\d+)?)\s*[,\s]\s*(-?\d+(?:\.\d+)?)\s*")


class ContextGeocoder(Geocoder, ABC):  # type: ignore[misc] # geopy carries no types
    """A geocoder that decides by context, and refuses rather than guess."""

    @abstractmethod
    def match(self, name: str, context: Context | None = None) -> Match:
        """What a name means in a context: the entry and its score, or why none."""

    def geocode(
        self,
        query: str,
        *,
        exactly_one: bool = True,
        timeout: Any = DEFAULT_SENTINEL,  # noqa: ANN401, ARG002 - as geopy has it
        near: Iterable[Any] = (),
        admin: Iterable[str] = (),
        kind: str = "",
    ) -> Location | list[Location] | None:
        """Location that a name means.

        Parameters
        ----------
        query : str
            Name of a place.
        exactly_one : bool
            False for a list of the candidates, best first, whether one is taken or not.
        timeout
            Taken, as by every geocoder of geopy; what is local needs none.
        near : iterable of str, Point or (float, float)
            Other places of the same report: names or identifiers of places, or points
            as geopy takes them, **latitude first**.
        admin : iterable of str
            Names of governorates or districts, any of which it lies in.
        kind : str
            Kind of place.

        Returns
        -------
        Location, list of Location or None
            None where nothing is certain enough. ``raw`` holds the record and its
            score with the parts.

        Raises
        ------
        geopy.exc.GeocoderQueryError
            If the query is empty, or ``near`` names no single place.
        """
        if not query or not query.strip():
            raise GeocoderQueryError("the query is empty; give the name of a place")
        try:
            points = tuple(self._near(each) for each in near)
        except UnknownNameError as error:
            raise GeocoderQueryError(f"near: {error}") from error
        found = self.match(query, Context(points, tuple(admin), kind=kind))
        if exactly_one:
            return _location(found.candidates[0]) if found.entry else None
        located = [each for each in found.candidates if each.entry.is_located]
        return [_location(each) for each in located] or None

    def point_of(self, text: str) -> tuple[float, float]:
        """Longitude and latitude of a place that is named, or written as ``lon,lat``.

        Raises
        ------
        UnknownNameError
            If the name leads to no single place with a point.
        """
        pair = _PAIR.fullmatch(text)
        if pair:
            return float(pair[1]), float(pair[2])
        found = self.match(text)
        if found.entry is None or found.entry.lon is None or found.entry.lat is None:
            listed = [each.entry.entry_id for each in found.candidates[:4]]
            raise UnknownNameError(
                text, f"leads to no single place ({found.reason})", listed
            )
        return found.entry.lon, found.entry.lat

    def _near(self, place: Any) -> tuple[float, float]:  # noqa: ANN401 - as geopy has it
        if isinstance(place, str):
            return self.point_of(place)
        point = Point(place)
        return point.longitude, point.latitude


def _location(candidate: Candidate) -> Location:
    entry = candidate.entry
    address = ", ".join((entry.name, *reversed(entry.admin)))
    return Location(address, (entry.lat, entry.lon), record_of(candidate))


def record_of(candidate: Candidate) -> dict[str, Any]:
    """Record of a candidate with its score, as JSON has it."""
    entry, distance = candidate.entry, candidate.distance_km
    return {
        "gazetteer_id": entry.entry_id,
        "place_id": entry.place_id or None,
        "gazetteer_name": entry.name,
        "kind": entry.kind or None,
        "part_of": entry.part_of or None,
        "admin": list(entry.admin),
        "lon": entry.lon,
        "lat": entry.lat,
        "score": round(candidate.score, 3),
        "parts": dict(candidate.parts),
        "distance_km": None if distance is None else round(distance, 1),
        "source": entry.source or None,
    }
