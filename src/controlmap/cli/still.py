"""``controlmap still``: a day as a picture, to print or to post."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from controlmap.cli.options import (
    DATA,
    AsOf,
    By,
    Data,
    InferenceRule,
    OnlySources,
    Zone,
    check_choice,
    load,
    read_optional_day,
)
from controlmap.cli.pictures import (
    Asked,
    Bounds,
    Dpi,
    Language,
    RecipeFile,
    Title,
    recipe_of,
    with_zone,
)


def still(
    output: Annotated[
        Path, typer.Option("-o", "--output", help="A .png, .svg or .pdf to write.")
    ],
    on: Annotated[
        str,
        typer.Option("--on", help="Day in the world; that the recipe starts with."),
    ] = "",
    size: Annotated[
        str,
        typer.Option(
            help="a3, a4, a5, letter, these with -portrait, 297x210mm, or 1200x630 pixels."
        ),
    ] = "a4",
    dpi: Dpi = 0,
    bounds: Bounds = "",
    recipe: RecipeFile = None,
    as_of: AsOf = "",
    by: By = "",
    rule: InferenceRule = "",
    zone: Zone = "",
    only_sources: OnlySources = "",
    title: Title = "",
    language: Language = "",
    data: Data = DATA,
) -> None:
    """Draw the map of one day as a picture, with scale, legend and sources."""
    check_choice(output.suffix.lower(), (".png", ".svg", ".pdf"), "--output")
    asked = Asked(zone, as_of, by, rule, only_sources, title, language, bounds)
    day = read_optional_day(on, "--on")
    wanted = recipe_of(recipe, asked, (day, day))
    from controlmap.pages import style_of, timeline_of
    from controlmap.render.sheet.size import parse_size

    sheet = parse_size(size, dpi)
    style = style_of(wanted)
    day = day or wanted.start or wanted.first_day
    dataset = load(data)
    wanted = replace(with_zone(wanted, dataset), first_day=day, last_day=day)
    timeline_of(dataset, wanted).to_still(day, output, style=style, size=sheet)
    print(output)
