"""The page that lists the maps of a folder."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from controlmap.render.bundle import asset_text
from controlmap.render.page_map import RIGHT_TO_LEFT
from controlmap.render.payload import title_of
from controlmap.render.policy import POLICY_MARK, with_policy
from controlmap.render.still import render_still
from controlmap.render.view import messages

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from controlmap.geometry.timeline import Series
    from controlmap.render.style import MapStyle


@dataclass(frozen=True, slots=True)
class IndexEntry:
    """One map of the list.

    Attributes
    ----------
    file_name : str
        Name of the HTML file, in the folder of the list.
    title, description : str
        Plain text.
    first_day, last_day : date
    size_bytes : int
        Of the file.
    still : str
        SVG, as `controlmap.render.still.render_still` makes it: it goes into the
        page as it is.
    """

    file_name: str
    title: str
    description: str
    first_day: date
    last_day: date
    size_bytes: int
    still: str

    @classmethod
    def of(
        cls, series: Series, style: MapStyle, file_name: str, html: str
    ) -> IndexEntry:
        """Entry of a page made of ``series``, with a still of the day it starts on."""
        still = render_still(series, style.start or series.first_day)
        return cls(
            file_name,
            title_of(series, style),
            style.description,
            series.first_day,
            series.last_day,
            len(html.encode()),
            still,
        )


def render_index(
    entries: Iterable[IndexEntry], *, title: str = "", language: str = "en"
) -> str:
    """HTML of a list of maps, in the order given, that asks for nothing.

    Parameters
    ----------
    entries : iterable of IndexEntry
    title : str
        Heading; a word for maps in the language if empty.
    language : str
        One of `controlmap.render.style.LANGUAGES`.
    """
    heading = escape(title or messages(language)["index_title"])
    direction = "rtl" if language in RIGHT_TO_LEFT else "ltr"
    items = "\n".join(_item(entry) for entry in entries)
    return with_policy(f"""<!DOCTYPE html>
<html lang="{escape(language)}" dir="{direction}">
<head>
<meta charset="utf-8">
{POLICY_MARK}
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{heading}</title>
<style>{asset_text("index.css")}</style>
</head>
<body>
<main>
<h1>{heading}</h1>
<ul>
{items}
</ul>
</main>
</body>
</html>
""")


def _item(entry: IndexEntry) -> str:
    title, description = escape(entry.title), escape(entry.description)
    first, last = entry.first_day.isoformat(), entry.last_day.isoformat()
    size = f"{entry.size_bytes / 1e6:.2f} MB"
    return (
        f'<li><a href="./{escape(entry.file_name)}">{entry.still}'
        f'<h2 dir="auto">{title}</h2></a>'
        f'<p dir="auto">{description}</p>'
        f'<p class="facts"><bdi><time datetime="{first}">{first}</time> &ndash; '
        f'<time datetime="{last}">{last}</time></bdi> · <bdi>{size}</bdi></p></li>'
    )
