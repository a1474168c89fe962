"""Base64 VLQ."""

from __future__ import annotations

from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from controlmap.render.vlq import deltas, encode_vlq
from unit.render.decoded import numbers

INTEGERS = st.lists(st.integers(-(2**30), 2**30))


@given(INTEGERS)
def test_decoding_gives_what_was_encoded(values):
    assert numbers(encode_vlq(values)) == values


@given(INTEGERS)
def test_sums_of_the_differences_are_the_numbers(values):
    assert list(accumulate(deltas(values))) == values


@pytest.mark.parametrize(
    ("value", "text"),
    # the example of the source map specification, ECMA-426
    [(0, "A"), (1, "C"), (-1, "D"), (15, "e"), (16, "gB"), (-16, "hB"), (123, "2H")],
)
def test_letters_are_those_of_source_maps(value, text):
    assert encode_vlq([value]) == text
