"""A small folder of data for tests of commands, written by the product's schemas."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING

from builders import SQUARE
from controlmap.io.tables import schema_descriptors

if TYPE_CHECKING:
    from pathlib import Path

TABLES = (
    "control_changes",
    "sources",
    "actors",
    "actor_links",
    "area_claims",
    "gazetteer",
)
PLACES = (
    ("alpha", "Alpha", (36.50, 35.50), {"aliases": ["High Village"]}),
    ("beta", "Beta", (36.52, 35.50), {"name_ar": "بيتا"}),
    ("gamma", "Gamma", (36.56, 35.50), {}),
    ("delta", "Delta", (36.51, 35.51), {}),
    ("epsilon", "Epsilon", (36.60, 35.60), {}),
    ("far", "Far", (36.90, 35.10), {}),
    ("twin-north", "Twin", (36.70, 35.90), {}),
    ("twin-south", "Twin", (36.70, 35.20), {}),
    ("nowhere", "Nowhere", None, {}),
)
ACTORS = (
    {"actor_id": "red", "name": "Red", "colour": "#aa3333"},
    {
        "actor_id": "red-army",
        "name": "Red Army",
        "abbreviation": "RA",
        "aliases": "Army of Red",
        "colour": "#bb4444",
    },
    {"actor_id": "blue", "name": "Blue", "colour": "#3355aa"},
)
CHANGES = (
    ("one", "alpha", "2019-11-30", "captured", "red-army", "blue", "red-press"),
    ("two", "beta", "2019-12-01", "clashes", "blue;red-army", "", "wire"),
    ("three", "gamma", "2019-11-30/2019-12-02", "captured", "blue", "red", "wire"),
    ("four", "delta", "2019-11-20", "presence_established", "blue", "", "wire"),
    ("five", "epsilon", "2019-01-01", "held", "blue", "", "wire"),
    ("six", "alpha", "2019-12-05", "captured", "blue", "red-army", "late"),
)
STATUS = {"clashes": "contested", "presence_established": "presence"}
LINK = {
    "actor_id": "red-army",
    "relation": "in_bloc",
    "target_id": "red",
    "valid": "2010/..",
}
ZONE = {"zone_id": "square", "name": "Square", "method": "drawn", "source": "test"}


def write_rows(path: Path, rows: list[dict[str, str]]) -> None:
    """Rows under the header that the table's schema asks for."""
    header = [field["name"] for field in schema_descriptors()[path.stem]["fields"]]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, header, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def write_package(path: Path) -> None:
    """Descriptor of the data package."""
    resources = [
        {"name": name, "path": f"{name}.csv", "schema": schema_descriptors()[name]}
        for name in TABLES
    ]
    package = {"name": "small", "title": "A small data set", "resources": resources}
    path.write_text(json.dumps(package), "utf-8")


def write_features(path: Path, features: list[dict[str, object]]) -> None:
    """Features as one collection."""
    collection = {"type": "FeatureCollection", "features": features}
    path.write_text(json.dumps(collection), "utf-8")


def feature(place_id, name, point, more):
    precision = {"location_precision": "exact" if point else "none"}
    told = {"place_id": place_id, "name": name, "kind": "village", **precision, **more}
    geometry = {"type": "Point", "coordinates": list(point)} if point else None
    return {"type": "Feature", "properties": told, "geometry": geometry}


def make_data(folder: Path) -> Path:
    """The small data set, in a new folder."""
    folder.mkdir()
    write_package(folder / "datapackage.json")
    write_features(folder / "places.geojson", [feature(*each) for each in PLACES])
    zone = {"type": "Feature", "properties": ZONE, "geometry": SQUARE}
    write_features(folder / "zone.geojson", [zone])
    write_rows(folder / "actors.csv", list(ACTORS))
    write_rows(folder / "actor_links.csv", [LINK])
    sources = (("wire", "independent"), ("red-press", "red"), ("late", "independent"))
    write_rows(
        folder / "sources.csv",
        [
            {
                "source_id": name,
                "publisher": name.title(),
                "title": f"Report of {name}",
                "url": f"https://{name}.example/1",
                "published_on": "2019-12-20" if name == "late" else "2019-12-02",
                "perspective": perspective,
                "chain": name,
            }
            for name, perspective in sources
        ],
    )
    keys = (
        "change_id",
        "place_id",
        "valid",
        "event",
        "controllers",
        "previous",
        "source",
    )
    rows = [dict(zip(keys, each, strict=True)) for each in CHANGES]
    for row in rows:
        row["status"] = STATUS.get(row["event"], "controlled")
        row["confidence"], row["place_precision"] = "high", "exact"
        row["outcome"] = "stands"
    write_rows(folder / "control_changes.csv", rows)
    write_rows(folder / "area_claims.csv", [])
    write_rows(folder / "gazetteer.csv", [])
    return folder


def break_data(folder: Path) -> None:
    """Let one record name a place that is not there."""
    path = folder / "control_changes.csv"
    path.write_text(path.read_text("utf-8").replace(",gamma,", ",gama,"), "utf-8")


def names_in(folder: Path) -> list[str]:
    """Everything in a folder, hidden files too."""
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))
