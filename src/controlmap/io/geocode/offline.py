"""A geocoder over a gazetteer file, which needs no network."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Never

from geopy.adapters import BaseSyncAdapter
from geopy.exc import GeocoderUnavailable

from controlmap.domain.gazetteer import Gazetteer, with_places
from controlmap.domain.matching import Limits, Matcher
from controlmap.errors import UnknownNameError
from controlmap.io.gazetteer import read_gazetteer
from controlmap.io.geocode.front import ContextGeocoder

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from controlmap.domain.dataset import Dataset
    from controlmap.domain.matching import Match
    from controlmap.domain.rating import Context

_AROUND_M = 10_000.0
"""How far outside of a study area a place still counts as in it."""


class NoNetwork(BaseSyncAdapter):  # type: ignore[misc] # geopy carries no types
    """An adapter that is asked for nothing, and would refuse."""

    def get_json(self, url: str, **_: Any) -> Never:  # noqa: ANN401 - as geopy has it
        """Refuse."""
        raise GeocoderUnavailable(f"this geocoder is offline; not asked: {url}")

    get_text = get_json


class GazetteerGeocoder(ContextGeocoder):
    """A geocoder of geopy over a local gazetteer file.

    Parameters
    ----------
    gazetteer : Path or str
        A table like ``data/gazetteer.csv``, or a ``.txt`` dump of GeoNames.
    dataset : Dataset or None
        Its places lend their checked names to the records that locate them, those
        without a point are known to have none, and names of its parties are no places.
    limits : Limits or None
        When a candidate is taken.

    Examples
    --------
    >>> geocoder = GazetteerGeocoder("data/gazetteer.csv")
    >>> geocoder.geocode("Zzyzx") is None
    True
    """

    def __init__(
        self,
        gazetteer: Path | str = "data/gazetteer.csv",
        *,
        dataset: Dataset | None = None,
        limits: Limits | None = None,
    ) -> None:
        super().__init__(adapter_factory=NoNetwork)
        entries = read_gazetteer(gazetteer)
        self._dataset = dataset
        if dataset is not None:
            entries = with_places(entries, dataset.places.values())
        self.gazetteer = Gazetteer(entries)
        actors = dataset.actors.values() if dataset else ()
        self._matcher = Matcher(self.gazetteer, actors, limits)

    def match(self, name: str, context: Context | None = None) -> Match:
        """What a name means in a context: the entry and its score, or why none."""
        return self._matcher.match(name, context)

    def point_of(self, text: str) -> tuple[float, float]:
        """Longitude and latitude of a place: its identifier, its name, or ``lon,lat``.

        Of the places of a name, the only one with records is meant, if there is one.

        Raises
        ------
        UnknownNameError
            If the name leads to no single place with a point.
        """
        entry = self.gazetteer.by_id.get(text)
        if entry is None and self._dataset is not None:
            try:
                place = self._dataset.names.resolve(text)
            except UnknownNameError:
                return super().point_of(text)
            entry = self.gazetteer.by_id.get(place.place_id)
        if entry is None or entry.lon is None or entry.lat is None:
            return super().point_of(text)
        return entry.lon, entry.lat

    def in_zone(self, zone_id: str) -> Callable[[float, float], bool]:
        """Whether a longitude and latitude lie in a study area, or 10 km from it.

        Raises
        ------
        UnknownNameError
            If the data set has no such study area.
        """
        zones = self._dataset.zones if self._dataset else {}
        if zone_id not in zones:
            reason = "no study area of this id" + ("; there are" if zones else "")
            raise UnknownNameError(zone_id, reason, zones)
        import shapely

        from controlmap.geometry.crs import to_degrees
        from controlmap.geometry.study_area import StudyArea

        area = StudyArea.of(zones[zone_id])
        wide = shapely.transform(
            area.polygon.buffer(_AROUND_M), lambda metres: to_degrees(metres, area.crs)
        )
        shapely.prepare(wide)
        return lambda lon, lat: bool(shapely.contains_xy(wide, lon, lat))
