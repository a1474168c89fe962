"""EDTF level 1 expressions as windows of days."""

from __future__ import annotations

import re
import subprocess
import sys
from datetime import date

import pytest

from controlmap.domain.dates import parse_day, parse_window
from controlmap.errors import DateError

WINDOWS = [
    # text, earliest, latest, approximate
    ("2019-12-01", "2019-12-01", "2019-12-01", False),
    ("2019-12", "2019-12-01", "2019-12-31", False),
    ("2020-02", "2020-02-01", "2020-02-29", False),
    ("2019-02", "2019-02-01", "2019-02-28", False),
    ("2019", "2019-01-01", "2019-12-31", False),
    ("2019~", "2019-01-01", "2019-12-31", True),
    ("2019-12?", "2019-12-01", "2019-12-31", True),
    ("2019-12-01%", "2019-12-01", "2019-12-01", True),
    # intervals
    ("2018-01-29/2018-02-09", "2018-01-29", "2018-02-09", False),
    ("2018-01/2018-02-09", "2018-01-01", "2018-02-09", False),
    ("2018/2019", "2018-01-01", "2019-12-31", False),
    ("2018-01-29~/2018-02", "2018-01-29", "2018-02-28", True),
    ("2018-01-29/2018-02?", "2018-01-29", "2018-02-28", True),
    # open and unknown ends
    ("../2017-07-24", None, "2017-07-24", False),
    ("/2017-07-24", None, "2017-07-24", False),
    ("../2017-07~", None, "2017-07-31", True),
    ("2019-01-04/..", "2019-01-04", None, False),
    ("2019-01-04/", "2019-01-04", None, False),
    # seasons
    ("2019-21", "2019-03-01", "2019-05-31", False),
    ("2019-22", "2019-06-01", "2019-08-31", False),
    ("2019-23", "2019-09-01", "2019-11-30", False),
    ("2019-21/2019-10-01", "2019-03-01", "2019-10-01", False),
    # unspecified digits
    ("2019-12-XX", "2019-12-01", "2019-12-31", False),
    ("2019-02-XX", "2019-02-01", "2019-02-28", False),
    ("2019-XX", "2019-01-01", "2019-12-31", False),
    ("2019-XX-XX", "2019-01-01", "2019-12-31", False),
    ("201X", "2010-01-01", "2019-12-31", False),
    ("20XX", "2000-01-01", "2099-12-31", False),
    ("201X~", "2010-01-01", "2019-12-31", True),
    # an interval that ends before it starts is left to the data rules
    ("2019-02-01/2019-01-01", "2019-02-01", "2019-01-01", False),
]


def day(text):
    return date.fromisoformat(text) if text else None


@pytest.mark.parametrize(("text", "earliest", "latest", "is_approximate"), WINDOWS)
def test_window(text, earliest, latest, is_approximate):
    window = parse_window(text)
    assert (window.earliest, window.latest) == (day(earliest), day(latest))
    assert window.is_approximate is is_approximate
    assert window.text == text


NO_DATES = [
    "",
    "..",
    "/",
    "../..",
    "/..",
    "2019/2020/2021",
    "soon",
    "unknown",
    "2019-13",
    "2019-00",
    "2019-20",
    "2019-25",
    "2019-02-29",
    "2019-12-32",
    "2019-12-00",
    "2019-1-1",
    "20191201",
    "01.12.2019",
    "2019-12-01T10:00:00Z",
    "0000",
    "-0333",
    "Y17000",
    "XXXX",
    "2019-XX-31",
    "1XX9",
    "2019-1X",
    "2019-X1-01",
    "2019-13-XX",
    "2019-21~",
    "2019-06~-11",
    "~2019",
    "[2018,2019]",
    "{2018,2019}",
    "2019-12-01/open",
    "2019-12-01/soon",
    " 2019-12-01",
    "2019-12 ",
    "2019-12\n",
    "2019 / 2020",
    "\u0662\u0660\u0661\u0669",
]


@pytest.mark.parametrize("text", NO_DATES)
def test_no_date(text):
    message = (
        f"{text!r} is no EDTF level 1 date; write it like 2019-12-01, 2019-12, "
        "2019-11-30/2019-12-01, ../2017-07-24 or 2019~"
    )
    with pytest.raises(DateError, match=f"^{re.escape(message)}$"):
        parse_window(text)


COVERED = [
    ("2019-03-01/2019-03-05", "2019-02-28", False),
    ("2019-03-01/2019-03-05", "2019-03-01", True),
    ("2019-03-01/2019-03-05", "2019-03-05", True),
    ("2019-03-01/2019-03-05", "2019-03-06", False),
    ("../2019-03-05", "0001-01-01", True),
    ("../2019-03-05", "2019-03-06", False),
    ("2019-03-01/..", "9999-12-31", True),
    ("2019-03-01/..", "2019-02-28", False),
]


@pytest.mark.parametrize(("text", "asked", "is_covered"), COVERED)
def test_covers(text, asked, is_covered):
    assert parse_window(text).covers(day(asked)) is is_covered


def test_parse_day():
    assert parse_day("2019-12-01") == date(2019, 12, 1)


@pytest.mark.parametrize(
    "text", ["2019-12", "2019-02-29", "20191201", "2019-12-01~", "2019-W48-7", "today"]
)
def test_no_day(text):
    message = f"{text!r} is no day; write it as YYYY-MM-DD, such as 2019-12-01"
    with pytest.raises(DateError, match=f"^{re.escape(message)}$"):
        parse_day(text)


def test_plain_dates_do_not_need_the_slow_package():
    code = (
        "import sys; from controlmap.domain.dates import parse_window\n"
        "for text in ['2019-12-01', '2019-12~', '../2017-07-24', '2018/2019']:\n"
        "    parse_window(text)\n"
        "assert 'edtf' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
