"""What ``still`` and ``film`` share: a recipe, of a file or of the options."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from controlmap.cli.options import NEAREST_PLACE, check_choice, read_optional_day

if TYPE_CHECKING:
    from datetime import date

    from controlmap.domain.dataset import Dataset
    from controlmap.io.recipes import Recipe

RecipeFile = Annotated[
    Path | None,
    typer.Option(
        "--recipe",
        help="Recipe to take all from that no option says.",
        metavar="FILE",
    ),
]
Title = Annotated[str, typer.Option(help="Title; that of the data if not given.")]
Language = Annotated[str, typer.Option(help="Language: en, ar, fr or tr.")]
Bounds = Annotated[
    str,
    typer.Option(
        help="View: west,south,east,north in degrees, or zone for all of it.",
    ),
]
Dpi = Annotated[
    int, typer.Option(help="Dots an inch; more of them make a sharper picture.")
]


@dataclass(frozen=True, slots=True)
class Asked:
    """Texts of the options that a recipe may say too; empty where not given."""

    zone: str
    as_of: str
    by: str
    rule: str
    only_sources: str
    title: str
    language: str
    bounds: str


def recipe_of(
    file: Path | None, asked: Asked, days: tuple[date | None, date | None]
) -> Recipe:
    """Recipe of a file, or of nothing, with what the options say.

    Parameters
    ----------
    file : Path or None
    asked : Asked
    days : tuple of date or None
        First and last day; None for those of the recipe.

    Raises
    ------
    typer.BadParameter
        If an option is not readable, or days are missing.
    RecipeError
        If the recipe is not readable.
    """
    from controlmap.geometry.inference import RULES
    from controlmap.io.recipes import Recipe, read_recipe

    if asked.by:
        check_choice(asked.by, ("actor", "bloc"), "--by")
    if asked.rule:
        check_choice(asked.rule, tuple(RULES), "--rule")
    first, last = days
    if file is not None:
        recipe = read_recipe(file)
        first, last = first or recipe.first_day, last or recipe.last_day
    elif first is None or last is None:
        raise typer.BadParameter("no day: name it, or a --recipe that has days")
    else:
        recipe = Recipe("", "", first, last, "")
    if last < first:
        raise typer.BadParameter(f"{last} is before {first}", param_hint="--to")
    return replace(recipe, first_day=first, last_day=last, **_changes(recipe, asked))


def _changes(recipe: Recipe, asked: Asked) -> dict[str, Any]:
    """Fields of a recipe that options say."""
    given: dict[str, Any] = {
        name: getattr(asked, name)
        for name in ("zone", "by", "rule", "title", "language")
        if getattr(asked, name)
    }
    if asked.as_of:
        given["as_of"] = read_optional_day(asked.as_of, "--as-of")
    if asked.only_sources:
        names = (name.strip() for name in asked.only_sources.split(","))
        given["only_sources"] = tuple(filter(None, names))
    if asked.bounds:
        given["bounds"] = _read_bounds(asked.bounds)
    return {"rule": recipe.rule or NEAREST_PLACE, **given}


def _read_bounds(text: str) -> tuple[float, ...] | None:
    """Bounds of an option; None for the whole zone."""
    if text == "zone":
        return None
    try:
        bounds = tuple(float(part) for part in text.split(","))
    except ValueError:
        bounds = ()
    if len(bounds) != 4 or not (bounds[0] < bounds[2] and bounds[1] < bounds[3]):
        raise typer.BadParameter(
            f"{text!r} is not west,south,east,north in degrees, nor zone",
            param_hint="--bounds",
        )
    return bounds


def with_zone(recipe: Recipe, dataset: Dataset) -> Recipe:
    """Recipe whose zone is the first of the data, if it names none."""
    return replace(recipe, zone=recipe.zone or next(iter(dataset.zones), ""))
