"""``controlmap film``: a range of days as a film."""

from __future__ import annotations

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
    load,
    progress,
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


def film(
    output: Annotated[
        Path, typer.Option("-o", "--output", help="A .gif, .mp4 or .webm to write.")
    ],
    first_day: Annotated[
        str, typer.Option("--from", help="First day; that of the recipe if not given.")
    ] = "",
    last_day: Annotated[
        str, typer.Option("--to", help="Last day; that of the recipe if not given.")
    ] = "",
    step: Annotated[int, typer.Option(help="Days from one frame to the next.")] = 1,
    fps: Annotated[int, typer.Option(help="Frames a second.")] = 8,
    size: Annotated[str, typer.Option(help="Width x height in pixels.")] = "1280x720",
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
    """Draw a range of days as a film, a frame for every so many days."""
    asked = Asked(zone, as_of, by, rule, only_sources, title, language, bounds)
    days = (read_optional_day(first_day, "--from"), read_optional_day(last_day, "--to"))
    wanted = recipe_of(recipe, asked, days)
    from controlmap.io.films import check_film
    from controlmap.pages import style_of, timeline_of
    from controlmap.render.sheet.size import parse_size

    frame = parse_size(size, dpi)
    check_film(output, frame.pixels, fps)
    style = style_of(wanted)
    dataset = load(data)
    with progress("days") as on_day:
        timeline = timeline_of(dataset, with_zone(wanted, dataset), on_day=on_day)
    with progress("frames") as on_frame:
        timeline.to_film(
            output, style=style, size=frame, step_days=step, fps=fps, on_frame=on_frame
        )
    print(output)
