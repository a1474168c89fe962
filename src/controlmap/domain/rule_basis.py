"""What the rules of a data set have in common: file names, known names, findings."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from controlmap.domain.names import close_matches
from controlmap.errors import Issue

if TYPE_CHECKING:
    from collections.abc import Mapping


PLACES = "places.geojson"
CHANGES = "control_changes.csv"
SOURCES = "sources.csv"
ACTORS = "actors.csv"
LINKS = "actor_links.csv"
CLAIMS = "area_claims.csv"

INDEPENDENT = "independent"
"""Perspective of a source that takes no bloc's view."""


@dataclass(frozen=True, slots=True)
class Known:
    """Identifiers of all rows, of those too that could not be read as records.

    None stands for a file that could not be read: what it holds is not known, and
    nobody is told that something isn't in it. ``gazetteer`` gives the (lon, lat) of
    each gazetteer record.
    """

    places: frozenset[str] | None = frozenset()
    actors: frozenset[str] | None = frozenset()
    sources: frozenset[str] | None = frozenset()
    changes: frozenset[str] | None = frozenset()
    gazetteer: Mapping[str, tuple[float, float]] = field(default_factory=dict)


def missing(kind: str, name: str, known: frozenset[str] | None) -> str:
    """What to say of a name that is not known; empty if it is, or nobody can tell.

    No name is no problem: where one is required, the table's schema says so.
    """
    if not name or known is None or name in known:
        return ""
    near = close_matches(name, known)
    hint = "; did you mean " + " or ".join(map(repr, near)) + "?" if near else ""
    return f"no {kind} {name!r}{hint}"


def warning(file: str, line: int, column: str, message: str, rule: str) -> Issue:
    """Issue that does not forbid the use of the data."""
    return Issue(file, line, column, message, rule, is_warning=True)
