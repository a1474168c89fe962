"""Answers of services to entries of a gazetteer, one function a service."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from controlmap.domain.gazetteer import Entry
from controlmap.io.gazetteer import FEATURES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

_OSM_KINDS = {
    "city": "city",
    "town": "town",
    "village": "village",
    "hamlet": "village",
    "isolated_dwelling": "village",
    "suburb": "neighbourhood",
    "quarter": "neighbourhood",
    "neighbourhood": "neighbourhood",
    "aerodrome": "airbase",
    "airfield": "airbase",
    "barracks": "base",
    "base": "base",
    "checkpoint": "checkpoint",
    "peak": "hill",
    "hill": "hill",
    "dam": "dam",
}
_REACH_KM = {"city": 80.0, "town": 40.0}
_ADMIN = ("state", "region", "county", "state_district", "district", "municipality")


def nominatim(raw: Mapping[str, Any]) -> Entry:
    """Entry of an answer of Nominatim; https://nominatim.org/release-docs/latest/."""
    name = raw.get("name") or str(raw["display_name"]).partition(",")[0]
    address = raw.get("address") or {}
    return _osm_entry(
        raw,
        (name, *(raw.get("namedetails") or {}).values()),
        str(raw.get("addresstype") or raw.get("type") or ""),
        (raw["lon"], raw["lat"], [address.get(level) for level in _ADMIN]),
    )


def photon(raw: Mapping[str, Any]) -> Entry:
    """Entry of an answer of Photon; https://github.com/komoot/photon."""
    told = raw["properties"]
    lon, lat = raw["geometry"]["coordinates"]
    return _osm_entry(
        told,
        (told.get("name", ""),),
        str(told.get("osm_value") or ""),
        (lon, lat, [told.get(level) for level in _ADMIN]),
    )


def geonames(raw: Mapping[str, Any]) -> Entry:
    """Entry of an answer of GeoNames; https://www.geonames.org/export/geonames-search.html."""
    code = str(raw.get("fcode") or "")
    feature = FEATURES.get(code)
    return Entry(
        f"gn:{raw['geonameId']}",
        str(raw.get("toponymName") or raw["name"]),
        _names(raw.get("toponymName"), raw["name"]),
        feature.kind if feature else "village" if code.startswith("PPL") else "",
        float(raw["lng"]),
        float(raw["lat"]),
        _names(raw.get("adminName1")),
        feature.reach_km if feature else 0.0,
        source="GeoNames",
    )


READERS: Mapping[str, Callable[[Mapping[str, Any]], Entry]] = {
    "nominatim": nominatim,
    "geonames": geonames,
    "photon": photon,
}
"""How an answer of each service is read."""


def _osm_entry(
    told: Mapping[str, Any],
    names: Iterable[str],
    value: str,
    where: tuple[Any, Any, Iterable[Any]],
) -> Entry:
    lon, lat, admin = where
    kind = _OSM_KINDS.get(value, "")
    names = _names(*names)
    return Entry(
        f"osm:{str(told.get('osm_type', ''))[:1].lower()}{told.get('osm_id', '')}",
        names[0] if names else "",
        names,
        kind,
        float(lon),
        float(lat),
        _names(*admin),
        _REACH_KM.get(kind, 0.0),
        source="OpenStreetMap contributors",
    )


def _names(*names: Any) -> tuple[str, ...]:  # noqa: ANN401 - as the service has it
    return tuple(dict.fromkeys(str(name) for name in names if name))
