"""``controlmap animate``: the page of a range of days."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from controlmap.cli.options import (
    DATA,
    MERGED,
    NEAREST_PLACE,
    AsOf,
    Assets,
    By,
    Data,
    FirstDay,
    InferenceRule,
    Language,
    LastDay,
    OnlySources,
    Perspective,
    Policy,
    Zone,
    atlas_of,
    check_choice,
    check_policy,
    load,
    progress,
    read_optional_day,
    read_range,
    split_list,
)


def animate(
    first_day: FirstDay,
    last_day: LastDay,
    output: Annotated[Path, typer.Option("-o", "--output", help="HTML file to write.")],
    as_of: AsOf = "",
    by: By = "bloc",
    rule: InferenceRule = NEAREST_PLACE,
    zone: Zone = "",
    only_sources: OnlySources = "",
    perspective: Perspective = "",
    policy: Policy = MERGED,
    title: Annotated[str, typer.Option(help="Title of the page.")] = "",
    language: Language = "en",
    assets: Assets = "inline",
    data: Data = DATA,
) -> None:
    """Write the animated map of a range of days as one HTML file, or as three."""
    check_choice(by, ("actor", "bloc"), "--by")
    first, last = read_range(first_day, last_day)
    known = read_optional_day(as_of, "--as-of")
    check_policy(policy)
    check_choice(assets, ("inline", "sidecar"), "--assets")
    from controlmap.pages import how_told
    from controlmap.render.style import LANGUAGES, MapStyle

    check_choice(language, LANGUAGES, "--language")
    dataset = load(data, only_sources, perspective)
    atlas = atlas_of(dataset, zone, rule)
    told = how_told(
        only_sources=split_list(only_sources),
        perspective=split_list(perspective),
        policy=policy,
        language=language,
    )
    with progress("days") as on_day:
        timeline = atlas.timeline(
            first, last, as_of=known, by=by, policy=policy, on_day=on_day
        )
    style = MapStyle(title=title, description=told, language=language)
    print(*timeline.save(output, style=style, assets=assets), sep="\n")
