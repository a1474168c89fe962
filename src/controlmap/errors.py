"""The errors that controlmap raises, and the issues that a data check reports."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True, order=True)
class Issue:
    """One problem of the data: where it is, what it is, and which rule says so.

    Attributes
    ----------
    file : str
        File name inside the data folder.
    line : int
        Line of the file, counted from 1; 0 where the whole file is meant.
    field : str
        Column or property; empty where the whole row is meant.
    message : str
        What is wrong and what would be right, in lower case.
    rule : str
        Identifier of the rule, stable across versions.
    is_warning : bool
        True where the data can be used all the same.
    """

    file: str
    line: int
    field: str
    message: str
    rule: str
    is_warning: bool = False

    @property
    def where(self) -> str:
        """Position as ``file:line:field``, without its empty parts."""
        return ":".join(
            str(part) for part in (self.file, self.line, self.field) if part
        )

    def __str__(self) -> str:
        return f"{self.where}: {self.message} [{self.rule}]"


class ControlMapError(Exception):
    """Base of every error that controlmap raises on purpose."""


class DatasetError(ControlMapError):
    """The data break at least one rule.

    Attributes
    ----------
    issues : tuple of Issue
        Every problem found, warnings included, in order of file and line.
    """

    def __init__(self, issues: Iterable[Issue]) -> None:
        self.issues = tuple(issues)
        super().__init__("\n".join(str(issue) for issue in self.issues))


class DateError(ControlMapError, ValueError):
    """A text is no EDTF level 1 date, or no day where a day is wanted."""


class UnknownNameError(ControlMapError, LookupError):
    """A name leads to nothing, or to several things.

    Attributes
    ----------
    name : str
        The name as asked.
    candidates : tuple of str
        What the name may mean, as identifiers; empty if nothing is near.
    """

    def __init__(self, name: str, reason: str, candidates: Iterable[str] = ()) -> None:
        self.name = name
        self.candidates = tuple(candidates)
        listed = ", ".join(self.candidates)
        super().__init__(f"{name!r}: {reason}" + (f": {listed}" if listed else ""))


class GeometryError(ControlMapError):
    """A study area or a tessellation cannot be made from what was given."""


class GeocodingError(ControlMapError):
    """A geocoding service cannot be asked, or does not answer."""


class RecipeError(ControlMapError):
    """A map recipe is not readable or asks for something that does not exist."""


class ManifestError(ControlMapError):
    """A file carries no manifest, or one that cannot be read or carried out."""


class MissingExtraError(ControlMapError):
    """An optional library is not installed."""
