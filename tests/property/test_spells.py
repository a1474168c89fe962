"""Spells say of each day what the day says when it is asked for."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from controlmap.domain.policies import POLICIES
from property.strategies import FIRST_DAY, LAST_DAY
from random_records import random_dataset

MARGIN = timedelta(days=60)
LATER = timedelta(days=800)


def plain(state):
    """An answer without what changes by itself from day to day."""
    presence = tuple(replace(each, last_report=date.min) for each in state.presence)
    return replace(state, on=date.min, last_report=None, presence=presence)


@pytest.mark.parametrize("policy", POLICIES)
@pytest.mark.parametrize("seed", range(4))
def test_spells_are_what_each_day_says(seed, policy):
    dataset = random_dataset(seed)
    first, last = FIRST_DAY - MARGIN, LAST_DAY + LATER
    for place in sorted(dataset.changes_by_place):
        history = dataset.history(place, policy=policy)
        spells = dict(history.spells(first, last))
        told = None
        for day in (first + timedelta(n) for n in range((last - first).days + 1)):
            told = spells.get(day, told)
            assert plain(history.on(day)) == plain(told), (place, day)
