"""The spelling key answers to any text, and likeness is a likeness."""

from __future__ import annotations

import hypothesis.strategies as st
from hypothesis import given

from controlmap.domain.gazetteer import likeness
from controlmap.domain.spelling import spelling_of, spellings_of

WORDS = st.text("abcdefghijklmnoprstuwyzāīūḩşţḑ'`-", min_size=1, max_size=12)
LETTERS = st.text("bdfhjklmnrstwz", min_size=4, max_size=12)
LATIN = st.lists(WORDS, min_size=1, max_size=4).map(" ".join)
NAMES = st.one_of(LATIN, st.text("ابتثجحخدذرزسشصضطظعغفقكلمنهوي ة", max_size=20))


@given(st.lists(st.text(max_size=30), max_size=6))
def test_any_texts_have_keys_one_by_one_as_together(texts):
    assert spellings_of(texts)[: len(texts)] == [spelling_of(text) for text in texts]


@given(NAMES)
def test_case_spaces_and_marks_say_nothing(name):
    spelling = spelling_of(name)
    assert spelling_of(f"  {name} ") == spelling
    assert spelling_of(name.replace(" ", "  ")) == spelling


@given(LETTERS)
def test_an_article_in_front_says_nothing(name):
    assert spelling_of(f"al-{name}").key == spelling_of(name).key


@given(NAMES, NAMES)
def test_likeness_is_between_none_and_whole_and_the_same_both_ways(one, other):
    here, there = spelling_of(one), spelling_of(other)
    assert 0 <= likeness(here, there) <= 1
    assert likeness(here, there) == likeness(there, here)
    assert likeness(here, here) == 1
