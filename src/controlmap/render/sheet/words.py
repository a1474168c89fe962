"""Words, days and numbers of a sheet in its language."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from babel.dates import format_date
from babel.numbers import format_decimal

from controlmap.render.bundle import asset_text
from controlmap.render.page_map import RIGHT_TO_LEFT
from controlmap.render.view import messages

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from controlmap.domain.model import Actor, Place

_LOCALES = {"en": "en_GB"}


@dataclass(frozen=True, slots=True)
class Words:
    """All that a sheet says in one language.

    Attributes
    ----------
    language : str
    texts : mapping of str to str
        Those of the page and those of a sheet, by key.
    """

    language: str
    texts: Mapping[str, str]

    @classmethod
    def of(cls, language: str) -> Words:
        """Words of a language that has message files."""
        return _words(language)

    def __call__(self, key: str, **values: str) -> str:
        """Text of a key, its names in braces replaced."""
        text = self.texts[key]
        for name, value in values.items():
            text = text.replace("{" + name + "}", value)
        return text

    @property
    def is_rtl(self) -> bool:
        """Whether the sheet is set from right to left."""
        return self.language in RIGHT_TO_LEFT

    def day(self, day: date) -> str:
        """Day in words, as ``27 February 2020``."""
        return format_date(day, "d MMMM y", locale=self._locale)

    def month(self, day: date) -> str:
        """Month in short and its year."""
        return format_date(day, "MMM y", locale=self._locale)

    def number(self, value: float) -> str:
        """Whole number, its thousands grouped."""
        return format_decimal(round(value), "#,##0", locale=self._locale)

    def name(self, named: Place | Actor) -> str:
        """Name in the script of the language, where it is known."""
        return (self.language == "ar" and named.name_ar) or named.name

    @property
    def _locale(self) -> str:
        return _LOCALES.get(self.language, self.language)


@cache
def _words(language: str) -> Words:
    own: dict[str, str] = json.loads(asset_text(f"sheet.{language}.json"))
    return Words(language, {**messages(language), **own})
