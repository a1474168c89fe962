"""``controlmap map``: the page of one day."""

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
    Day,
    InferenceRule,
    Language,
    OnlySources,
    Perspective,
    Policy,
    Zone,
    atlas_of,
    check_choice,
    check_policy,
    load,
    read_day,
    read_optional_day,
    split_list,
)


def map_(
    on: Day,
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
    """Write the map of one day as one HTML file that needs no network."""
    check_choice(by, ("actor", "bloc"), "--by")
    day, known = read_day(on, "--on"), read_optional_day(as_of, "--as-of")
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
    timeline = atlas.timeline(day, day, as_of=known, by=by, policy=policy)
    style = MapStyle(title=title, description=told, language=language)
    print(*timeline.save(output, style=style, assets=assets), sep="\n")
