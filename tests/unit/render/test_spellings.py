"""Other spellings for the search of a page."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import pytest

from controlmap.render.numbering import number_everything
from controlmap.render.spellings import (
    MOST_SPELLINGS,
    search_key,
    spelling_rows,
)
from unit.render.synthetic import make_series


@pytest.mark.parametrize(
    "spellings",
    [
        ("Saraqib", "Sarāqib", "saraqeb", "Saraqeb"),
        ("Ma\u02bfarrat an Nu\u02bfmān", "Maarat al-Numan", "Maaret en Noumane"),
        ("Khan Shaykhun", "Khān Shaykhūn", "KHAN SHEIKHOUN"),
        ("al-Dana", "Ad Dana", "Ed Dânâ"),
        ("Ash-Shafah", "al-Shafah", "Ech Chafah"),
        ("Jisr ash-Shughur", "Jisr al-Shughour", "Jisr el Choughour"),
        ("Qatma", "Katmah", "Qaţmah"),
        ("معرة النعمان", "مَعَرَّة النُّعمان", "معره النعمان"),
        ("إدلب", "ادلب", "أدلب", "إدلـب"),
    ],
)
def test_spellings_of_a_name_have_one_key(spellings):
    assert len({search_key(spelling) for spelling in spellings}) == 1


def test_names_apart_have_keys_apart():
    names = ["Saraqib", "Sarmin", "Sarmada", "Hama", "Homs", "Idlib", "Ejaz", "الدانا"]
    for one, other in combinations(names, 2):
        assert search_key(one) != search_key(other)


@pytest.mark.parametrize("name", ["", "al", "'", "—", "12", "ال"])
def test_a_name_of_hardly_anything_has_a_key_or_none(name):
    assert search_key(name) == search_key(name.upper())


def rows_with(aliases):
    series = make_series(14, 3)
    place = next(iter(series.answers))
    named = replace(series.dataset.places[place], name="Saraqib", aliases=aliases)
    places = dict(series.dataset.places) | {place: named}
    series = replace(series, dataset=replace(series.dataset, places=places))
    names = number_everything(series, range(14))
    return names.places[place], spelling_rows(series, names)


def test_only_spellings_that_the_key_does_not_find_are_sent():
    number, rows = rows_with(("Saraqeb", "Sarāqib", "Serakip", "Serâkib", "سراقب"))
    assert rows == [[number, "Serakip", "سراقب"]]


def test_there_is_an_end_to_spellings():
    number, rows = rows_with(tuple(f"Other name {i}" for i in range(30)))
    assert rows == [[number, *(f"Other name {i}" for i in range(MOST_SPELLINGS))]]


def test_a_place_without_answers_has_none():
    assert rows_with(())[1] == []
