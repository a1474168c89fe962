"""A page taken apart: what it runs and what it looks like, as files beside it.

For sites whose Content-Security-Policy forbids inline scripts and styles. The data stay
in the page, as JSON that no policy takes for a script.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from html import escape
from html.parser import HTMLParser
from typing import TYPE_CHECKING
from urllib.parse import quote

from controlmap.errors import ControlMapError
from controlmap.render.bundle import leaflet_script, leaflet_style, script_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    import folium

_CODE = re.compile(
    r'<script(?: src="(?P<source>[^"]*)")?>(?P<script>.*?)</script>\n?'
    r"|<style>(?P<style>.*?)</style>\n?"
    r'|<link rel="stylesheet" href="(?P<sheet>[^"]*)"/>\n?',
    re.DOTALL,
)
_LEAFLET = re.compile(r"/leaflet@[\d.]+/dist/leaflet\.(?:js|css)$")
_WANTS = {
    r"\$\(|jQuery": "jQuery, which folium's popups want",
    r"L\.AwesomeMarkers": "an icon of AwesomeMarkers",
    r"L\.marker\(": "the picture of a marker (a CircleMarker has none)",
    r'class="(?:fa|glyphicon)\b': "an icon font",
    r"data-bs-": "Bootstrap",
}


@dataclass(frozen=True, slots=True)
class PageFiles:
    """A page and what lies beside it.

    Attributes
    ----------
    page, script, style : str
        Text of each.
    name : str
        File name that they share, without its ending.
    """

    page: str
    script: str
    style: str
    name: str

    def beside(self) -> dict[str, str]:
        """Texts of the files that the page loads, by file name."""
        return {f"{self.name}.js": self.script, f"{self.name}.css": self.style}

    def hashes(self) -> dict[str, str]:
        """SHA-256 of the files that the page loads, by file name."""
        return {name: _sha256(text) for name, text in self.beside().items()}


def taken_apart(page: str, name: str) -> PageFiles:
    """Page whose scripts and styles are files beside it, in the order they stood in.

    Each is loaded by an address with the start of its hash, so that no browser takes an
    older one from its cache.

    Parameters
    ----------
    page : str
        HTML of ours or of folium.
    name : str
        File name of the page, without its ending.

    Raises
    ------
    ControlMapError
        If the page loads what cannot be brought along, or some code would stay in it.
    """
    _refuse_links(page)
    found = list(_CODE.finditer(page))
    scripts = [text for each in found for text in _script_of(each)]
    styles = [text for each in found for text in _style_of(each)]
    script = ";\n".join(text.strip() for text in scripts) + "\n"
    style = "\n".join(text.strip() for text in styles) + "\n"
    last_script = [each for each in found if each["script"] is not None][-1]
    first_style = next(each for each in found if each["style"] is not None)
    loads = {
        last_script.start(): f'<script src="{_address(name, "js", script)}"></script>\n',
        first_style.start(): (
            f'<link rel="stylesheet" href="{_address(name, "css", style)}">\n'
        ),
    }
    rest = _CODE.sub(lambda each: loads.get(each.start(), ""), page)
    _refuse_code(rest)
    return PageFiles(rest, script, style, name)


def folium_apart(folium_map: folium.Map, name: str) -> PageFiles:
    """Page of a folium map whose scripts and styles, Leaflet too, are files beside it.

    Parameters
    ----------
    folium_map : folium.Map
        With a `ControlTimeline`; layers, tooltips and controls of Leaflet may stand
        beside it.
    name : str
        File name of the page, without its ending.

    Raises
    ------
    ControlMapError
        If the map wants another library than Leaflet.
    """
    return taken_apart(_with_leaflet_alone(folium_map), name)


def folium_inlined(folium_map: folium.Map) -> str:
    """Page of a folium map with Leaflet inlined, so that it asks for nothing but tiles.

    Parameters
    ----------
    folium_map : folium.Map
        As of `folium_apart`.

    Raises
    ------
    ControlMapError
        If the map wants another library than Leaflet.
    """
    page = _with_leaflet_alone(folium_map)
    _refuse_links(page)

    def inlined(found: re.Match[str]) -> str:
        if found["source"] is not None:
            return f"<script>{leaflet_script()}</script>\n"
        if found["sheet"] is not None:
            return f"<style>{leaflet_style()}</style>\n"
        return found[0]

    return _CODE.sub(inlined, page)


def _with_leaflet_alone(folium_map: folium.Map) -> str:
    """Page of a folium map without links to what it does not want."""
    page = folium_map.get_root().render()
    scripts = (each["script"] or "" for each in _CODE.finditer(page))
    code = "".join(scripts).replace(script_text(), "")
    if wanted := [words for mark, words in _WANTS.items() if re.search(mark, code)]:
        raise ControlMapError(
            f"the map wants {', '.join(wanted)}, and only Leaflet can be brought "
            "along: leave it out, or use the map's own save"
        )
    for link in _defaults(folium_map):
        page = page.replace(link, "")
    return page


def _defaults(folium_map: folium.Map) -> Iterator[str]:
    """Elements of the libraries that every folium map links, but for Leaflet."""
    for _, address in folium_map.default_js:
        if not _LEAFLET.search(address):
            yield f'<script src="{address}"></script>'
    for _, address in folium_map.default_css:
        if not _LEAFLET.search(address):
            yield f'<link rel="stylesheet" href="{address}"/>'
    # which the map's own element links besides
    rotate = "folium/folium/templates/leaflet.awesome.rotate.min.css"
    host = "https://cdn.jsdelivr.net/gh/python-visualization"
    yield f'<link rel="stylesheet" href="{host}/{rotate}"/>'


def _refuse_links(page: str) -> None:
    links = [each["source"] or each["sheet"] for each in _CODE.finditer(page)]
    foreign = [link for link in links if link and not _LEAFLET.search(link)]
    if foreign:
        raise ControlMapError(
            f"the page loads {', '.join(foreign)}: only Leaflet can be brought along"
        )


def _script_of(found: re.Match[str]) -> Iterator[str]:
    if found["source"] is not None:
        yield leaflet_script()
    elif found["script"] is not None:
        yield found["script"]


def _style_of(found: re.Match[str]) -> Iterator[str]:
    if found["sheet"] is not None:
        yield leaflet_style()
    elif found["style"] is not None:
        yield found["style"]


def _address(name: str, ending: str, text: str) -> str:
    return escape(f"{quote(name)}.{ending}?{_sha256(text)[:8]}")


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


class _CodeFinder(HTMLParser):
    """Finds what a policy without inline code forbids."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        is_data = given.get("type") == "application/json"
        if tag == "style" or (tag == "script" and not is_data and "src" not in given):
            self.found.append(f"<{tag}>")
        handlers = [name for name in given if name == "style" or name.startswith("on")]
        self.found += [f"<{tag} {name}>" for name in handlers]


def _refuse_code(page: str) -> None:
    finder = _CodeFinder()
    finder.feed(page)
    finder.close()
    if finder.found:
        raise ControlMapError(
            f"the page keeps code of its own, which such a policy forbids: "
            f"{', '.join(finder.found)}"
        )
