"""Text on a sheet: one font that Matplotlib brings along, and lines that fit.

Matplotlib shapes Arabic letters and orders mixed lines itself.
"""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache
from pathlib import Path

import matplotlib as mpl
from matplotlib.font_manager import FontProperties, get_font
from matplotlib.textpath import text_to_path

_FILES = {False: "DejaVuSans.ttf", True: "DejaVuSans-Bold.ttf"}
_NO_GLYPH = "□"


@lru_cache(maxsize=256)
def font(size: float, *, bold: bool = False) -> FontProperties:
    """Font of a size in points; that of the system is never asked for."""
    return FontProperties(fname=_path(bold=bold), size=size)


@cache
def _path(*, bold: bool) -> str:
    return str(Path(mpl.get_data_path()) / "fonts" / "ttf" / _FILES[bold])


@cache
def _letters() -> frozenset[int]:
    """What both cuts of the font can draw."""
    one, other = (get_font(_path(bold=bold)).get_charmap() for bold in (False, True))
    return frozenset(one) & frozenset(other)


def plain(text: str) -> str:
    r"""Text on one line that the font can draw, □ for each other letter.

    Controls, marks of direction among them, are left out: a name must not turn its
    neighbours.

    Examples
    --------
    >>> plain("a\tb\u202ec")
    'a bc'
    """
    kept = "".join(
        " " if c.isspace() else c
        for c in unicodedata.normalize("NFC", text)
        if c.isspace() or unicodedata.category(c) not in {"Cc", "Cf", "Cs", "Cn", "Co"}
    )
    drawn = "".join(c if ord(c) in _letters() else _NO_GLYPH for c in kept)
    return " ".join(drawn.split())


@lru_cache(maxsize=16_384)
def width_of(text: str, size: float, *, bold: bool = False) -> float:
    """Width in points of a text on one line."""
    if not text:
        return 0.0
    width, _, _ = text_to_path.get_text_width_height_descent(
        text, font(size, bold=bold), ismath=False
    )
    return float(width)


def shortened(text: str, room: float, size: float, *, bold: bool = False) -> str:
    """Text, cut with an ellipsis where it is wider than some points."""
    text = plain(text)
    if width_of(text, size, bold=bold) <= room:
        return text
    low, high = 0, len(text)
    while low < high:  # the longest start that fits
        middle = (low + high + 1) // 2
        if width_of(text[:middle].rstrip() + "…", size, bold=bold) <= room:
            low = middle
        else:
            high = middle - 1
    return text[:low].rstrip() + "…"


def wrapped(
    text: str, room: float, size: float, *, bold: bool = False, most: int = 2
) -> list[str]:
    """Lines of a text within some points, the last of ``most`` lines cut if need be."""
    lines: list[str] = []
    words = plain(text).split(" ")
    while words and words[0]:
        taken = len(words)
        is_last = len(lines) == most - 1
        while (
            not is_last
            and taken > 1
            and width_of(" ".join(words[:taken]), size, bold=bold) > room
        ):
            taken -= 1
        lines.append(shortened(" ".join(words[:taken]), room, size, bold=bold))
        words = words[taken:]
    return lines
