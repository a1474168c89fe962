"""From recipes to pages: maps, the index of them, and how well they are covered."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from controlmap.build import Atlas
from controlmap.domain.policies import MERGED
from controlmap.errors import RecipeError
from controlmap.geometry.inference import InferenceParameters
from controlmap.io.files import write_bytes
from controlmap.io.manifest import sha256_of
from controlmap.io.recipes import Recipe, read_recipe
from controlmap.render.coverage_page import (
    DESCRIPTION,
    TITLE,
    render_coverage,
    render_coverage_still,
)
from controlmap.render.index import IndexEntry, render_index
from controlmap.render.sheet.size import parse_size
from controlmap.render.social import (
    CARD_DPI,
    CARD_ENDING,
    CARD_SIZE,
    light_png,
    social_card,
)
from controlmap.render.style import MapStyle, Phase, check_language
from controlmap.render.view import messages
from controlmap.timelines import quiet

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import date, timedelta

    from controlmap.domain.dataset import Dataset
    from controlmap.timelines import Timeline


@dataclass(frozen=True, slots=True)
class BuiltMap:
    """A page made from a recipe.

    Attributes
    ----------
    path : Path
        Where the page belongs, beside its recipe.
    html : str
    entry : IndexEntry
        Its line in the index of maps.
    card : bytes or None
        Picture that a link to the page is shown with, a PNG.
    """

    path: Path
    html: str
    entry: IndexEntry
    card: bytes | None = None

    def files(self) -> dict[Path, str | bytes]:
        """Content of the page, and of its picture if it has one, by path."""
        files: dict[Path, str | bytes] = {self.path: self.html}
        if self.card is not None:
            files[self.path.with_suffix(CARD_ENDING)] = self.card
        return files


def build_map(
    dataset: Dataset,
    recipe_path: Path | str,
    *,
    on_day: Callable[[int, int], None] = quiet,
) -> BuiltMap:
    """Page of one recipe, not yet written."""
    recipe = read_recipe(recipe_path)
    timeline = timeline_of(dataset, recipe, on_day=on_day)
    style = style_of(recipe)
    recipe_path = Path(recipe_path)
    used_recipe = {
        "file": recipe_path.name,
        "sha256": sha256_of(recipe_path.read_bytes()),
    }
    html = timeline.to_html(style=style, recipe=used_recipe)
    path = recipe_path.with_suffix(".html")
    card = None
    if recipe.card is not None:
        size = parse_size(CARD_SIZE, CARD_DPI)
        card = light_png(timeline.to_still(recipe.card, style=style, size=size))
    return BuiltMap(path, html, IndexEntry.of(timeline, style, path.name, html), card)


def timeline_of(
    dataset: Dataset,
    recipe: Recipe,
    *,
    on_day: Callable[[int, int], None] = quiet,
) -> Timeline:
    """Timeline that a recipe asks for."""
    used = dataset.only(
        sources=recipe.only_sources or None, perspectives=recipe.perspective or None
    )
    inference = InferenceParameters(rule=recipe.rule)
    atlas = Atlas(used, zone=recipe.zone, inference=inference)
    return atlas.timeline(
        recipe.first_day,
        recipe.last_day,
        as_of=recipe.as_of,
        by=recipe.by,
        policy=recipe.policy,
        on_day=on_day,
    )


def style_of(recipe: Recipe) -> MapStyle:
    """What a recipe says of the look of its page."""
    told = how_told(
        only_sources=recipe.only_sources,
        perspective=recipe.perspective,
        policy=recipe.policy,
        language=recipe.language,
    )
    card = None
    if recipe.card is not None:
        card = social_card(recipe.card, recipe.name, recipe.base_url)
    return MapStyle(
        title=recipe.title,
        description=" ".join(filter(None, (recipe.description, told))),
        language=recipe.language,
        bounds=recipe.bounds,
        tiles=recipe.basemap == "osm",
        start=recipe.start,
        days_per_second=recipe.days_per_second,
        phases=tuple(
            Phase(
                phase["from"],
                phase["to"],
                phase["name"],
                phase.get("kind", "phase"),
                phase.get("source", ""),
            )
            for phase in recipe.phases
        ),
        card=card,
    )


def how_told(
    *,
    only_sources: Iterable[str] = (),
    perspective: Iterable[str] = (),
    policy: str = MERGED,
    language: str = "en",
) -> str:
    """Sentences that a page must say of itself; empty for all sources, merged.

    Parameters
    ----------
    only_sources, perspective, policy, language
        As in a recipe.

    Raises
    ------
    RecipeError
        If no page speaks the language.
    """
    words, parts = messages(check_language(language)), []
    if sources := ", ".join(only_sources):
        parts.append(words["told_sources"].replace("{names}", sources))
    if heard := ", ".join(perspective):
        parts.append(words["told_perspectives"].replace("{names}", heard))
    if policy != MERGED:
        parts.append(words[f"told_policy.{policy}"])
    return " ".join(parts)


def build_index(maps: Iterable[BuiltMap]) -> str:
    """Page that lists the maps."""
    return render_index([built.entry for built in maps])


def build_coverage(
    dataset: Dataset, recipe_paths: Iterable[Path | str], path: Path | str
) -> BuiltMap:
    """Page of how well the records cover the zones of some recipes, not yet written.

    Parameters
    ----------
    dataset : Dataset
    recipe_paths : iterable of Path or str
        Each zone is looked at from the first day that any of its recipes shows to the
        last; its states are those of that last day.
    path : Path or str
        Where the page belongs.

    Raises
    ------
    RecipeError
        If there is no recipe.
    """
    spans: dict[str, tuple[date, date]] = {}
    for recipe in map(read_recipe, recipe_paths):
        first, last = recipe.first_day, recipe.last_day
        begin, end = spans.get(recipe.zone, (first, last))
        spans[recipe.zone] = min(begin, first), max(end, last)
    coverages = [
        Atlas(dataset, zone=zone).coverage(*span)
        for zone, span in sorted(spans.items(), key=lambda item: _by_length(*item))
    ]
    if not coverages:
        raise RecipeError("no recipe, and so no zone whose coverage to show")
    html = render_coverage(coverages)
    entry = IndexEntry(
        file_name=Path(path).name,
        title=TITLE,
        description=DESCRIPTION,
        first_day=min(coverage.first_day for coverage in coverages),
        last_day=max(coverage.last_day for coverage in coverages),
        size_bytes=len(html.encode()),
        still=render_coverage_still(coverages[0]),
    )
    return BuiltMap(Path(path), html, entry)


def _by_length(zone: str, span: tuple[date, date]) -> tuple[timedelta, str]:
    """Order of zones on the page: that with the longest span first."""
    return span[0] - span[1], zone


def write_maps(maps: Mapping[Path, str | bytes]) -> list[Path]:
    """Write pages and pictures whose content is new, and say which these are."""
    return [
        write_bytes(path, _as_bytes(content))
        for path, content in maps.items()
        if not is_up_to_date(path, content)
    ]


def is_up_to_date(path: Path, content: str | bytes) -> bool:
    """Whether a file has some bytes, or those of a text, UTF-8."""
    return path.is_file() and path.read_bytes() == _as_bytes(content)


def _as_bytes(content: str | bytes) -> bytes:
    return content.encode() if isinstance(content, str) else content
