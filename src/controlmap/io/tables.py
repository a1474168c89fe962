"""Rows of tables and features of GeoJSON, checked against their Table Schema.

Types and constraints are checked by the ``frictionless`` package, field by field;
what is found is said with file, line, field and what would be right.
"""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from frictionless import Schema

from controlmap.domain.names import close_matches
from controlmap.errors import Issue

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

_POINT = ("lon", "lat")
"""Fields of a place that are read from its geometry."""

_RULES = {
    "type": "wrong-type",
    "required": "missing-value",
    "enum": "not-in-list",
    "pattern": "wrong-pattern",
    "minimum": "out-of-range",
    "maximum": "out-of-range",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One row or feature: its line, counted from 1, and its values by field."""

    line: int
    values: Mapping[str, Any]
    is_sound: bool = True
    faults: frozenset[str] = frozenset()

    def text(self, name: str) -> str:
        """Text of a field; empty where it has none."""
        return self.values.get(name) or ""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of one file, the problems found in them, and where they come from.

    ``is_whole`` is False where the file could not be read to its end.
    """

    file: str
    rows: tuple[Row, ...] = ()
    issues: tuple[Issue, ...] = ()
    key: str = ""
    is_whole: bool = True

    @property
    def ids(self) -> frozenset[str] | None:
        """Identifiers of all rows, broken ones too; None if rows are missing."""
        if not self.is_whole:
            return None
        return frozenset(row.text(self.key) for row in self.rows if row.text(self.key))

    @property
    def sound(self) -> Iterator[Row]:
        """Rows in which no value is wrong."""
        return (row for row in self.rows if row.is_sound)


@dataclass(slots=True)
class _Reading:
    """What has been found in one file so far."""

    file: str
    schema: Schema
    issues: list[Issue] = field(default_factory=list)
    is_whole: bool = True
    rows: list[Row] = field(default_factory=list)

    def say(self, line: int, name: str, message: str, rule: str) -> None:
        self.issues.append(Issue(self.file, line, name, message, rule))

    def table(self) -> Table:
        key = self.schema.primary_key
        name = key[0] if len(key) == 1 else ""
        self._check_keys(key)
        return Table(
            self.file, tuple(self.rows), tuple(self.issues), name, self.is_whole
        )

    def _check_keys(self, key: Sequence[str]) -> None:
        first_lines: dict[tuple[Any, ...], int] = {}
        for row in self.rows:
            values = tuple(row.values.get(name) for name in key)
            if not all(values):
                continue
            line = first_lines.setdefault(values, row.line)
            if line != row.line:
                said = ", ".join(map(str, values))
                self.say(
                    row.line,
                    key[0],
                    f"{said!r} is already on line {line}; each must be its own",
                    "duplicate-id",
                )


@cache
def table_schema(name: str) -> Schema:
    """Table Schema of a data file, by the file's name without its ending."""
    return Schema.from_descriptor(schema_descriptors()[name])


@cache
def schema_descriptors() -> dict[str, Any]:
    """Table Schema descriptors of all data files, as shipped with the package."""
    text = resources.files("controlmap.io").joinpath("schemas.json").read_text("utf-8")
    schemas: dict[str, Any] = json.loads(text)
    return schemas


@cache
def _readers(
    name: str,
) -> dict[str, Callable[[Any], tuple[Any, dict[str, str] | None]]]:
    return {f.name: f.create_cell_reader() for f in table_schema(name).fields}


@cache
def _free(name: str) -> dict[str, type]:
    """Fields without constraints and the type of their values: nothing to check."""
    types: dict[str, type] = {"string": str, "array": list, "object": dict}
    return {
        f.name: types[f.type]
        for f in table_schema(name).fields
        if f.type in types and not f.constraints
    }


def read_table(path: Path, name: str) -> Table:
    """Rows of a CSV file, with every problem of type and constraint.

    Parameters
    ----------
    path : Path
        UTF-8, comma separated, with a header row.
    name : str
        Which table it is: the key of its schema.
    """
    reading = _Reading(path.name, table_schema(name))
    text = _read_text(path, reading)
    if text is None:
        return reading.table()
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = next(reader, [])
        reading.is_whole = _check_header(header, reading)
        if reading.is_whole:
            _read_rows(reader, header, name, reading)
    except csv.Error as error:
        reading.is_whole = False
        reading.say(reader.line_num, "", f"not readable as CSV: {error}", "not-csv")
    return reading.table()


def _read_rows(
    reader: Iterator[list[str]], header: list[str], name: str, reading: _Reading
) -> None:
    line = 2
    for cells in reader:
        if not cells:
            reading.say(line, "", "the line is empty; remove it", "empty-line")
        elif len(cells) != len(header):
            reading.say(
                line,
                "",
                f"has {len(cells)} cells where the header has {len(header)}; "
                "is a comma missing, or a text with a comma not quoted?",
                "cell-count",
            )
            reading.is_whole = False
        else:
            values = dict(zip(header, cells, strict=True))
            for column, cell in values.items():
                if "\n" in cell or "\r" in cell:
                    reading.say(
                        line, column, "has a line break; remove it", "line-break"
                    )
            reading.rows.append(check_values(values, line, name, reading))
        line = reader.line_num + 1  # type: ignore[attr-defined]  # csv's own reader


def _check_header(header: list[str], reading: _Reading) -> bool:
    """Whether the header has the columns that the schema names, in any order."""
    wanted = reading.schema.field_names
    for column in wanted:
        if column not in header:
            reading.say(1, column, "the column is missing", "missing-column")
    for column in header:
        if column not in wanted:
            near = close_matches(column, wanted, limit=1)
            hint = f"; did you mean {near[0]!r}?" if near else ""
            reading.say(1, column, f"no such column{hint}", "unknown-column")
    twice = sorted({column for column in header if header.count(column) > 1})
    for column in twice:
        reading.say(1, column, "the column is there twice", "duplicate-column")
    return set(header) == set(wanted) and not twice


def check_values(
    values: Mapping[str, Any], line: int, name: str, reading: _Reading
) -> Row:
    """Row of the typed values; what is wrong goes into the reading."""
    typed: dict[str, Any] = {}
    faults: set[str] = set()
    free = _free(name)
    for column, reader in _readers(name).items():
        given = values.get(column)
        if column in free and (given is None or type(given) is free[column]):
            typed[column] = given or None
            continue
        typed[column], notes = reader(given)
        for kind in notes or ():
            faults.add(column)
            message = _explain(kind, given, reading.schema, column)
            reading.say(line, column, message, _RULES[kind])
        if notes and column not in reading.schema.primary_key:
            typed[column] = None
    return Row(line, typed, not faults, frozenset(faults))


def _explain(kind: str, given: object, schema: Schema, column: str) -> str:
    """What is wrong with a value, and what would be right."""
    described = schema.get_field(column)
    limits = described.constraints
    match kind:
        case "required":
            return "is empty, but a value is required"
        case "enum":
            allowed = ", ".join(map(str, limits["enum"]))
            near = close_matches(str(given), map(str, limits["enum"]), limit=1)
            hint = f"did you mean {near[0]!r}? " if near else ""
            return f"{given!r} is not in the list; {hint}allowed: {allowed}"
        case "pattern":
            return f"{given!r} is not written as it must be: {described.description}"
        case "minimum":
            return f"{given} is too small; the least is {limits['minimum']}"
        case "maximum":
            return f"{given} is too large; the most is {limits['maximum']}"
        case _:
            return f"{given!r} is no {described.type}"


def read_features(path: Path, name: str) -> Table:
    """Features of a GeoJSON file as rows, with the geometry under ``geometry``.

    For places, ``lon`` and ``lat`` of the point are checked as fields are.

    Parameters
    ----------
    path : Path
        A FeatureCollection in WGS84, RFC 7946.
    name : str
        Which file it is: the key of its schema.
    """
    reading = _Reading(path.name, table_schema(name))
    text = _read_text(path, reading)
    if text is not None:
        try:
            for line, feature in _features(text):
                _read_feature(feature, line, name, reading)
        except json.JSONDecodeError as error:
            reading.is_whole = False
            reading.say(
                error.lineno, "", f"not readable as JSON: {error.msg}", "not-json"
            )
        except ValueError as error:
            reading.is_whole = False
            reading.say(1, "", str(error), "not-geojson")
    return reading.table()


def _features(text: str) -> list[tuple[int, Any]]:
    """Each feature of a collection, with the line on which it starts."""
    whole = json.loads(text)
    if not isinstance(whole, dict) or not isinstance(whole.get("features"), list):
        raise ValueError("no GeoJSON FeatureCollection; it needs a list of features")  # noqa: TRY004 - a problem of the data
    decoder = json.JSONDecoder()
    at = _after(text, 0, "{")
    while (key := decoder.raw_decode(text, at))[0] != "features":
        _, at = decoder.raw_decode(text, _after(text, key[1], ":"))
        at = _after(text, at, ",")
    at = _after(text, _after(text, key[1], ":"), "[")
    line = 1 + text.count("\n", 0, at)
    found: list[tuple[int, Any]] = []
    for feature in whole["features"]:
        start = at
        while text[at].isspace() or text[at] == ",":
            at += 1
        line += text.count("\n", start, at)
        found.append((line, feature))
        _, end = decoder.raw_decode(text, at)
        line += text.count("\n", at, end)
        at = end
    return found


def _after(text: str, at: int, mark: str) -> int:
    """Where something stands next, after a mark and the blanks behind it."""
    at = text.index(mark, at) + 1
    while text[at].isspace():
        at += 1
    return at


def _read_feature(feature: object, line: int, name: str, reading: _Reading) -> None:
    properties = feature.get("properties") if isinstance(feature, dict) else None
    if not isinstance(feature, dict) or not isinstance(properties, dict):
        reading.say(line, "", "no GeoJSON feature with properties", "not-geojson")
        return
    wanted = [column for column in reading.schema.field_names if column not in _POINT]
    for column in sorted(set(properties) - set(wanted)):
        near = close_matches(column, wanted, limit=1)
        hint = f"; did you mean {near[0]!r}?" if near else ""
        reading.say(line, column, f"no such property{hint}", "unknown-column")
    geometry = feature.get("geometry")
    point = _point(geometry) if name == "places" else {}
    if point is None:
        reading.say(
            line,
            "geometry",
            'must be null or {"type": "Point", "coordinates": [lon, lat]}',
            "not-a-point",
        )
    row = check_values({**properties, **(point or {})}, line, name, reading)
    values = {**row.values, "geometry": geometry}
    reading.rows.append(Row(line, values, row.is_sound and point is not None))


def _point(geometry: object) -> dict[str, Any] | None:
    """Longitude and latitude of a point; empty for null; None for anything else."""
    match geometry:
        case None:
            return {}
        case {
            "type": "Point",
            "coordinates": [(int() | float()) as lon, (int() | float()) as lat],
        }:
            return {"lon": lon, "lat": lat}
        case _:
            return None


def _read_text(path: Path, reading: _Reading) -> str | None:
    try:
        return path.read_text("utf-8-sig")
    except FileNotFoundError:
        reading.say(0, "", "the file is missing", "missing-file")
    except UnicodeDecodeError as error:
        line = 1 + error.object.count(b"\n", 0, error.start)
        reading.say(line, "", "is not UTF-8; save it as UTF-8", "not-utf8")
    reading.is_whole = False
    return None
