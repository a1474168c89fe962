"""The whole flow: from a data set to layers, pages and files."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from dataclasses import dataclass, fields, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from controlmap.domain.dates import parse_day
from controlmap.domain.names import close_matches
from controlmap.errors import RecipeError
from controlmap.geometry.area import AreaSeries, area_series
from controlmap.geometry.coverage import (
    Coverage,
    extent,
    make_coverage,
    records_inside,
)
from controlmap.geometry.inference import InferenceParameters
from controlmap.geometry.layers import Layers, make_layers
from controlmap.geometry.range_layers import make_range_layers
from controlmap.geometry.stream import DayOfSeries, stream
from controlmap.geometry.study_area import StudyArea
from controlmap.geometry.tessellation import Tessellation, tessellate
from controlmap.geometry.timeline import Series, Span, build_series
from controlmap.io.files import write_text
from controlmap.io.manifest import manifest_of_day, manifest_of_series, sha256_of
from controlmap.io.recipes import Recipe, read_recipe
from controlmap.render.coverage_page import (
    DESCRIPTION,
    TITLE,
    render_coverage,
    render_coverage_still,
)
from controlmap.render.index import IndexEntry, render_index
from controlmap.render.page import render_page
from controlmap.render.payload import title_of
from controlmap.render.style import MapStyle, Phase

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from datetime import date, timedelta

    from controlmap.domain.dataset import Dataset
    from controlmap.domain.manifest import Manifest


def _as_day(day: date | str) -> date:
    return parse_day(day) if isinstance(day, str) else day


def quiet(done: int, of: int) -> None:
    """Progress told to nobody."""


@contextmanager
def _without_collection() -> Iterator[None]:
    """Keep the collector of cycles from going through what is made: there are none.

    A war makes so many records that it would take a quarter of the time.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


class Timeline(Series):
    """A series that a user holds: its days one by one, its layers, its page."""

    __slots__ = ()

    def __iter__(self) -> Iterator[DayOfSeries]:
        """Territories and front lines of the first day, then of each change day.

        Each day is made from the one before, and none is kept.
        """
        return stream(self)

    def layers(self) -> Layers:
        """Layers of all days in WGS84, each feature from ``start`` until ``end``."""
        layers = make_range_layers(self)
        return replace(layers, manifest=self.manifest("layers-of-range"))

    def manifest(
        self, kind: str = "areas", *, title: str = "", output: object = None
    ) -> Manifest:
        """What a thing made of this series is made from.

        Parameters
        ----------
        kind, title, output
            As `controlmap.io.manifest.manifest_of_series` has them.
        """
        return manifest_of_series(self, kind, title=title, output=output)

    def areas(self) -> AreaSeries:
        """Areas and settlements of all holders and disputes, on all days."""
        return area_series(self)

    def to_html(
        self,
        path: Path | str | None = None,
        *,
        style: MapStyle | None = None,
        recipe: Mapping[str, str] | None = None,
    ) -> str:
        """The animated page, complete in itself; written to a file where one is named.

        Parameters
        ----------
        path : Path, str or None
            File to write, whole or not at all.
        style : MapStyle or None
            Title, language and view; None for the defaults.
        recipe : mapping or None
            ``file`` and ``sha256`` of the recipe that asked for it, for the manifest.

        Returns
        -------
        str
            The HTML text; the same series and style give the same bytes.
        """
        style = style or MapStyle()
        manifest = replace(
            self.manifest("page", title=title_of(self, style), output=style),
            recipe=recipe,
        )
        with _without_collection():
            page = render_page(self, style, manifest=manifest)
        if path is not None:
            write_text(path, page)
        return page


class Atlas:
    """Maps of one study area: tessellated once, then asked for any day.

    Parameters
    ----------
    dataset : Dataset
    zone : str
        Identifier of a zone of the data set.
    inference : InferenceParameters or None
        Rule of inference and its numbers; None for the nearest place.

    Raises
    ------
    RecipeError
        If there is no such zone.
    GeometryError
        If the zone's outline is no valid polygon.
    """

    def __init__(
        self,
        dataset: Dataset,
        *,
        zone: str,
        inference: InferenceParameters | None = None,
    ) -> None:
        if zone not in dataset.zones:
            near = close_matches(zone, dataset.zones) or sorted(dataset.zones)
            raise RecipeError(f"no zone {zone!r}; there is {', '.join(near)}")
        self.dataset = dataset
        self.inference = inference or InferenceParameters()
        self.study_area = StudyArea.of(dataset.zones[zone], dataset.limits.values())

    @cached_property
    def tessellation(self) -> Tessellation:
        """Cells of all places of the study area."""
        return tessellate(self.dataset.places.values(), self.study_area)

    def layers(
        self, on: date | str, *, as_of: date | str | None = None, by: str = "actor"
    ) -> Layers:
        """Places, cells, territories and fronts at the end of a day, in WGS84.

        Parameters
        ----------
        on : date or str
            A text is read as ``YYYY-MM-DD``.
        as_of : date, str or None
            What was known at the end of that day; None for all that is known.
        by : str
            ``actor`` or ``bloc``.
        """
        day = _as_day(on)
        return self.layers_of(self._span(day, day, as_of, by))

    def layers_of(self, span: Span) -> Layers:
        """Layers at the end of the first day of a span."""
        layers = make_layers(self.dataset, self.study_area, self.tessellation, span)
        evidence = layers.places["evidence"].tolist()
        zone = self.study_area.zone
        manifest = manifest_of_day(self.dataset, zone, span, evidence)
        return replace(layers, manifest=manifest)

    def timeline(
        self,
        first_day: date | str,
        last_day: date | str,
        *,
        as_of: date | str | None = None,
        by: str = "bloc",
        on_day: Callable[[int, int], None] = quiet,
    ) -> Timeline:
        """All that changes between two days, both included.

        Parameters
        ----------
        first_day, last_day : date or str
            A text is read as ``YYYY-MM-DD``.
        as_of : date, str or None
            What was known at the end of that day; None for all that is known.
        by : str
            ``actor`` or ``bloc``.
        on_day : callable
            Told after each change day how many are done, of how many.
        """
        span = self._span(_as_day(first_day), _as_day(last_day), as_of, by)
        return self.timeline_of(span, on_day=on_day)

    def timeline_of(
        self, span: Span, *, on_day: Callable[[int, int], None] = quiet
    ) -> Timeline:
        """All that changes in a span.

        Parameters
        ----------
        span : Span
            Its rule of inference stands before that of the atlas.
        on_day : callable
            Told after each change day how many are done, of how many.
        """
        with _without_collection():
            series = build_series(
                self.dataset, self.study_area, self.tessellation, span, on_day=on_day
            )
        return Timeline(*(getattr(series, field.name) for field in fields(series)))

    def coverage(
        self,
        first_day: date | str | None = None,
        last_day: date | str | None = None,
        *,
        on: date | str | None = None,
        as_of: date | str | None = None,
        by: str = "bloc",
    ) -> Coverage:
        """How well the records cover the study area between two days, and on one.

        Parameters
        ----------
        first_day, last_day : date, str or None
            Both included; None for the first and the last day that the records of the
            area are of.
        on : date, str or None
            Day whose states are looked at; None for the last of the range.
        as_of : date, str or None
            What was known at the end of that day; None for all that is known.
        by : str
            ``actor`` or ``bloc``: what counts as one holder.

        Raises
        ------
        RecipeError
            If a day is left open and the area has no record.
        GeometryError
            If the range ends before it starts.
        """
        known = None if as_of is None else _as_day(as_of)
        if first_day is None or last_day is None:
            first, last = self._extent(known)
        first = first if first_day is None else _as_day(first_day)
        last = last if last_day is None else _as_day(last_day)
        return make_coverage(
            self.dataset,
            self.study_area,
            self.tessellation,
            self._span(first, last, known, by),
            on=last if on is None else _as_day(on),
        )

    def _extent(self, as_of: date | None) -> tuple[date, date]:
        """First and last day that the records of the area are of."""
        records = records_inside(
            self.dataset, self.study_area, self.tessellation, as_of
        )
        found = extent(records)
        if found is None:
            zone = self.study_area.zone.zone_id
            raise RecipeError(f"zone {zone!r} has no record; name the days to look at")
        return found

    def _span(self, first: date, last: date, as_of: date | str | None, by: str) -> Span:
        known = None if as_of is None else _as_day(as_of)
        return Span(first, last, known, by, self.inference)


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
    """

    path: Path
    html: str
    entry: IndexEntry


def build_map(
    dataset: Dataset,
    recipe_path: Path | str,
    *,
    on_day: Callable[[int, int], None] = quiet,
) -> BuiltMap:
    """Page of one recipe, not yet written."""
    recipe = read_recipe(recipe_path)
    used = dataset.only(sources=recipe.only_sources) if recipe.only_sources else dataset
    inference = InferenceParameters(rule=recipe.rule)
    atlas = Atlas(used, zone=recipe.zone, inference=inference)
    timeline = atlas.timeline(
        recipe.first_day,
        recipe.last_day,
        as_of=recipe.as_of,
        by=recipe.by,
        on_day=on_day,
    )
    style = style_of(recipe)
    recipe_path = Path(recipe_path)
    used_recipe = {
        "file": recipe_path.name,
        "sha256": sha256_of(recipe_path.read_bytes()),
    }
    html = timeline.to_html(style=style, recipe=used_recipe)
    path = recipe_path.with_suffix(".html")
    return BuiltMap(path, html, IndexEntry.of(timeline, style, path.name, html))


def style_of(recipe: Recipe) -> MapStyle:
    """What a recipe says of the look of its page."""
    return MapStyle(
        title=recipe.title,
        description=recipe.description,
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
    )


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


def write_maps(maps: Mapping[Path, str]) -> list[Path]:
    """Write pages whose text is new, and say which these are."""
    return [
        write_text(path, text)
        for path, text in maps.items()
        if not is_up_to_date(path, text)
    ]


def is_up_to_date(path: Path, text: str) -> bool:
    """Whether a file has the bytes of a text, UTF-8."""
    return path.is_file() and path.read_bytes() == text.encode()
