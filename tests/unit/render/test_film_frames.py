"""Frames of a film: each is what a fresh drawing of its day gives."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from controlmap.errors import RecipeError
from controlmap.render.film import Film, days_of_film
from controlmap.render.sheet.sheet import Sheet
from controlmap.render.sheet.size import parse_size
from controlmap.render.style import MapStyle, Phase
from unit.render.synthetic import FIRST, make_series

SIZE = parse_size("480x300", 80)


@pytest.fixture(scope="module")
def series():
    return make_series(20, 12)


@pytest.mark.parametrize(
    ("last", "step", "days"),
    [
        (1, 1, [1]),
        (3, 1, [1, 2, 3]),
        (6, 2, [1, 3, 5, 6]),
        (7, 3, [1, 4, 7]),
        (2, 9, [1, 2]),
    ],
)
def test_days(last, step, days):
    found = days_of_film(date(2020, 1, 1), date(2020, 1, last), step)
    assert [day.day for day in found] == days


def test_a_step_that_leads_nowhere():
    with pytest.raises(RecipeError, match="every 0 days"):
        days_of_film(FIRST, FIRST, 0)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_frames_do_not_depend_on_those_before(series, language):
    style = MapStyle(language=language)
    film = Film(series, style, SIZE)
    days = [FIRST + timedelta(days=n) for n in (0, 1, 2, 11, 5, 0)]
    frames = [film.frame(day) for day in days]
    for day, frame in zip(days, frames, strict=True):
        assert (Film(series, style, SIZE).frame(day) == frame).all()
        assert frame.shape == (300, 480, 3)
        assert frame.dtype == np.uint8
    assert (frames[0] == frames[-1]).all()


def test_where_nothing_changes_the_ground_is_not_drawn_again(series, monkeypatch):
    drawn = []
    draw = Sheet.draw_day
    monkeypatch.setattr(
        Sheet, "draw_day", lambda *given: drawn.append(given[2]) or draw(*given)
    )
    still = replace(series, changes=(), answers={})
    film = Film(still, MapStyle(), SIZE)
    frames = [film.frame(FIRST + timedelta(days=n)) for n in range(4)]
    assert drawn == [FIRST]
    assert not (frames[0] == frames[1]).all()


def test_the_bar_of_time_grows(series):
    film = Film(series, MapStyle(phases=(Phase(FIRST, FIRST, "Start"),)), SIZE)
    box = film._sheet.layout.time
    y = 300 - round((box[1] + 11.5) * 80 / 72)
    dark = [
        int((film.frame(FIRST + timedelta(days=n))[y].max(axis=1) < 60).sum())
        for n in (0, 4, 8, 11)
    ]
    assert dark == sorted(set(dark))
