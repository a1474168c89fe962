"""Other spellings of places that a page's search needs, and the key it searches by.

The key is made in the page too (``assets/spelling.js``), in the same steps: with it
most spellings of a name are one, and need not be sent. It is coarser than
`controlmap.domain.spelling`, which decides; a reader who searches chooses himself.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from controlmap.geometry.timeline import Series
    from controlmap.render.numbering import Numbering

MOST_SPELLINGS = 6
"""Spellings of one place that a page has, beside its names."""

_SIGNS = re.compile("[\u0640'`\u00b4\u2018\u2019\u02b0-\u02bf]")
_LETTERS = str.maketrans("\u0131\u0671\u0649\u0629", "i\u0627\u064a\u0647")
_NOT_WORD = re.compile(r"[\W_]+")
_ARTICLES = re.compile(r"^(?:[ae]l|ul|[ae](?:dh?|[nrz]|[cs]h|s|tt?|th))$")
_ARABIC_ARTICLE = re.compile("^\u0627\u0644(?=..)")
_STEPS = (
    (re.compile("tch|sch|[sc]h"), "s"),
    (re.compile("kh"), "x"),
    (re.compile("([gdt])h"), r"\1"),
    (re.compile("[qc]"), "k"),
    (re.compile("^[aeiou]+"), "a"),
    (re.compile("(?<=.)[aeiouwyh]+"), ""),
    (re.compile(r"(.)\1+"), r"\1"),
)


def search_key(name: str) -> str:
    """Letters of a name that its spellings share, words joined.

    Signs and marks go, and so do articles where they stand apart; of Latin letters the
    consonants stay, with those that are mixed up made one.

    Examples
    --------
    >>> search_key("Qaryat ash-Shams") == search_key("Karyet al Chams")
    True
    """
    plain = "".join(
        letter
        for letter in unicodedata.normalize("NFKD", name)
        if not unicodedata.category(letter).startswith("M")
    )
    letters = _SIGNS.sub("", plain).lower().translate(_LETTERS)
    words = [word for word in _NOT_WORD.split(letters) if word]
    named = [word for word in words if not _ARTICLES.match(word)] or words
    return "".join(map(_folded, named))


def _folded(word: str) -> str:
    word = _ARABIC_ARTICLE.sub("", word)
    for pattern, letters in _STEPS:
        word = pattern.sub(letters, word)
    return word


def spelling_rows(series: Series, names: Numbering) -> list[list[object]]:
    """Rows ``[place, spelling, …]`` of places with answers, for the page's search.

    Only spellings whose key is none of the place's other ones are there, at most
    `MOST_SPELLINGS`.
    """
    rows: list[list[object]] = []
    for number, place_id in sorted((names.places[p], p) for p in series.answers):
        place = series.dataset.places[place_id]
        if not place.aliases:
            continue
        known = {search_key(name) for name in (place.name, place.name_ar) if name}
        kept: list[str] = []
        for alias in place.aliases:
            key = search_key(alias)
            if key and key not in known and len(kept) < MOST_SPELLINGS:
                known.add(key)
                kept.append(alias)
        if kept:
            rows.append([number, *kept])
    return rows
