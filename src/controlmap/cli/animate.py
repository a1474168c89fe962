"""``controlmap animate``: the page of a range of days."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from controlmap.cli.options import (
    DATA,
    AsOf,
    By,
    Data,
    OnlySources,
    Zone,
    check_choice,
    load,
    progress,
    read_day,
    read_optional_day,
    zone_of,
)


def animate(
    first_day: Annotated[str, typer.Option("--from", help="First day, YYYY-MM-DD.")],
    last_day: Annotated[str, typer.Option("--to", help="Last day, YYYY-MM-DD.")],
    output: Annotated[Path, typer.Option("-o", "--output", help="HTML file to write.")],
    as_of: AsOf = "",
    by: By = "bloc",
    zone: Zone = "",
    only_sources: OnlySources = "",
    title: Annotated[str, typer.Option(help="Title of the page.")] = "",
    data: Data = DATA,
) -> None:
    """Write the animated map of a range of days as one HTML file."""
    check_choice(by, ("actor", "bloc"), "--by")
    first, last = read_day(first_day, "--from"), read_day(last_day, "--to")
    known = read_optional_day(as_of, "--as-of")
    if last < first:
        raise typer.BadParameter(f"{last} is before {first}", param_hint="--to")
    dataset = load(data, only_sources)
    from controlmap.build import Atlas
    from controlmap.render.style import MapStyle

    atlas = Atlas(dataset, zone=zone_of(dataset, zone))
    with progress("days") as on_day:
        timeline = atlas.timeline(first, last, as_of=known, by=by, on_day=on_day)
    timeline.to_html(output, style=MapStyle(title=title))
    print(output)
