"""How a map looks: title, language, view, speed, and arithmetic on its colours."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from controlmap.errors import RecipeError

if TYPE_CHECKING:
    from datetime import date

LANGUAGES = ("en", "ar", "fr", "tr")
"""Languages that have a message file in ``assets/``."""

PAPER = "#f4f1ea"
"""Background of a map without tiles, which pale colours are mixed with."""

_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")


@dataclass(frozen=True, slots=True, order=True)
class Phase:
    """A stretch of time that is marked on the slider.

    Attributes
    ----------
    first_day, last_day : date
        Both included; the same for an event of a day.
    name : str
    kind : str
        ``phase`` or ``ceasefire``.
    source : str
        Address, or a text, that says so.
    """

    first_day: date
    last_day: date
    name: str
    kind: Literal["phase", "ceasefire"] = "phase"
    source: str = ""


@dataclass(frozen=True, slots=True)
class SocialCard:
    """The picture that social networks and messengers show a link to the page with.

    Attributes
    ----------
    day : date
        What the picture shows.
    image : str
        Its address, relative to the page or whole.
    page : str
        Whole address of the page; empty where it is not known.
    """

    day: date
    image: str
    page: str = ""


@dataclass(frozen=True, slots=True)
class MapStyle:
    """What a map's maker chooses; the data decide the rest.

    Attributes
    ----------
    title, description : str
        Plain text; an empty title means that of the data set.
    language : str
        One of ``LANGUAGES``.
    bounds : tuple of float or None
        First view as (west, south, east, north) in degrees; None for the whole zone.
    tiles : bool
        Whether the page asks a tile server for a background. Off by default: the
        page then makes no request at all.
    start : date or None
        Day shown first; None for the first day of the series.
    days_per_second : int
        Speed of play when the page opens.
    phases : tuple of Phase
        Marked on the slider, in order; those outside the range are left out.
    card : SocialCard or None
        Picture that a link to the page is shown with.
    """

    title: str = ""
    description: str = ""
    language: str = "en"
    bounds: tuple[float, float, float, float] | None = None
    tiles: bool = False
    start: date | None = None
    days_per_second: int = 7
    phases: tuple[Phase, ...] = ()
    card: SocialCard | None = None

    def __post_init__(self) -> None:
        """Refuse what no page can show."""
        check_language(self.language)
        if self.days_per_second < 1:
            raise RecipeError(f"days_per_second {self.days_per_second} is below 1")
        if self.bounds is not None:
            west, south, east, north = self.bounds
            if not (-180 <= west < east <= 180 and -90 <= south < north <= 90):
                raise RecipeError(
                    f"bounds {self.bounds} are not (west, south, east, north) degrees"
                )


def parse_colour(colour: str) -> tuple[int, int, int]:
    """Red, green and blue, 0 to 255, of a colour written ``#rrggbb``.

    Raises
    ------
    RecipeError
        If it is written in any other way.

    Examples
    --------
    >>> parse_colour("#ff8000")
    (255, 128, 0)
    """
    if not _COLOUR.fullmatch(colour):
        raise RecipeError(f"colour {colour!r} is not written #rrggbb")
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def mix(colour: str, share: float, ground: str = PAPER) -> str:
    """Colour that ``share`` (0 to 1) of ``colour`` on ``ground`` gives, ``#rrggbb``.

    Examples
    --------
    >>> mix("#ff0000", 0.5, "#ffffff")
    '#ff8080'
    """
    over, under = parse_colour(colour), parse_colour(ground)
    parts = (
        round(share * a + (1 - share) * b) for a, b in zip(over, under, strict=True)
    )
    return "#" + "".join(f"{part:02x}" for part in parts)


def check_language(language: str) -> str:
    """Language of a page.

    Raises
    ------
    RecipeError
        If no page speaks it.
    """
    if language not in LANGUAGES:
        known = ", ".join(LANGUAGES)
        raise RecipeError(f"language {language!r} is not one of {known}")
    return language
