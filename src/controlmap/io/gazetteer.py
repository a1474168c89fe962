"""Gazetteer files to entries: the project's own table, or a dump of GeoNames."""

from __future__ import annotations

import csv
import re
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from controlmap.domain.gazetteer import Entry
from controlmap.domain.spelling import spelling_of
from controlmap.errors import DatasetError, Issue

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

_NEEDED = ("gazetteer_id", "name", "lon", "lat")
_GEONAMES = (
    *("geonameid", "name", "asciiname", "alternatenames", "lat", "lon"),
    *("class", "feature_code", "country", "cc2", "admin1", "admin2", "admin3"),
    *("admin4", "population", "elevation", "dem", "timezone", "modified"),
)
"""Columns of https://download.geonames.org/export/dump/readme.txt, without a header."""


class _Feature(NamedTuple):
    kind: str
    reach_km: float = 0.0


_VILLAGE = _Feature("village")
FEATURES: Mapping[str, _Feature] = {
    "PPLC": _Feature("city", 100.0),
    "PPLA": _Feature("city", 80.0),
    "PPLA2": _Feature("town", 60.0),
    "PPLA3": _Feature("town", 40.0),
    "PPLX": _Feature("neighbourhood"),
    "AIRB": _Feature("airbase"),
    "AIRF": _Feature("airbase"),
    "AIRP": _Feature("airbase"),
    "INSM": _Feature("base"),
    "MILB": _Feature("base"),
    "HLL": _Feature("hill"),
    "HLLS": _Feature("hill"),
    "MT": _Feature("hill"),
    "MTS": _Feature("hill"),
    "DAM": _Feature("dam"),
    "STLMT": _VILLAGE,
}
"""Kind and reach of a feature code of GeoNames; any other PPL is a village."""


def read_gazetteer(path: Path | str) -> list[Entry]:
    """Entries of a gazetteer file, in its order.

    Parameters
    ----------
    path : Path or str
        A table with the columns of ``gazetteer.csv`` (``gazetteer_id``, ``name``,
        ``lon`` and ``lat`` are needed, others may be missing), or with the ending
        ``.txt`` a dump of GeoNames as its download server gives it.

    Raises
    ------
    DatasetError
        With every line that cannot be read.
    """
    path = Path(path)
    reading = _Reading(path.name)
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            is_dump = path.suffix == ".txt"
            rows = reading.dump(file) if is_dump else reading.table(file)
            entries = [entry for entry in rows if entry is not None]
    except FileNotFoundError:
        reading.say(0, "", "the file is missing", "missing-file")
    except UnicodeDecodeError:
        reading.say(0, "", "is not UTF-8; save it as UTF-8", "not-utf8")
    if reading.issues:
        raise DatasetError(reading.issues)
    return entries


class _Reading:
    """One pass through a file, with what is wrong in it."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.issues: list[Issue] = []
        self._first_lines: dict[str, int] = {}

    def say(self, line: int, field: str, message: str, rule: str) -> None:
        """Add an issue."""
        self.issues.append(Issue(self.file, line, field, message, rule))

    def table(self, lines: Iterable[str]) -> Iterator[Entry | None]:
        """Entries of a table with a header."""
        reader = csv.reader(lines, strict=True)
        header = next(reader, [])
        missing = [column for column in _NEEDED if column not in header]
        for column in missing:
            self.say(1, column, "the column is missing", "missing-column")
        if missing:
            return
        try:
            for cells in reader:
                row = dict(zip(header, cells, strict=False))
                entry_id = row.get("gazetteer_id", "")
                names = [row.get("name_ar", ""), *row.get("alt_names", "").split(";")]
                admin = [row.get(f"admin{level}", "") for level in (1, 2, 3)]
                yield self._entry(reader.line_num, entry_id, row, (names, admin))
        except csv.Error as error:
            self.say(reader.line_num, "", f"no CSV: {error}", "not-csv")

    def dump(self, lines: Iterable[str]) -> Iterator[Entry | None]:
        """Entries of a dump of GeoNames; what is no settlement has its kind or none."""
        for number, line in enumerate(lines, start=1):
            row = dict(zip(_GEONAMES, line.rstrip("\n").split("\t"), strict=False))
            names = [
                row.get("asciiname", ""),
                *row.get("alternatenames", "").split(","),
            ]
            row["source"] = "GeoNames"
            yield self._entry(number, f"gn:{row['geonameid']}", row, (names, ()))

    def _entry(
        self,
        line: int,
        entry_id: str,
        row: Mapping[str, str],
        lists: tuple[Sequence[str], Sequence[str]],
    ) -> Entry | None:
        lon = self._degrees(line, "lon", row.get("lon", ""), 180)
        lat = self._degrees(line, "lat", row.get("lat", ""), 90)
        name = row.get("name", "").strip()
        first = self._first_lines.setdefault(entry_id, line)
        if not entry_id or not name:
            self.say(
                line,
                "name" if entry_id else "gazetteer_id",
                "is empty; give one",
                "missing-value",
            )
        elif first != line:
            self.say(
                line,
                "gazetteer_id",
                f"{entry_id!r} is already on line {first}; each must be its own",
                "duplicate-id",
            )
        if lon is None or lat is None or not entry_id or not name or first != line:
            return None
        names, admin = lists
        code = row.get("feature_code", "")
        feature = FEATURES.get(code) or (_VILLAGE if code.startswith("PPL") else None)
        kind = feature.kind if feature else spelling_of(name).kind
        return Entry(
            entry_id,
            name,
            tuple(dict.fromkeys(filter(None, (*without_brackets(name), *names)))),
            kind,
            lon,
            lat,
            tuple(filter(None, admin)),
            feature.reach_km if feature else 0.0,
            source=row.get("source", ""),
        )

    def _degrees(self, line: int, field: str, text: str, most: int) -> float | None:
        try:
            degrees = float(text)
        except ValueError:
            self.say(line, field, f"{text!r} is no number of degrees", "wrong-type")
            return None
        if abs(degrees) <= most:  # not so for a number that is none
            return degrees
        self.say(
            line, field, f"{text} is not between -{most} and {most}", "out-of-range"
        )
        return None


_BRACKETS = re.compile(r"\(([^()]*)\)")


def without_brackets(name: str) -> list[str]:
    """Name as it is, and with each name that stands in brackets instead.

    Examples
    --------
    >>> without_brackets("Mill (Ford; Weir) Camp")
    ['Mill (Ford; Weir) Camp', 'Ford Camp', 'Weir Camp']
    """
    found = _BRACKETS.search(name)
    if found is None:
        return [name]
    behind = name[found.end() :]
    others = [each.strip() for each in re.split("[;/]", found[1])]
    said = [
        each for each in others if each and not each[0].isdigit() and behind.strip()
    ]
    return [name, *(f"{each}{behind}" for each in said)]
