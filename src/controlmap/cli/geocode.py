"""``controlmap geocode``: where the places of a report lie."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from controlmap.cli.options import DATA, Data, check_choice, load, progress

if TYPE_CHECKING:
    from controlmap.domain.dataset import Dataset
    from controlmap.domain.matching import Match
    from controlmap.io.geocode.front import ContextGeocoder
    from controlmap.io.geocode.offline import GazetteerGeocoder

_KINDS = (
    *("city", "town", "village", "neighbourhood", "base", "airbase", "checkpoint"),
    *("crossing", "hill", "dam", "facility", "area"),
)


_Name = Annotated[str, typer.Argument(help="Name of a place.")]
_Near = Annotated[
    list[str] | None,
    typer.Option(
        help="Another place of the report: its name or id, or lon,lat. Repeat it.",
        metavar="PLACE",
    ),
]
_Admin = Annotated[
    list[str] | None,
    typer.Option(help="Governorate or district. Repeat it.", metavar="NAME"),
]
_Zone = Annotated[str, typer.Option(help="Study area that it lies in.", metavar="ID")]
_Kind = Annotated[str, typer.Option(help=f"Kind: {', '.join(_KINDS)}.", metavar="KIND")]
_Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
_File = Annotated[
    Path | None, typer.Option(help="Table of names instead of one.", metavar="CSV")
]
_Output = Annotated[
    Path, typer.Option("--output", "-o", help="Places found.", metavar="GEOJSON")
]
_Review = Annotated[
    Path, typer.Option(help="Names that no place was taken for.", metavar="CSV")
]
_Gazetteer = Annotated[
    Path | None,
    typer.Option(
        help="A table, or a .txt dump of GeoNames; that of the data if not named.",
        metavar="FILE",
    ),
]
_Service = Annotated[
    str,
    typer.Option(
        help="Ask nominatim, geonames or photon instead of a gazetteer.",
        metavar="NAME",
    ),
]
_Url = Annotated[str, typer.Option(help="Another server of it.", metavar="URL")]
_Account = Annotated[str, typer.Option(help="Account at GeoNames.", metavar="NAME")]
_Agent = Annotated[str, typer.Option(help="Who asks the service.", metavar="TEXT")]
_Country = Annotated[
    str, typer.Option(help="Two-letter code; the service looks there alone.")
]
_Delay = Annotated[float, typer.Option(help="Least seconds between questions.", min=0)]
_Cache = Annotated[
    Path | None, typer.Option(help="Folder of the service's answers.", metavar="DIR")
]


def geocode(
    name: _Name = "",
    near: _Near = None,
    admin: _Admin = None,
    zone: _Zone = "",
    kind: _Kind = "",
    as_json: _Json = False,
    file: _File = None,
    output: _Output = Path("places.geojson"),
    review: _Review = Path("review.csv"),
    gazetteer: _Gazetteer = None,
    service: _Service = "",
    service_url: _Url = "",
    username: _Account = "",
    user_agent: _Agent = "",
    country: _Country = "",
    delay: _Delay = 1.0,
    cache: _Cache = None,
    data: Data = DATA,
) -> None:
    """Find the place that a name means in its context, or list the candidates."""
    if bool(name) == bool(file):
        raise typer.BadParameter("give a name, or --file", param_hint="NAME")
    if kind:
        check_choice(kind, _KINDS, "--kind")
    dataset = load(data)
    from controlmap.io.geocode.offline import GazetteerGeocoder

    local = GazetteerGeocoder(gazetteer or data / "gazetteer.csv", dataset=dataset)
    asked: ContextGeocoder = local
    if service:
        options = (user_agent or _user_agent(), service_url, username, country, delay)
        asked = _service_geocoder((service, *options), cache, dataset)
    if file:
        _geocode_file(file, (output, review), asked, local)
        return
    _geocode_name(asked, local, name, (near, admin, zone, kind), as_json=as_json)


def _geocode_name(
    asked: ContextGeocoder,
    local: GazetteerGeocoder,
    name: str,
    told: tuple[list[str] | None, list[str] | None, str, str],
    *,
    as_json: bool,
) -> None:
    from controlmap.domain.rating import Context

    near, admin, zone, kind = told
    context = Context(
        tuple(local.point_of(place) for place in near or ()),
        tuple(admin or ()),
        local.in_zone(zone) if zone else None,
        kind,
    )
    match = asked.match(name, context)
    _print_json(match) if as_json else _print_match(match)
    if match.entry is None:
        raise typer.Exit(2)


def _user_agent() -> str:
    from importlib.metadata import version

    return f"controlmap/{version('controlmap')}"


def _service_geocoder(
    told: tuple[str, str, str, str, str, float], cache: Path | None, dataset: Dataset
) -> ContextGeocoder:
    from controlmap.io.geocode.services import SERVICES, Service, ServiceGeocoder

    check_choice(told[0], SERVICES, "--service")
    folder = cache or Path(typer.get_app_dir("controlmap")) / "geocode"
    return ServiceGeocoder(Service(*told), folder, actors=dataset.actors.values())


def _geocode_file(
    file: Path,
    targets: tuple[Path, Path],
    asked: ContextGeocoder,
    local: GazetteerGeocoder,
) -> None:
    from controlmap.domain.joint import match_together
    from controlmap.io.files import write_text
    from controlmap.io.geocode.batch import places_text, read_names, review_text

    rows = read_names(file, point_of=local.point_of, in_zone=local.in_zone)
    queries = [row.query for row in rows]
    with progress("geocoding") as tick:
        matches = match_together(queries, asked.match, tick)
    write_text(targets[0], places_text(rows, matches))
    write_text(targets[1], review_text(rows, matches))
    found = sum(match.entry is not None for match in matches)
    print(f"{found} of {len(rows)} found: {targets[0]}")
    print(f"{len(rows) - found} to be looked at: {targets[1]}")


def _print_json(match: Match) -> None:
    from controlmap.io.geocode.front import record_of

    told: dict[str, Any] = {
        "name": match.name,
        "reason": match.reason,
        "found": record_of(match.candidates[0]) if match.entry else None,
        "candidates": [record_of(each) for each in match.candidates],
    }
    print(json.dumps(told, ensure_ascii=False, indent=2))


_WORDS = {
    "not-found": "no place of this name, or of one like it",
    "weak": "no candidate fits well enough",
    "ambiguous": "several places fit about as well; say more of where it lies",
    "no-point": "the place is known, but no point of it is",
    "actor": "a party, not a place",
    "no-context": "only like names; without context none of them is taken",
    "no-name": "holds no name",
}


def _print_match(match: Match) -> None:
    if match.entry is None:
        reason = f"{_WORDS[match.reason]} [{match.reason}]"
        print(f"controlmap: {match.name!r}: {reason}", file=sys.stderr)
    for each in match.candidates[: 1 if match.entry else None]:
        entry = each.entry
        point = f"{entry.lat:.5f}, {entry.lon:.5f}" if entry.is_located else "no point"
        point += f", part of {entry.part_of}" if entry.part_of else ""
        where = ", ".join((entry.name, *reversed(entry.admin)))
        parts = "  ".join(f"{part} {value:.2f}" for part, value in each.parts.items())
        far = "" if each.distance_km is None else f"  ({each.distance_km:.1f} km)"
        print(f"{entry.entry_id}  {where}  {point}")
        print(f"  score {each.score:.2f}  =  {parts}{far}")
