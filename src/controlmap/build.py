"""The whole flow: from a data set to layers, pages and files."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from controlmap.domain.dates import parse_day
from controlmap.domain.names import close_matches
from controlmap.errors import RecipeError
from controlmap.geometry.area import AreaSeries, area_series
from controlmap.geometry.inference import InferenceParameters
from controlmap.geometry.layers import Layers, make_layers
from controlmap.geometry.range_layers import make_range_layers
from controlmap.geometry.stream import DayOfSeries, stream
from controlmap.geometry.study_area import StudyArea
from controlmap.geometry.tessellation import Tessellation, tessellate
from controlmap.geometry.timeline import Series, Span, build_series
from controlmap.io.files import write_bytes, write_text
from controlmap.io.recipes import Recipe, read_recipe
from controlmap.render.index import IndexEntry, render_index
from controlmap.render.page import render_page
from controlmap.render.sheet.size import SheetSize, parse_size
from controlmap.render.social import CARD_DPI, CARD_ENDING, CARD_SIZE, social_card
from controlmap.render.style import MapStyle, Phase

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

    def to_still(
        self,
        on: date | str,
        path: Path | str | None = None,
        *,
        style: MapStyle | None = None,
        size: SheetSize | str = "a4",
        file_format: str = "",
    ) -> bytes:
        """Picture of a day to print, or for a page that shows no more than a picture.

        Parameters
        ----------
        on : date or str
            A day of the range; a text is read as ``YYYY-MM-DD``.
        path : Path, str or None
            File to write, whole or not at all.
        style : MapStyle or None
            Title, description, language and bounds; None for the defaults.
        size : SheetSize or str
            As `controlmap.render.sheet.size.parse_size` reads it: ``a4``, ``1200x630``.
        file_format : str
            ``png``, ``svg`` or ``pdf``; that of the path's end if empty, else ``png``.

        Returns
        -------
        bytes
            The same series, day, style and size give the same.

        Raises
        ------
        RecipeError
            If there is no such size or format.
        """
        from controlmap.render.sheet.sheet import render_sheet

        named = "" if path is None else Path(path).suffix.removeprefix(".").lower()
        still = render_sheet(
            self,
            _as_day(on),
            style or MapStyle(),
            parse_size(size) if isinstance(size, str) else size,
            file_format or named or "png",
        )
        if path is not None:
            write_bytes(path, still)
        return still

    def to_film(
        self,
        path: Path | str,
        *,
        style: MapStyle | None = None,
        size: SheetSize | str = "1280x720",
        step_days: int = 1,
        fps: int = 8,
        on_frame: Callable[[int, int], None] = _quiet,
    ) -> Path:
        """Film of the range, written whole or not at all; its last frame stays longer.

        Parameters
        ----------
        path : Path or str
            Its end says the format: ``.gif``, ``.mp4`` or ``.webm``.
        style : MapStyle or None
            Title, description, language, bounds and phases; None for the defaults.
        size : SheetSize or str
            As `controlmap.render.sheet.size.parse_size` reads it.
        step_days : int
            Days from one frame to the next.
        fps : int
            Frames a second.
        on_frame : callable
            Told after each frame how many are done, of how many.

        Raises
        ------
        RecipeError
            If there is no such size, format, step or speed.
        MissingExtraError
            If ffmpeg is needed and not installed.
        """
        from controlmap.io.films import check_film, write_film
        from controlmap.render.film import Film, days_of_film

        path = Path(path)
        size = parse_size(size) if isinstance(size, str) else size
        days = days_of_film(self.first_day, self.last_day, step_days)
        check_film(path, size.pixels, fps)
        film = Film(self, style or MapStyle(), size)
        return write_film(
            path,
            film.frames(days, last_times=fps + 1, on_frame=on_frame),
            pixels=film.pixels,
            fps=fps,
            samples=film.samples(days),
        )


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
        return make_layers(
            self.dataset,
            self.study_area,
            self.tessellation,
            self._span(day, day, as_of, by),
        )

    def timeline(
        self,
        first_day: date | str,
        last_day: date | str,
        *,
        as_of: date | str | None = None,
        by: str = "bloc",
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
        on_day : callable
            Told after each change day how many are done, of how many.
        """
        span = self._span(_as_day(first_day), _as_day(last_day), as_of, by)
        series = build_series(
            self.dataset, self.study_area, self.tessellation, span, on_day=on_day
        )
        return Timeline(*(getattr(series, field.name) for field in fields(series)))

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
    on_day: Callable[[int, int], None] = _quiet,
) -> BuiltMap:
    """Page of one recipe, not yet written."""
    recipe = read_recipe(recipe_path)
    timeline = timeline_of(dataset, recipe, on_day=on_day)
    style = style_of(recipe)
    html = timeline.to_html(style=style)
    path = Path(recipe_path).with_suffix(".html")
    card = None
    if recipe.card is not None:
        size = parse_size(CARD_SIZE, CARD_DPI)
        card = timeline.to_still(recipe.card, style=style, size=size)
    entry = IndexEntry.of(timeline, style, path.name, html)
    return BuiltMap(path, html, entry, card)


def timeline_of(
    dataset: Dataset,
    recipe: Recipe,
    *,
    on_day: Callable[[int, int], None] = _quiet,
) -> Timeline:
    """Timeline that a recipe asks for."""
    used = dataset.only(sources=recipe.only_sources) if recipe.only_sources else dataset
    inference = InferenceParameters(rule=recipe.rule)
    atlas = Atlas(used, zone=recipe.zone, inference=inference)
    return atlas.timeline(
        recipe.first_day,
        recipe.last_day,
        as_of=recipe.as_of,
        by=recipe.by,
        on_day=on_day,
    )


def style_of(recipe: Recipe) -> MapStyle:
    """What a recipe says of the look of its page."""
    card = None
    if recipe.card is not None:
        card = social_card(recipe.card, recipe.name, recipe.base_url)
    return MapStyle(
        title=recipe.title,
        description=recipe.description,
        language=recipe.language,
        bounds=recipe.bounds,
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


def build_index(maps: Iterable[BuiltMap]) -> str:
    """Page that lists the maps."""
    return render_index([built.entry for built in maps])


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
