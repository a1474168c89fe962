"""A folder of data files to a checked data set."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from controlmap.domain.dataset import Dataset
from controlmap.domain.rules import Known, check, check_references, check_statements
from controlmap.errors import DatasetError, GeometryError, Issue
from controlmap.io.records import RecordReader
from controlmap.io.tables import Table, read_features, read_table, schema_descriptors
from controlmap.io.unread import unread_references, unread_statements

if TYPE_CHECKING:
    from collections.abc import Callable

_TABLES = (
    "control_changes",
    "sources",
    "actors",
    "actor_links",
    "area_claims",
    "gazetteer",
)
_PACKAGE = "datapackage.json"
_INPUTS = (
    *(f"{name}.csv" for name in _TABLES if name != "gazetteer"),
    "places.geojson",
    "zone.geojson",
    "limits.geojson",
    _PACKAGE,
)
"""Files that answers and maps are made from."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What a folder of data holds, and every problem found in it.

    Attributes
    ----------
    dataset : Dataset
        The records that could be read; fit for use only where no issue is an error.
    issues : tuple of Issue
        By file and line.
    """

    dataset: Dataset
    issues: tuple[Issue, ...]

    @property
    def errors(self) -> tuple[Issue, ...]:
        """Issues that forbid the use of the data."""
        return tuple(issue for issue in self.issues if not issue.is_warning)

    @property
    def warnings(self) -> tuple[Issue, ...]:
        """Issues that a reader should know of."""
        return tuple(issue for issue in self.issues if issue.is_warning)


def read_dataset(folder: Path | str) -> Dataset:
    """Data set of a folder, with every rule checked.

    The gazetteer is no part of it, and left to ``check_dataset`` and the geocoder.

    Parameters
    ----------
    folder : Path or str
        Holds the files of a controlmap data package, see ``docs/reference/data.md``.

    Raises
    ------
    DatasetError
        If any rule is broken; it carries every problem of every file. Warnings alone
        raise nothing.
    """
    checked = check_dataset(folder, gazetteer=False)
    if checked.errors:
        raise DatasetError(checked.issues)
    return checked.dataset


def hash_inputs(folder: Path | str) -> dict[str, str]:
    """SHA-256 of each file that answers and maps are made from, by name.

    The gazetteer is none of them: only the check and the geocoder read it.
    """
    paths = (Path(folder) / name for name in _INPUTS)
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(paths)
        if path.is_file()
    }


def check_dataset(folder: Path | str, *, gazetteer: bool = True) -> Checked:
    """Records of a folder together with every problem found in them.

    Parameters
    ----------
    folder : Path or str
    gazetteer : bool
        Whether to check the gazetteer too, and the places against it.
    """
    folder = Path(folder)
    if not folder.is_dir():
        issue = Issue(str(folder), 0, "", "no such folder of data", "missing-folder")
        return Checked(Dataset(), (issue,))
    names = _TABLES if gazetteer else _TABLES[:-1]
    tables = {name: read_table(folder / f"{name}.csv", name) for name in names}
    places = read_features(folder / "places.geojson", "places")
    zones = read_features(folder / "zone.geojson", "zone")
    limits = _read_limits(folder / "limits.geojson")
    package, package_issues = _read_package(folder / _PACKAGE)
    reader = RecordReader()
    dataset = replace(
        _dataset(reader, tables, (places, zones, limits), package),
        inputs=hash_inputs(folder),
    )
    known = _known(tables, places)
    found = [table.issues for table in (*tables.values(), places, zones, limits)]
    issues = [
        *package_issues,
        *(issue for each in found for issue in each),
        *reader.issues,
        *_bad_outlines(dataset, zones.file, limits.file),
        *check(dataset, known),
        *check_references(unread_references(dataset, tables, places), known),
        *check_statements(unread_statements(dataset, tables["control_changes"]), known),
    ]
    return Checked(dataset, tuple(sorted(issues)))


def _dataset(
    reader: RecordReader,
    tables: dict[str, Table],
    features: tuple[Table, Table, Table],
    package: dict[str, Any],
) -> Dataset:
    places, zones, limits = features
    sources = reader.sources(tables["sources"])
    return Dataset(
        title=str(package.get("title") or ""),
        licences=_licences(package),
        places=reader.places(places),
        actors=reader.actors(tables["actors"]),
        sources=sources,
        changes=reader.changes(tables["control_changes"], sources),
        links=reader.links(tables["actor_links"]),
        claims=reader.claims(tables["area_claims"], sources),
        zones=reader.zones(zones),
        limits=reader.limits(limits),
    )


def _read_limits(path: Path) -> Table:
    """Features of the limits of inference, which a data package may have."""
    return read_features(path, "limits") if path.exists() else Table(path.name)


def _bad_outlines(dataset: Dataset, zones: str, limits: str) -> list[Issue]:
    """Zones that are no valid polygon, and limits that are no valid line."""
    from controlmap.geometry.study_area import StudyArea, line_of

    issues = []
    works: list[tuple[str, int, Callable[[], object]]] = [
        *((zones, z.line, partial(StudyArea.of, z)) for z in dataset.zones.values()),
        *((limits, i.line, partial(line_of, i)) for i in dataset.limits.values()),
    ]
    for file, line, work in works:
        try:
            work()
        except GeometryError as error:
            issues.append(Issue(file, line, "geometry", str(error), "bad-outline"))
    return issues


def _known(tables: dict[str, Table], places: Table) -> Known:
    gazetteer = tables.get("gazetteer", Table("gazetteer.csv"))
    return Known(
        places=places.ids,
        actors=tables["actors"].ids,
        sources=tables["sources"].ids,
        changes=tables["control_changes"].ids,
        gazetteer={
            row.text("gazetteer_id"): (
                float(row.values["lon"]),
                float(row.values["lat"]),
            )
            for row in gazetteer.sound
        },
    )


def _licences(package: dict[str, Any]) -> tuple[str, ...]:
    return tuple(
        str(licence.get("title") or licence.get("name") or licence.get("path", ""))
        for licence in package.get("licenses") or ()
    )


def _read_package(path: Path) -> tuple[dict[str, Any], list[Issue]]:
    """Descriptor of the data package, and where its schemas are not the product's."""
    try:
        package = json.loads(path.read_text("utf-8"))
        resources = {
            str(resource["path"]).removesuffix(".csv"): resource.get("schema")
            for resource in package["resources"]
        }
        _licences(package)  # that they can be read
    except FileNotFoundError:
        return {}, [Issue(path.name, 0, "", "the file is missing", "missing-file")]
    except (ValueError, TypeError, KeyError, AttributeError):
        message = (
            "no Frictionless Data Package; it needs a list of resources, each with "
            "its path, and its licences as a list of objects"
        )
        return {}, [Issue(path.name, 1, "", message, "not-a-package")]
    schemas = schema_descriptors()
    issues = [
        Issue(
            path.name,
            0,
            name,
            "the table's schema is missing or not that of controlmap; copy it from "
            "the output of 'controlmap check --schemas'",
            "package-schema",
            is_warning=True,
        )
        for name in _TABLES
        if resources.get(name) != schemas[name]
    ]
    return package, issues
