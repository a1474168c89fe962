"""Recipes of maps: what to build, as TOML."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, fields
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from controlmap.domain.names import close_matches
from controlmap.domain.policies import MERGED, POLICIES
from controlmap.errors import RecipeError
from controlmap.geometry.inference import NEAREST_PLACE, RULES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


@dataclass(frozen=True, slots=True)
class Recipe:
    """One map: which zone and days, seen how, under which words.

    Attributes
    ----------
    name : str
        File name without its ending; the page is written beside the recipe.
    zone : str
        Identifier of the study area.
    first_day, last_day : date
        ``from`` and ``to`` in the file.
    title, description : str
    start : date or None
        Day shown first; None for the first day.
    as_of : date or None
        What was known on that day; None for all that is known.
    by : str
        ``actor`` or ``bloc``.
    bounds : tuple of float or None
        First view as (west, south, east, north), degrees; None for the whole zone.
    language : str
        ``en``, ``ar``, ``fr`` or ``tr``.
    rule : str
        ``nearest-place`` or ``nearest-with-age``: how cells without a report of their
        own are inferred.
    only_sources : tuple of str
        Sources to use; empty for all.
    perspective : tuple of str
        Blocs, ``independent``, ``publisher:NAME`` or ``chain:NAME`` whose sources to
        use; empty for all.
    policy : str
        How differing reports settle: ``merged``, ``corroborated`` or ``adverse``.
    phases : tuple of mapping
        Stretches of time to mark on the slider, each with ``name``, ``from``, ``to``,
        ``kind`` and ``source``.
    days_per_second : int
    basemap : str
        ``plain``, what the data hold, or ``osm``, tiles that the page asks for.
    card : date or None
        Day of the picture that a link to the page is shown with; None for no picture.
    base_url : str
        Address of the folder that the page will lie in; empty where it is not known.
    """

    name: str
    zone: str
    first_day: date
    last_day: date
    title: str
    description: str = ""
    start: date | None = None
    as_of: date | None = None
    by: str = "bloc"
    bounds: tuple[float, float, float, float] | None = None
    language: str = "en"
    rule: str = NEAREST_PLACE
    only_sources: tuple[str, ...] = ()
    perspective: tuple[str, ...] = ()
    policy: str = MERGED
    days_per_second: int = 7
    phases: tuple[Mapping[str, Any], ...] = ()
    basemap: str = "plain"
    card: date | None = None
    base_url: str = ""


_ADDRESS = re.compile(r"https?://[^\s\"'<>?#]+", re.IGNORECASE)
_PHASE_KINDS = ("phase", "ceasefire")
_PHASE_KEYS = ("name", "from", "to", "kind", "source")
_KEYS = {"from": "first_day", "to": "last_day"}
_REQUIRED = ("zone", "from", "to", "title")
_CHOICES = {
    "by": ("actor", "bloc"),
    "rule": tuple(RULES),
    "policy": tuple(POLICIES),
    "basemap": ("plain", "osm"),
}
_DAYS = frozenset({"from", "to", "start", "as_of", "card"})


def read_recipe(path: Path | str) -> Recipe:
    """Recipe of a TOML file.

    Raises
    ------
    RecipeError
        If the file is not readable, lacks a key, or has one too many or of another
        type; the message says which.
    """
    path = Path(path)
    try:
        values = tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        raise RecipeError(f"{path}: no such recipe") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise RecipeError(f"{path}: not readable as TOML: {error}") from error
    problems = [*_problems(values)]
    if problems:
        raise RecipeError("\n".join(f"{path}:{problem}" for problem in problems))
    named = {_KEYS.get(key, key): _plain(value) for key, value in values.items()}
    recipe = Recipe(name=path.stem, **named)
    if recipe.last_day < recipe.first_day:
        raise RecipeError(f"{path}:to: {recipe.last_day} is before {recipe.first_day}")
    if recipe.card and not recipe.first_day <= recipe.card <= recipe.last_day:
        days = f"{recipe.first_day} to {recipe.last_day}"
        raise RecipeError(f"{path}:card: {recipe.card} is not a day of {days}")
    return recipe


def _problems(values: dict[str, Any]) -> list[str]:
    known = {f.name for f in fields(Recipe)} - {"name", "first_day", "last_day"}
    known |= {"from", "to"}
    problems = [f"{key}: the key is missing" for key in _REQUIRED if key not in values]
    for key, value in values.items():
        if key not in known:
            near = close_matches(key, known, limit=1)
            hint = f"; did you mean {near[0]!r}?" if near else ""
            problems.append(f"{key}: no such key{hint}")
        elif fault := _fault(key, value):
            problems.append(f"{key}: {fault}")
    return problems


def _fault(key: str, value: object) -> str:
    """What is wrong with a value; empty if nothing is."""
    if key in _DAYS:
        return "" if type(value) is date else f"{value!r} is no day such as 2019-12-01"
    if key in _CHOICES:
        known = " or ".join(_CHOICES[key])
        return "" if value in _CHOICES[key] else f"{value!r} is no {known}"
    if key in _FAULTS:
        return _FAULTS[key](value)
    return "" if isinstance(value, str) else f"{value!r} is no text"


def _bounds_fault(value: object) -> str:
    is_box = (
        isinstance(value, list)
        and len(value) == 4
        and all(type(part) in {int, float} for part in value)
        and value[0] < value[2]
        and value[1] < value[3]
    )
    return "" if is_box else f"{value!r} is no [west, south, east, north]"


def _list_fault(what: str, value: object) -> str:
    is_list = isinstance(value, list) and all(isinstance(v, str) for v in value)
    return "" if is_list else f"{value!r} is no list of {what}"


def _count_fault(value: object) -> str:
    return "" if type(value) is int and value > 0 else f"{value!r} is no count"


def _phase_fault(value: object) -> str:
    """What is wrong with the phases; empty if nothing is."""
    if not isinstance(value, list) or not all(isinstance(v, dict) for v in value):
        return f"{value!r} is no list of tables, [[phases]]"
    for number, phase in enumerate(value, start=1):
        faults = [
            *(f"no such key {k!r}" for k in sorted(set(phase) - set(_PHASE_KEYS))),
            *(f"the key {k!r} is missing" for k in _PHASE_KEYS[:3] if k not in phase),
            *(
                f"{phase[k]!r} is no day such as 2019-12-01"
                for k in ("from", "to")
                if k in phase and type(phase[k]) is not date
            ),
            *(
                f"{phase[k]!r} is no text"
                for k in ("name", "source")
                if not isinstance(phase.get(k, ""), str)
            ),
        ]
        if phase.get("kind", "phase") not in _PHASE_KINDS:
            faults.append(f"{phase['kind']!r} is no {' or '.join(_PHASE_KINDS)}")
        if not faults and phase["to"] < phase["from"]:
            faults.append(f"{phase['to']} is before {phase['from']}")
        if faults:
            return f"phase {number}: {'; '.join(faults)}"
    return ""


def _address_fault(value: object) -> str:
    is_address = isinstance(value, str) and _ADDRESS.fullmatch(value)
    return "" if is_address else f"{value!r} is no address such as https://example.org/"


_FAULTS: Mapping[str, Callable[[object], str]] = {
    "base_url": _address_fault,
    "bounds": _bounds_fault,
    "only_sources": partial(_list_fault, "source ids"),
    "perspective": partial(_list_fault, "perspectives"),
    "days_per_second": _count_fault,
    "phases": _phase_fault,
}


def _plain(value: object) -> Any:  # noqa: ANN401 - what TOML gives, lists as tuples
    return tuple(value) if isinstance(value, list) else value
