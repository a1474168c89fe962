"""What a page tells social networks, and what an article needs to frame it."""

from __future__ import annotations

import io
from dataclasses import dataclass
from html import escape
from html.parser import HTMLParser
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

import numpy as np

from controlmap.errors import RecipeError
from controlmap.render.raster import png_bytes
from controlmap.render.style import SocialCard

if TYPE_CHECKING:
    from datetime import date

CARD_ENDING = ".card.png"
"""Ends the name of the picture that lies beside a page."""

CARD_SIZE = "1200x630"
CARD_DPI = 116
"""Letters of a card are large: it is often shown at a third of its size."""

SANDBOX = "allow-scripts allow-popups allow-popups-to-escape-sandbox allow-downloads"
"""What a framed page may do: run, open the sources' pages, and save files."""


def social_card(day: date, name: str, base_url: str) -> SocialCard:
    """Card of a page: the picture beside it, and where both will lie.

    Parameters
    ----------
    day : date
    name : str
        File name of the page without its ending.
    base_url : str
        Address of its folder; empty where it is not known.
    """
    page = address_in(base_url, f"{name}.html") if base_url else ""
    return SocialCard(day, address_in(base_url, name + CARD_ENDING), page)


def light_png(picture: bytes) -> bytes:
    """PNG of the 256 colours that most of it has, a third of the size.

    Areas keep their colours; the edges of letters and lines take the nearest of them.

    Parameters
    ----------
    picture : bytes
        A PNG.
    """
    from PIL import Image

    with Image.open(io.BytesIO(picture)) as image:
        pixels = np.asarray(image.convert("RGB"))
    colours, index, counts = np.unique(
        pixels.reshape(-1, 3), axis=0, return_inverse=True, return_counts=True
    )
    palette = colours[np.argsort(-counts, kind="stable")[:256]].astype(np.int64)
    steps = colours[:, None].astype(np.int64) - palette
    nearest = (steps**2).sum(axis=2).argmin(axis=1).astype(np.uint8)
    indices = nearest[index.ravel()].reshape(pixels.shape[:2])
    return png_bytes(indices, [f"#{bytes(row).hex()}" for row in palette.tolist()])


def social_tags(card: SocialCard, title: str, description: str) -> str:
    """Open Graph tags of a page with a card; they ask for nothing.

    Parameters
    ----------
    card : SocialCard
    title, description : str
        Plain text.
    """
    width, height = CARD_SIZE.split("x")
    properties = {
        "og:type": "website",
        "og:title": title,
        "og:description": description,
        "og:url": card.page,
        "og:image": card.image,
        "og:image:type": "image/png",
        "og:image:width": width,
        "og:image:height": height,
        "og:image:alt": f"{title}, {card.day.isoformat()}",
    }
    tags = [
        f'<meta property="{name}" content="{escape(value)}">'
        for name, value in properties.items()
        if value
    ]
    tags.append('<meta name="twitter:card" content="summary_large_image">')
    return "\n".join(tags)


@dataclass(frozen=True, slots=True)
class PageFacts:
    """What a page says of itself.

    Attributes
    ----------
    title : str
    card : str
        Address of its picture; empty if it has none.
    """

    title: str
    card: str


class _HeadReader(HTMLParser):
    """Reads the title and the address of the card."""

    def __init__(self) -> None:
        super().__init__()
        self.title = ""
        self.card = ""
        self.is_map = False
        self._is_in_title = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self._is_in_title = tag == "title" and not self.title
        if tag == "meta" and values.get("property") == "og:image":
            self.card = values.get("content") or ""
        if tag == "body" and "cm-page" in (values.get("class") or "").split():
            self.is_map = True

    def handle_endtag(self, tag: str) -> None:
        if tag == "title":
            self._is_in_title = False

    def handle_data(self, data: str) -> None:
        if self._is_in_title:
            self.title += data


def read_facts(html: str) -> PageFacts:
    """What a page says of itself in its head.

    Raises
    ------
    RecipeError
        If it is no page of a map.
    """
    reader = _HeadReader()
    reader.feed(html)
    if not reader.is_map:
        raise RecipeError("this is no page that 'controlmap' has made")
    return PageFacts(" ".join(reader.title.split()), reader.card)


def iframe_snippet(facts: PageFacts, address: str, *, height: int = 600) -> str:
    """HTML that frames a page in an article, in its slim form.

    Parameters
    ----------
    facts : PageFacts
    address : str
        Of the page, its fragment (such as ``#date=2020-02-01``) included.
    height : int
        Of the frame, in pixels.

    Examples
    --------
    >>> snippet = iframe_snippet(PageFacts("A map", ""), "map.html#date=2020-02-01")
    >>> snippet.splitlines()[0]
    '<iframe src="map.html?embed#date=2020-02-01"'
    """
    path, _, fragment = address.partition("#")
    path, _, query = path.partition("?")
    asked = query.split("&") if query else []
    if "embed" not in asked:
        asked.append("embed")
    source = f"{path}?{'&'.join(asked)}" + (f"#{fragment}" if fragment else "")
    lines = (
        f'<iframe src="{escape(source)}"',
        f'  title="{escape(facts.title)}"',
        f'  width="100%" height="{height}" style="border: 0" loading="lazy"',
        f'  sandbox="{SANDBOX}"></iframe>',
    )
    return "\n".join(lines)


def address_in(base_url: str, file_name: str) -> str:
    """Address of a file in a folder of the web; relative where none is known.

    Raises
    ------
    RecipeError
        If the folder's address is not http or https.

    Examples
    --------
    >>> address_in("https://example.org/maps", "a map.html")
    'https://example.org/maps/a%20map.html'
    >>> address_in("", "a.html")
    'a.html'
    """
    if base_url and urlsplit(base_url).scheme.lower() not in {"http", "https"}:
        raise RecipeError(f"{base_url!r} is no address such as https://example.org/")
    folder = base_url if not base_url or base_url.endswith("/") else f"{base_url}/"
    return folder + quote(file_name)
