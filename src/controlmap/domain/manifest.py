"""What a map or an export was made from: inputs, version, parameters, sources.

A manifest is plain values: no clock, no path of a machine. The same inputs and
parameters give the same manifest.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, fields, is_dataclass, replace
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING, Any

from controlmap.domain.citation import citation_line
from controlmap.errors import ManifestError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from controlmap.domain.model import Source

FORMAT = "controlmap-manifest"
FORMAT_VERSION = 1
MANIFEST_ID = "controlmap-manifest"
"""Id of the data block of a page."""

MERGED = "merged"
"""How differing reports are settled where nothing else is asked for."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What something was made from.

    Attributes
    ----------
    kind : str
        ``page``, ``layers-of-day``, ``layers-of-range``, ``disagreements``,
        ``disagreement-counts``, ``areas``, ``coverage`` or ``delays``.
    title, dataset : str
        Title of the thing, and of the data set.
    zone, zone_name : str
        Study area.
    controlmap : str
        Version of controlmap.
    parameters : mapping
        Fields of the span, and ``only_sources``, as plain values.
    output : mapping
        What else was chosen: the style of a page, the format of a file.
    inputs : mapping of str to str
        SHA-256 of each file of data, in hexadecimal digits, by name.
    sources : tuple of mapping
        Publications used: ``publisher``, ``licence`` and their ``ids``.
    licences : tuple of str
        Attribution lines of the data set.
    recipe : mapping or None
        ``file`` and ``sha256`` of the recipe beside the page.
    files : mapping of str to str
        SHA-256 of the files that it goes with; of a page, ``page`` stands for the page
        without the manifest. Empty where it lies inside a file of another kind.
    """

    kind: str
    title: str
    dataset: str
    zone: str
    zone_name: str
    controlmap: str
    parameters: Mapping[str, Any]
    inputs: Mapping[str, str]
    output: Mapping[str, Any] = field(default_factory=dict)
    sources: tuple[Mapping[str, Any], ...] = ()
    licences: tuple[str, ...] = ()
    recipe: Mapping[str, str] | None = None
    files: Mapping[str, str] = field(default_factory=dict)

    @property
    def policy(self) -> str:
        """How differing reports were settled."""
        return str(self.parameters.get("policy") or MERGED)

    @property
    def as_of(self) -> str | None:
        """Day of knowledge, ISO 8601; None for all that is known."""
        known = self.parameters.get("as_of")
        return None if known is None else str(known)

    @property
    def days(self) -> tuple[str, str]:
        """First and last day, ISO 8601."""
        return str(self.parameters["first_day"]), str(self.parameters["last_day"])

    @property
    def inputs_sha256(self) -> str:
        """One hash of all inputs, of lines ``hash  name`` as sha256sum writes them."""
        lines = (f"{digest}  {name}\n" for name, digest in sorted(self.inputs.items()))
        return hashlib.sha256("".join(lines).encode()).hexdigest()

    def with_output(self, **output: object) -> Manifest:
        """Manifest with something more that was chosen."""
        return replace(self, output={**self.output, **output})

    def with_files(self, files: Mapping[str, str]) -> Manifest:
        """Manifest with the hashes of the files that it goes with."""
        return replace(self, files=dict(sorted(files.items())))

    def to_dict(self) -> dict[str, Any]:
        """Plain values, ready for JSON, with the line to cite."""
        return {
            "format": FORMAT,
            "version": FORMAT_VERSION,
            "cite": citation_line(self),
            "policy": self.policy,
            "as_of": self.as_of,
            "inputs_sha256": self.inputs_sha256,
            **{each.name: plain(getattr(self, each.name)) for each in fields(self)},
        }

    @classmethod
    def from_dict(cls, values: object) -> Manifest:
        """Manifest of plain values.

        Raises
        ------
        ManifestError
            If they are none, or of another version of the format.
        """
        if not isinstance(values, dict) or values.get("format") != FORMAT:
            raise ManifestError("this is no manifest of controlmap")
        if values.get("version") != FORMAT_VERSION:
            raise ManifestError(
                f"a manifest of version {values.get('version')!r}; this controlmap "
                f"reads version {FORMAT_VERSION}"
            )
        given = {f.name: values[f.name] for f in fields(cls) if f.name in values}
        for name in _LISTS:
            given[name] = tuple(given.get(name) or ())
        if problem := _problem(given):
            raise ManifestError(f"a manifest without a sound {problem}")
        return cls(**given)


_TEXTS = ("kind", "title", "dataset", "zone", "zone_name", "controlmap")
_MAPPINGS = ("parameters", "inputs", "output", "files")
_LISTS = ("sources", "licences")


def _problem(given: Mapping[str, Any]) -> str:
    """Name of a value that is missing or of another type; empty if there is none."""
    for name in _TEXTS:
        if not isinstance(given.get(name), str):
            return name
    for name in _MAPPINGS:
        if not isinstance(given.get(name), dict):
            return name
    if not all(isinstance(row, dict) for row in given["sources"]):
        return "sources"
    if not isinstance(given.get("recipe"), dict | None):
        return "recipe"
    days = (given["parameters"].get(name) for name in ("first_day", "last_day"))
    return "" if all(isinstance(day, str) for day in days) else "parameters"


def source_lines(sources: Iterable[Source]) -> tuple[dict[str, Any], ...]:
    """Publications by publisher and licence, each with its identifiers."""
    ordered = sorted(sources, key=lambda s: (s.publisher, s.licence, s.source_id))
    return tuple(
        {
            "publisher": publisher,
            "licence": licence,
            "ids": [s.source_id for s in group],
        }
        for (publisher, licence), group in groupby(
            ordered, key=lambda s: (s.publisher, s.licence)
        )
    )


def plain(value: object) -> Any:  # noqa: ANN401 - what JSON can hold
    """Value as JSON holds it: days as ISO 8601, records as objects, tuples as lists."""
    if is_dataclass(value) and not isinstance(value, type):
        return {each.name: plain(getattr(value, each.name)) for each in fields(value)}
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return {str(name): plain(each) for name, each in value.items()}
    if isinstance(value, tuple | list):
        return [plain(each) for each in value]
    if isinstance(value, frozenset | set):
        return sorted(plain(each) for each in value)
    return value
