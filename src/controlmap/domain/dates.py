"""EDTF level 1 dates (ISO 8601-2) as windows of days."""

from __future__ import annotations

import calendar
import re
import warnings
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from controlmap.errors import DateError

if TYPE_CHECKING:
    import time

_PLAIN = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?[~?%]?")
_SEASON_OR_UNSPECIFIED = re.compile(
    r"(?:[0-9]{2}[0-9X]X|[0-9]{4}-(?:2[1-4]|XX|[0-9]{2}-XX|XX-XX))[~?%]?"
)
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_EXAMPLES = "2019-12-01, 2019-12, 2019-11-30/2019-12-01, ../2017-07-24 or 2019~"
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Window:
    """Earliest and latest day that an EDTF expression allows.

    Attributes
    ----------
    text : str
        The expression.
    earliest, latest : date or None
        Both included; None where that end is open or unknown.
    is_approximate : bool
        True where the expression carries ``~``, ``?`` or ``%``.
    """

    text: str
    earliest: date | None
    latest: date | None
    is_approximate: bool = False

    def covers(self, day: date) -> bool:
        """Whether the day is inside; an open end reaches any day."""
        return (self.earliest is None or self.earliest <= day) and (
            self.latest is None or day <= self.latest
        )


@lru_cache(maxsize=4096)
def parse_window(text: str) -> Window:
    """Window of an EDTF level 1 date or interval.

    Days, months and years, qualified as a whole or not, are read directly; every
    other expression by the ``edtf`` package, which takes 10 ms each. An interval that
    ends before it starts is left as it is: the data rules say so.

    Parameters
    ----------
    text : str
        For example ``2019-12-01``, ``2019-12``, ``2018-01-29/2018-02-09``,
        ``../2017-07-24``, ``2019-01-04/..`` or ``2019~``.

    Returns
    -------
    Window

    Raises
    ------
    DateError
        If the text is no EDTF level 1 date, or has no day at either end.

    References
    ----------
    https://www.loc.gov/standards/datetime/

    Examples
    --------
    >>> parse_window("2018-02").latest
    datetime.date(2018, 2, 28)
    """
    ends = text.split("/")
    if len(ends) > 2 or all(end in {"", ".."} for end in ends):
        raise DateError(_problem(text))
    bounds = [_bounds(end, text) for end in ends]
    return Window(
        text=text,
        earliest=bounds[0][0],
        latest=bounds[-1][1],
        is_approximate=any(mark in text for mark in "~?%"),
    )


def parse_day(text: str) -> date:
    """Day of a plain ISO 8601 date, ``YYYY-MM-DD``.

    Raises
    ------
    DateError
        If the text is anything else.
    """
    message = f"{text!r} is no day; write it as YYYY-MM-DD, such as 2019-12-01"
    if not _DAY.fullmatch(text):
        raise DateError(message)
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise DateError(message) from None


def _bounds(end: str, text: str) -> tuple[date | None, date | None]:
    """First and last day of one end of an interval, or of the whole date."""
    if end in {"", ".."}:
        return None, None
    plain = _PLAIN.fullmatch(end)
    try:
        return _plain_bounds(plain) if plain else _edtf_bounds(end)
    except ValueError:
        raise DateError(_problem(text)) from None


def _plain_bounds(match: re.Match[str]) -> tuple[date, date]:
    year, month, day = match.groups()
    if day:
        exact = date(int(year), int(month), int(day))
        return exact, exact
    if month and int(month) > 12:
        return _edtf_bounds(match[0])  # a season
    if month:
        last = calendar.monthrange(int(year), int(month))[1]
        return date(int(year), int(month), 1), date(int(year), int(month), last)
    return date(int(year), 1, 1), date(int(year), 12, 31)


def _edtf_bounds(end: str) -> tuple[date, date]:
    """First and last day by the ``edtf`` package, imported only when needed.

    It reads more than level 1, and stumbles on some of that: it is asked only for what
    level 1 has beside plain dates.
    """
    if not _SEASON_OR_UNSPECIFIED.fullmatch(end):
        raise ValueError(end)
    with warnings.catch_warnings():  # its grammar warns under pyparsing 3.3
        warnings.simplefilter("ignore")
        import edtf

        try:
            parsed = edtf.parse_edtf(end)
        except edtf.EDTFParseException as error:
            raise ValueError(end) from error
        return _day(parsed.lower_strict()), _day(parsed.upper_strict())


def _day(parts: time.struct_time) -> date:
    return date(parts[0], parts[1], parts[2])


def _problem(text: str) -> str:
    return f"{text!r} is no EDTF level 1 date; write it like {_EXAMPLES}"
