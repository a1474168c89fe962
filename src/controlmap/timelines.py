"""A series that a user holds: its days, layers, areas, pages, stills and films."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from controlmap.domain.dates import parse_day
from controlmap.errors import ControlMapError
from controlmap.geometry.area import AreaSeries, area_series
from controlmap.geometry.range_layers import make_range_layers
from controlmap.geometry.stream import DayOfSeries, stream
from controlmap.geometry.timeline import Series
from controlmap.io.files import replace_all, write_bytes, write_text
from controlmap.io.manifest import manifest_of_series
from controlmap.render.page import render_page, render_sidecar
from controlmap.render.payload import title_of
from controlmap.render.sheet.size import SheetSize, parse_size
from controlmap.render.sidecar import folium_apart, folium_inlined
from controlmap.render.style import MapStyle

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import date

    import folium

    from controlmap.domain.manifest import Manifest
    from controlmap.geometry.layers import Layers


ASSETS = ("inline", "sidecar")
"""Where the script and the style of a page are."""


def as_day(day: date | str) -> date:
    """Day; a text is read as ``YYYY-MM-DD``."""
    return parse_day(day) if isinstance(day, str) else day


def quiet(done: int, of: int) -> None:
    """Progress told to nobody."""


@contextmanager
def without_collection() -> Iterator[None]:
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


def save_map(
    folium_map: folium.Map, path: Path | str, *, assets: str = "inline"
) -> tuple[Path, ...]:
    """A folium map with a timeline as a file, or as three, that asks for tiles at most.

    Parameters
    ----------
    folium_map : folium.Map
        Layers, tooltips and controls of Leaflet may stand beside the timeline.
    path, assets
        As of `Timeline.save`.

    Returns
    -------
    tuple of Path
        The files, the page first.

    Raises
    ------
    ControlMapError
        If the map wants another library than Leaflet.
    """
    path = _checked_page(path, assets)
    if assets == "inline":
        return (write_text(path, folium_inlined(folium_map)),)
    files = folium_apart(folium_map, path.stem)
    return _write_beside(path, {**files.beside(), path.name: files.page})


def _checked_page(path: Path | str, assets: str) -> Path:
    if assets not in ASSETS:
        raise ControlMapError(f"assets {assets!r} are not one of {', '.join(ASSETS)}")
    path = Path(path)
    if assets == "sidecar" and path.suffix != ".html":
        raise ControlMapError(f"{path}: a page with files beside it ends in .html")
    return path


def _write_beside(path: Path, texts: Mapping[str, str]) -> tuple[Path, ...]:
    """Write a page, and before it what it loads; all or none."""
    contents = {path.with_name(name): text.encode() for name, text in texts.items()}
    replace_all(contents)
    return tuple(reversed(contents))


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
        manifest = self._manifest_of_page(style, recipe)
        with without_collection():
            page = render_page(self, style, manifest=manifest)
        if path is not None:
            write_text(path, page)
        return page

    def to_sidecar(
        self,
        name: str,
        *,
        style: MapStyle | None = None,
        recipe: Mapping[str, str] | None = None,
    ) -> dict[str, str]:
        """The animated page without code of its own, and the files that it loads.

        Parameters
        ----------
        name : str
            File name of the page without its ending.
        style, recipe
            As of `to_html`.

        Returns
        -------
        dict of str to str
            Texts of script, style and page, by file name.
        """
        style = style or MapStyle()
        manifest = self._manifest_of_page(style, recipe).with_output(assets="sidecar")
        with without_collection():
            files = render_sidecar(self, style, name=name, manifest=manifest)
        return {**files.beside(), f"{name}.html": files.page}

    def save(
        self, path: Path | str, *, style: MapStyle | None = None, assets: str = "inline"
    ) -> tuple[Path, ...]:
        """The animated page as a file, or as three; all are written, or none.

        Parameters
        ----------
        path : Path or str
            HTML file; script and style take its name.
        style : MapStyle or None
            As of `to_html`.
        assets : str
            ``inline`` for one file, ``sidecar`` for page, script and style as files:
            for a site whose Content-Security-Policy forbids inline code.

        Returns
        -------
        tuple of Path
            The files, the page first.
        """
        path = _checked_page(path, assets)
        if assets == "inline":
            self.to_html(path, style=style)
            return (path,)
        return _write_beside(path, self.to_sidecar(path.stem, style=style))

    def _manifest_of_page(
        self, style: MapStyle, recipe: Mapping[str, str] | None
    ) -> Manifest:
        manifest = self.manifest("page", title=title_of(self, style), output=style)
        return replace(manifest, recipe=recipe)

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
            as_day(on),
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
        on_frame: Callable[[int, int], None] = quiet,
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
