"""A table of names to places, and what is to be looked at by eye."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from controlmap.domain.joint import Query
from controlmap.domain.rating import Context
from controlmap.errors import DatasetError, Issue, UnknownNameError
from controlmap.io.geocode.front import record_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from controlmap.domain.matching import Match

_T = TypeVar("_T")
COLUMNS = ("name", "report", "near", "admin", "zone", "kind")
"""Columns of a table of names; all but ``name`` may be missing."""
_REVIEW = ("line", "reason", "candidates")


@dataclass(frozen=True, slots=True)
class Named:
    """A row of a table of names: its line, its cells, and the query it makes."""

    line: int
    cells: Mapping[str, str]
    query: Query


def read_names(
    path: Path | str,
    *,
    point_of: Callable[[str], tuple[float, float]],
    in_zone: Callable[[str], Callable[[float, float], bool]],
) -> list[Named]:
    """Rows of a table of names.

    Parameters
    ----------
    path : Path or str
        CSV with a column ``name``, and any of ``report`` (rows of one report are
        context for each other), ``near``, ``admin`` (``;`` between several), ``zone``
        and ``kind``. Other columns are carried along.
    point_of : callable
        Longitude and latitude of a place that ``near`` names.
    in_zone : callable
        Test whether a point lies in a study area, by its identifier.

    Raises
    ------
    DatasetError
        With every line that cannot be read.
    """
    path = Path(path)
    issues: list[Issue] = []
    try:
        text = path.read_text("utf-8-sig")
    except FileNotFoundError:
        issue = Issue(path.name, 0, "", "the file is missing", "missing-file")
        raise DatasetError([issue]) from None
    except UnicodeDecodeError:
        issue = Issue(path.name, 0, "", "is not UTF-8; save it as UTF-8", "not-utf8")
        raise DatasetError([issue]) from None
    reader = csv.DictReader(io.StringIO(text))
    if "name" not in (reader.fieldnames or ()):
        issue = Issue(path.name, 1, "name", "the column is missing", "missing-column")
        raise DatasetError([issue])
    rows = []
    for cells in reader:
        known = {key: value or "" for key, value in cells.items() if key is not None}
        row = _Row(path.name, reader.line_num, known, issues)
        query = Query(
            known["name"], row.context(point_of, in_zone), known.get("report", "")
        )
        rows.append(Named(reader.line_num, known, query))
    if issues:
        raise DatasetError(issues)
    return rows


@dataclass(frozen=True, slots=True)
class _Row:
    """The cells of one line, and where what is wrong in them is said."""

    file: str
    line: int
    cells: Mapping[str, str]
    issues: list[Issue]

    def context(
        self,
        point_of: Callable[[str], tuple[float, float]],
        in_zone: Callable[[str], Callable[[float, float], bool]],
    ) -> Context:
        """Context that the row gives."""
        if not self.cells["name"].strip():
            self._say("name", "is empty; give one", "missing-value")
        near = [self._look_up("near", each, point_of) for each in self._list("near")]
        zone = self.cells.get("zone", "").strip()
        return Context(
            tuple(point for point in near if point is not None),
            self._list("admin"),
            self._look_up("zone", zone, in_zone) if zone else None,
            self.cells.get("kind", "").strip(),
        )

    def _list(self, column: str) -> tuple[str, ...]:
        parts = self.cells.get(column, "").split(";")
        return tuple(part.strip() for part in parts if part.strip())

    def _look_up(self, column: str, text: str, what: Callable[[str], _T]) -> _T | None:
        try:
            return what(text)
        except UnknownNameError as error:
            self._say(column, str(error), "unknown-place")
            return None

    def _say(self, column: str, message: str, rule: str) -> None:
        self.issues.append(Issue(self.file, self.line, column, message, rule))


def places_text(rows: Sequence[Named], matches: Iterable[Match]) -> str:
    """GeoJSON of the rows that a place was found for, in their order, one a line."""
    features = [
        json.dumps(_feature(row, match), ensure_ascii=False)
        for row, match in zip(rows, matches, strict=True)
        if match.entry is not None
    ]
    listed = ",\n".join(features)
    return f'{{"type": "FeatureCollection", "features": [\n{listed}\n]}}\n'


def _feature(row: Named, match: Match) -> dict[str, Any]:
    told = record_of(match.candidates[0])
    lon, lat = told.pop("lon"), told.pop("lat")
    return {
        "type": "Feature",
        "properties": {"line": row.line, **row.cells, **told},
        "geometry": {"type": "Point", "coordinates": [lon, lat]},
    }


def review_text(rows: Sequence[Named], matches: Iterable[Match]) -> str:
    """CSV of the rows that none was taken for, with the reason and the candidates."""
    out = io.StringIO()
    carried = list(rows[0].cells) if rows else ["name"]
    kept = [column for column in carried if column not in _REVIEW]
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([_REVIEW[0], *kept, *_REVIEW[1:]])
    for row, match in zip(rows, matches, strict=True):
        if match.entry is None:
            cells = [row.cells.get(column, "") for column in kept]
            writer.writerow([row.line, *cells, match.reason, candidates_text(match)])
    return out.getvalue()


def candidates_text(match: Match) -> str:
    """Candidates of a match in one cell, best first, each with score and distance."""
    listed = []
    for each in match.candidates:
        entry = each.entry
        far = "" if each.distance_km is None else f", {each.distance_km:.0f} km"
        none = "" if entry.is_located else ", no point"
        part = f", part of {entry.part_of}" if entry.part_of else ""
        listed.append(
            f"{entry.entry_id} {entry.name} ({each.score:.2f}{far}{none}{part})"
        )
    return "; ".join(listed)
