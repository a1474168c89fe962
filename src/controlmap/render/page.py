"""The animated map: a folium layer for anybody's map, and a page of its own."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import folium
from branca.element import Element, Figure
from folium.map import Layer
from folium.template import Template

from controlmap.errors import ControlMapError
from controlmap.geometry.timeline import Series
from controlmap.render.bundle import (
    STARTER_NAME,
    asset_text,
    leaflet_script,
    leaflet_style,
    page_style,
    script_text,
    script_texts,
    starter_text,
)
from controlmap.render.manifest_block import with_manifest
from controlmap.render.noscript import noscript_part
from controlmap.render.pack import data_block, pack
from controlmap.render.page_map import RIGHT_TO_LEFT, PageMap
from controlmap.render.payload import make_payload
from controlmap.render.policy import (
    POLICY_MARK,
    inert_name,
    whole_characters,
    with_policy,
    with_policy_of_files,
)
from controlmap.render.sidecar import PageFiles, taken_apart
from controlmap.render.social import social_tags
from controlmap.render.style import MapStyle
from controlmap.render.view import make_view

if TYPE_CHECKING:
    from collections.abc import Mapping

    from controlmap.domain.manifest import Manifest

TILE_HOST = "https://tile.openstreetmap.org"


_CODE_IDS = ("controlmap_leaflet", "controlmap_code", "controlmap_rest")
_SCRIPT_NAME = "controlmap_script"


class RawText(Element):
    """Text that goes into the page as it is: branca would read it as a template."""

    _template = Template("{{ this.text }}")

    def __init__(self, text: str) -> None:
        super().__init__()
        self._name = "RawText"
        self.text = text


class _Script(RawText):
    """Our script, once a page, and the layers that use it."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self._layers: list[ControlTimeline] = []

    def name_apart(self, layer: ControlTimeline) -> None:
        """Number a layer if another one of the page has the same data."""
        if layer not in self._layers:
            alike = sum(other.data == layer.data for other in self._layers)
            self._layers.append(layer)
            if alike:
                layer._id = f"{layer._id}_{alike + 1}"  # noqa: SLF001  # a folium name


def _script_of(figure: Figure) -> _Script:
    """Give the script element of a page, made where it has none."""
    children = figure.header._children  # noqa: SLF001  # branca has no getter
    script = children.get(_SCRIPT_NAME)
    if not isinstance(script, _Script):
        script = _Script(_element(script_text()))
        figure.header.add_child(script, name=_SCRIPT_NAME)
    return script


def _element(code: str) -> str:
    return f"<script>{code}</script>"


class ControlTimeline(Layer):
    """The animated map as a layer of a folium map.

    Parameters
    ----------
    series : Series or mapping
        A series, or the payload made of one.
    style : MapStyle, optional
    name : str, optional
        Plain text in a layer control, and over the layer's parts where a map has
        several such layers; the title of the map if not given.
    control, show : bool
        As in folium.

    Examples
    --------
    ``ControlTimeline(series).add_to(folium.Map())``
    """

    _template = Template(
        """
        {% macro script(this, kwargs) %}
            var {{ this.get_name() }} = ControlMap.timeline(
                L, {{ this.data_id|tojson }}, {{ this.options|tojson }}
                {%- if this.main_name %}, {{ this.main_name }}{% endif %}
            );
        {% endmacro %}
        """
    )

    def __init__(
        self,
        series: Series | Mapping[str, Any],
        style: MapStyle | None = None,
        *,
        name: str | None = None,
        control: bool = True,
        show: bool = True,
    ) -> None:
        style = style or MapStyle()
        payload = make_payload(series, style) if isinstance(series, Series) else series
        super().__init__(
            name=inert_name(name or payload["title"]),
            overlay=True,
            control=control,
            show=show,
        )
        self.view = make_view(payload, style) | ({"name": name} if name else {})
        self.data = data_block(payload, self.view)
        self.options = {"isPage": False}
        self.main_name = ""  # variable that has the main part of the data, unpacked
        self._name = "ControlTimeline"
        self._id = hashlib.sha256(self.data.encode()).hexdigest()[:16]

    @property
    def data_id(self) -> str:
        """Id of the element that holds the data."""
        return f"{self.get_name()}_data"

    def render(self, **kwargs: object) -> None:  # type: ignore[override]  # as folium
        """Add script, style and data to the page, then the layer to its map."""
        figure = self.get_root()
        if not isinstance(figure, Figure):
            raise ControlMapError("add the timeline to a map before it is rendered")
        style = RawText(f"<style>{page_style()}</style>")
        figure.header.add_child(style, name="controlmap_style")
        _script_of(figure).name_apart(self)
        data = (
            f'<script type="application/json" id="{self.data_id}">{self.data}</script>'
        )
        figure.html.add_child(RawText(data), name=self.data_id)
        super().render(**kwargs)  # type: ignore[no-untyped-call]  # folium's own

    def _get_self_bounds(self) -> list[list[float | None]]:
        """Corners as folium wants them: (south, west), (north, east)."""
        west, south, east, north = self.view["bounds"]
        return [[south, west], [north, east]]


class _Page(Figure):
    """A whole document: language, title, heading, landmarks, slots for the parts."""

    _template = Template(
        """<!DOCTYPE html>
<html lang="{{ this.language }}" dir="{{ this.direction }}">
<head>
<meta charset="utf-8">
{{ this.policy_mark }}
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{ this.title|e }}</title>
{{ this.header.render(**kwargs) }}
</head>
<body class="cm-page">
<header class="cm-header">
<h1 dir="auto">{{ this.title|e }}</h1>
{% if this.description %}<p dir="auto">{{ this.description|e }}</p>{% endif %}
</header>
<main class="cm-main">
<div class="cm-map" data-cm="map">
{{ this.html.render(**kwargs) }}
{{ this.still }}
</div>
<div class="cm-slot-time" data-cm="time"></div>
<div class="cm-side" data-cm="side"></div>
</main>
<script>
{% if this.is_packed -%}
{{ this.starter }}.start({{ this.code_ids|tojson }}, {{ this.data_id|tojson }}, (main) => {
{{ this.script.render(**kwargs) }}
});
{%- else -%}
{{ this.script.render(**kwargs) }}
{%- endif %}
</script>
</body>
</html>
"""
    )

    def __init__(
        self,
        payload: Mapping[str, Any],
        language: str,
        still: str,
        *,
        data_id: str | None,
    ) -> None:
        super().__init__(title=payload["title"])
        self.still = still
        self.is_packed = data_id is not None
        self.data_id = data_id
        self.header = Element()
        self.header._parent = self  # noqa: SLF001  # as branca's own figures do
        self.description = payload["description"]
        self.language = language
        self.direction = "rtl" if language in RIGHT_TO_LEFT else "ltr"
        self.policy_mark = POLICY_MARK
        self.starter, self.code_ids = STARTER_NAME, _CODE_IDS


def render_page(
    series: Series, style: MapStyle | None = None, *, manifest: Manifest | None = None
) -> str:
    """HTML of a page with everything inlined; it asks for nothing but tiles, if on.

    The same series and style give the same text.

    Parameters
    ----------
    series : Series
    style : MapStyle, optional
    manifest : Manifest or None
        What it is made from; the page carries it, with its own hash.
    """
    style = style or MapStyle()
    text = with_policy(
        _page_text(series, style, is_packed=True),
        scripts=_packed_scripts(),
        image_hosts=_image_hosts(style),
    )
    return with_manifest(text, manifest)


def render_sidecar(
    series: Series,
    style: MapStyle | None = None,
    *,
    name: str,
    manifest: Manifest | None = None,
) -> PageFiles:
    """Page, script and style as files of their own, for sites without inline code.

    Parameters
    ----------
    series : Series
    style : MapStyle, optional
    name : str
        File name of the page without its ending, which script and style share.
    manifest : Manifest or None
        As of `render_page`; it has the hashes of all three.
    """
    style = style or MapStyle()
    text = whole_characters(_page_text(series, style, is_packed=False))
    files = taken_apart(text, name)
    page = with_policy_of_files(files.page, image_hosts=_image_hosts(style))
    if manifest is not None:
        page = with_manifest(page, manifest.with_files(files.hashes()))
    return replace(files, page=page)


def _page_text(series: Series, style: MapStyle, *, is_packed: bool) -> str:
    """HTML of the page without its policy; its scripts packed, or plain."""
    payload = make_payload(series, style)
    layer = ControlTimeline(payload, style)
    layer.options = {"isPage": True}
    still = noscript_part(series, style)
    data_id = None
    if is_packed:
        data_id, layer.main_name = layer.data_id, "main"
    page = _Page(payload, style.language, still, data_id=data_id)
    page.header.add_child(_licence(), name="leaflet_licence")
    rules = RawText(f"<style>{leaflet_style()}</style>")
    page.header.add_child(rules, name="leaflet_style")
    code = (
        _start() if is_packed else _element(leaflet_script()) + _element(script_text())
    )
    page.header.add_child(_Script(code), name=_SCRIPT_NAME)
    if style.card is not None:
        tags = social_tags(style.card, payload["title"], style.description)
        page.header.add_child(RawText(tags), name="social_card")
    page_map = PageMap(layer.view)
    page.add_child(page_map)
    if style.tiles:
        _tile_layer().add_to(page_map)
    layer.add_to(page_map)
    return page.render()


def _packed_scripts() -> list[str]:
    """Leaflet and our two scripts, as the page runs them one after the other."""
    return [leaflet_script(), *script_texts()]


def _start() -> str:
    """Elements that hold the scripts packed, and what runs them."""
    holders = [
        f'<script type="text/plain" id="{name}">{pack(code)}</script>'
        for name, code in zip(_CODE_IDS, _packed_scripts(), strict=True)
    ]
    return _element(starter_text()) + "".join(holders)


def _licence() -> RawText:
    return RawText(f"<!--\n{asset_text('leaflet-licence.txt')}-->")


def _image_hosts(style: MapStyle) -> list[str]:
    return [TILE_HOST] if style.tiles else []


def _tile_layer() -> folium.TileLayer:
    tiles = folium.TileLayer("OpenStreetMap", control=False)
    tiles._id = "page"  # noqa: SLF001  # branca's ids are random
    return tiles
