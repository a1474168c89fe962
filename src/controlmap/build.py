"""The whole flow: from a data set to layers, pages and files."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from controlmap.domain.dates import parse_day
from controlmap.domain.names import close_matches
from controlmap.domain.policies import MERGED
from controlmap.errors import RecipeError
from controlmap.geometry.area import AreaSeries, area_series
from controlmap.geometry.disagreement_layers import (
    DisagreementLayers,
    make_disagreement_layers,
)
from controlmap.geometry.inference import InferenceParameters
from controlmap.geometry.layers import Layers, make_layers
from controlmap.geometry.policy_effects import PolicyEffect, policy_effects
from controlmap.geometry.range_layers import make_range_layers
from controlmap.geometry.stream import DayOfSeries, stream
from controlmap.geometry.study_area import StudyArea
from controlmap.geometry.tessellation import Tessellation, tessellate
from controlmap.geometry.timeline import Series, Span, build_series
from controlmap.io.files import write_text
from controlmap.io.recipes import Recipe, read_recipe
from controlmap.render.index import IndexEntry, render_index
from controlmap.render.page import render_page
from controlmap.render.style import MapStyle

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from datetime import date

    from controlmap.domain.dataset import Dataset


def _as_day(day: date | str) -> date:
    return parse_day(day) if isinstance(day, str) else day


def _quiet(done: int, of: int) -> None:
    """Progress told to nobody."""


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
        return make_range_layers(self)

    def areas(self) -> AreaSeries:
        """Areas and settlements of all holders and disputes, on all days."""
        return area_series(self)

    def to_html(
        self, path: Path | str | None = None, *, style: MapStyle | None = None
    ) -> str:
        """The animated page, complete in itself; written to a file where one is named.

        Parameters
        ----------
        path : Path, str or None
            File to write, whole or not at all.
        style : MapStyle or None
            Title, language and view; None for the defaults.

        Returns
        -------
        str
            The HTML text; the same series and style give the same bytes.
        """
        page = render_page(self, style or MapStyle())
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
        self,
        on: date | str,
        *,
        as_of: date | str | None = None,
        by: str = "actor",
        policy: str = MERGED,
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
        policy : str
            How differing reports settle: ``merged``, ``corroborated`` or ``adverse``.
        """
        day = _as_day(on)
        return make_layers(
            self.dataset,
            self.study_area,
            self.tessellation,
            self._span((day, day), as_of, by, policy),
        )

    def disagreements(
        self, on: date | str, *, as_of: date | str | None = None
    ) -> DisagreementLayers:
        """Places, cells and areas on which the maps by perspective differ, in WGS84.

        Parameters
        ----------
        on : date or str
            A text is read as ``YYYY-MM-DD``.
        as_of : date, str or None
            What was known at the end of that day; None for all that is known.
        """
        day = _as_day(on)
        span = self._span((day, day), as_of, "bloc", MERGED)
        return make_disagreement_layers(
            self.dataset, self.study_area, self.tessellation, span
        )

    def policy_effects(
        self, on: date | str, *, as_of: date | str | None = None
    ) -> tuple[PolicyEffect, ...]:
        """What each policy makes of a day: places that differ, areas by bloc.

        Parameters
        ----------
        on : date or str
            A text is read as ``YYYY-MM-DD``.
        as_of : date, str or None
            What was known at the end of that day; None for all that is known.
        """
        day = _as_day(on)
        span = self._span((day, day), as_of, "bloc", MERGED)
        return policy_effects(self.dataset, self.study_area, self.tessellation, span)

    def timeline(
        self,
        first_day: date | str,
        last_day: date | str,
        *,
        as_of: date | str | None = None,
        by: str = "bloc",
        policy: str = MERGED,
        on_day: Callable[[int, int], None] = _quiet,
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
        policy : str
            How differing reports settle: ``merged``, ``corroborated`` or ``adverse``.
        on_day : callable
            Told after each change day how many are done, of how many.
        """
        days = _as_day(first_day), _as_day(last_day)
        span = self._span(days, as_of, by, policy)
        series = build_series(
            self.dataset, self.study_area, self.tessellation, span, on_day=on_day
        )
        return Timeline(*(getattr(series, field.name) for field in fields(series)))

    def _span(
        self, days: tuple[date, date], as_of: date | str | None, by: str, policy: str
    ) -> Span:
        known = None if as_of is None else _as_day(as_of)
        return Span(*days, known, by, self.inference, policy)


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
    on_day: Callable[[int, int], None] = _quiet,
) -> BuiltMap:
    """Page of one recipe, not yet written."""
    recipe = read_recipe(recipe_path)
    used = dataset.only(
        sources=recipe.only_sources or None, perspectives=recipe.perspective or None
    )
    inference = InferenceParameters(rule=recipe.rule)
    atlas = Atlas(used, zone=recipe.zone, inference=inference)
    timeline = atlas.timeline(
        recipe.first_day,
        recipe.last_day,
        as_of=recipe.as_of,
        by=recipe.by,
        policy=recipe.policy,
        on_day=on_day,
    )
    style = style_of(recipe)
    html = timeline.to_html(style=style)
    path = Path(recipe_path).with_suffix(".html")
    return BuiltMap(path, html, IndexEntry.of(timeline, style, path.name, html))


def style_of(recipe: Recipe) -> MapStyle:
    """What a recipe says of the look of its page."""
    return MapStyle(
        title=recipe.title,
        description=" ".join(filter(None, (recipe.description, how_told(recipe)))),
        language=recipe.language,
        bounds=recipe.bounds,
        start=recipe.start,
        days_per_second=recipe.days_per_second,
    )


@dataclass(frozen=True, slots=True)
class Hearing:
    """Whose reports a map is made from, and how those that differ settle.

    Attributes
    ----------
    only_sources, perspective : tuple of str
        As in a recipe; empty for all.
    policy : str
    """

    only_sources: tuple[str, ...] = ()
    perspective: tuple[str, ...] = ()
    policy: str = MERGED


def how_told(hearing: Hearing | Recipe) -> str:
    """Sentences that a page must say of itself; empty for all sources, merged."""
    parts = []
    if hearing.only_sources:
        parts.append(f"Only these sources: {', '.join(hearing.only_sources)}.")
    if hearing.perspective:
        heard = ", ".join(hearing.perspective)
        parts.append(f"Only sources of these perspectives: {heard}.")
    if hearing.policy != MERGED:
        parts.append(f"Differing reports settle by the policy {hearing.policy!r}.")
    return " ".join(parts)


def build_index(maps: Iterable[BuiltMap]) -> str:
    """Page that lists the maps."""
    return render_index([built.entry for built in maps])


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
