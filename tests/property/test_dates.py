"""Dates: what is read directly equals the edtf package, and any text is answered."""

from __future__ import annotations

import warnings
from datetime import date

import hypothesis.strategies as st
from hypothesis import given, settings

from controlmap.domain.dates import parse_day, parse_window
from controlmap.errors import DateError

DAYS = st.dates(date(1, 1, 1), date(9999, 12, 31))
FORMS = ("{:%Y-%m-%d}", "{:%Y-%m}", "{:%Y}")
QUALIFIERS = ("", "", "~", "?", "%")


@st.composite
def plain_dates(draw):
    """A day, month or year, qualified as a whole or not."""
    year, month, day = draw(DAYS).timetuple()[:3]
    parts = [f"{year:04d}", f"{month:02d}", f"{day:02d}"]
    text = "-".join(parts[: draw(st.integers(1, 3))])
    return text + draw(st.sampled_from(QUALIFIERS))


with warnings.catch_warnings():  # its grammar warns under pyparsing 3.3
    warnings.simplefilter("ignore")
    import edtf


def by_the_edtf_package(text):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        parsed = edtf.parse_edtf(text)
        return tuple(
            date(*ends[:3]) for ends in (parsed.lower_strict(), parsed.upper_strict())
        )


@settings(deadline=None)
@given(plain_dates())
def test_a_plain_date_is_read_as_the_edtf_package_reads_it(text):
    window = parse_window(text)
    assert (window.earliest, window.latest) == by_the_edtf_package(text)
    assert window.is_approximate is (text[-1] in "~?%")


@settings(deadline=None)
@given(plain_dates(), plain_dates())
def test_an_interval_is_read_as_the_edtf_package_reads_it(one, other):
    first, last = sorted([one, other])
    window = parse_window(f"{first}/{last}")
    ends = by_the_edtf_package(first)[0], by_the_edtf_package(last)[1]
    assert (window.earliest, window.latest) == ends


@settings(deadline=None)
@given(plain_dates())
def test_an_open_end_leaves_the_other_as_it_is(text):
    plain = parse_window(text)
    assert parse_window(f"../{text}").latest == plain.latest
    assert parse_window(f"../{text}").earliest is None
    assert parse_window(f"{text}/..").earliest == plain.earliest
    assert parse_window(f"{text}/..").latest is None


@settings(deadline=None)
@given(DAYS)
def test_a_day_is_read_back(day):
    assert parse_day(day.isoformat()) == day
    window = parse_window(day.isoformat())
    assert window.earliest == window.latest == day


MARKS = "0123456789-/.~?%XYuUTZ:,[]{} "
LIKE_DATES = st.text(MARKS, max_size=24)


@st.composite
def misprints(draw):
    """A date with some letters changed."""
    letters = list(draw(plain_dates()))
    for at in draw(st.lists(st.integers(0, len(letters) - 1), max_size=3)):
        letters[at] = draw(st.sampled_from(MARKS))
    return "".join(letters)


def read(parse, text):
    """What is read; None where an error says that nothing can be, and of what."""
    try:
        return parse(text)
    except DateError as error:
        if repr(text) not in str(error):
            raise
        return None


@settings(deadline=None)
@given(st.text(max_size=24) | LIKE_DATES | misprints())
def test_any_text_is_a_window_or_an_error(text):
    window = read(parse_window, text)
    assert window is None or window.earliest or window.latest
    assert window is None or window.text == text


@settings(deadline=None)
@given(st.text(max_size=12) | LIKE_DATES | misprints())
def test_any_text_is_a_day_or_an_error(text):
    day = read(parse_day, text)
    assert day is None or day.isoformat() == text
