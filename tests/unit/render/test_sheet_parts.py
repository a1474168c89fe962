"""Sizes of sheets, and lines of text that fit."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from controlmap.errors import RecipeError
from controlmap.render.sheet import size
from controlmap.render.sheet.size import parse_size
from controlmap.render.sheet.text import plain, shortened, width_of, wrapped
from controlmap.render.sheet.words import Words
from controlmap.render.style import LANGUAGES


class TestSize:
    @pytest.mark.parametrize(
        ("text", "dpi", "pixels"),
        [
            ("1200x630", 0, (1200, 630)),
            ("1920X1080", 200, (1920, 1080)),
            ("A4", 300, (3508, 2480)),
            ("a5-landscape", 100, (827, 583)),
            ("letter-portrait", 100, (850, 1098)),
            ("297x210mm", 300, (3508, 2480)),
        ],
    )
    def test_pixels(self, text, dpi, pixels):
        assert parse_size(text, dpi).pixels == pixels

    def test_a_larger_picture_has_larger_letters(self):
        small, large = parse_size("1280x720"), parse_size("3840x2160")
        assert large.width == pytest.approx(small.width, rel=0.02)
        assert parse_size("a4").dpi == 300

    @pytest.mark.parametrize(
        ("text", "dpi", "message"),
        [
            ("a9", 0, "size 'a9' is none of a3, a4, a5, letter"),
            ("1200", 0, "is none of"),
            ("12.5x630", 0, "is none of"),
            ("0x0", 0, "no room for a map"),
            ("100x100", 0, "at least 312x200 pixels"),
            ("99999x99999", 0, "over 100 MP"),
            ("a3", 1201, "dpi 1201 is not between 36 and 1200"),
            ("a4", -1, "dpi -1 is not between"),
        ],
    )
    def test_what_is_no_size(self, text, dpi, message):
        with pytest.raises(RecipeError, match=message):
            parse_size(text, dpi)


def test_every_language_says_the_same_things():
    assets = Path(size.__file__).parents[1] / "assets"
    said = {p.name: json.loads(p.read_text("utf-8")) for p in assets.glob("sheet.*")}
    assert {f"sheet.{language}.json" for language in LANGUAGES} <= set(said)
    for name, texts in said.items():
        assert list(texts) == sorted(texts), name
        for key, text in said["sheet.en.json"].items():
            names = re.findall(r"\{\w+\}", text)
            assert sorted(re.findall(r"\{\w+\}", texts[key])) == sorted(names), name


@pytest.mark.parametrize("language", LANGUAGES)
def test_days_and_numbers(language):
    words = Words.of(language)
    day = words.day(date(2020, 2, 27))
    assert {"en": "27 February 2020", "ar": "27 فبراير 2020"}.get(language, day) == day
    assert words.number(1234.5) in {"1,234", "1٬234", "1\u202f234", "1.234"}


class TestText:
    @pytest.mark.parametrize(
        ("text", "written"),
        [
            ("Idlib", "Idlib"),
            (" a\n\tb ", "a b"),
            ("a\u202eb\u200fc", "abc"),
            ("a\x00\x07b", "ab"),
            ("e\u0301", "é"),
            ("إدلب", "إدلب"),
            ("字a", "□a"),
            ("", ""),
        ],
    )
    def test_plain(self, text, written):
        assert plain(text) == written

    @given(st.text(max_size=60), st.floats(20, 200), st.integers(1, 4))
    def test_lines_fit(self, text, room, most):
        lines = wrapped(text, room, 8, most=most)
        assert len(lines) <= most
        assert all(width_of(line, 8) <= room for line in lines)
        if not any(line.endswith("…") for line in lines):
            assert " ".join(lines) == plain(text)

    def test_a_text_that_is_too_long_says_so(self):
        assert wrapped("one two three four", 30, 8, most=2)[-1].endswith("…")
        assert shortened("abcdefghijkl", 40, 8).endswith("…")
        assert shortened("abc", 40, 8) == "abc"

    def test_bold_is_wider(self):
        assert width_of("Saraqib", 8, bold=True) > width_of("Saraqib", 8)
