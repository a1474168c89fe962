"""The rules that a data set must keep, beside types and constraints.

Each rule is a function of the records that gives what breaks it; its identifier is
the function's name with hyphens, its docstring says the fix.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from controlmap.domain.place_rules import (
    actor_as_place,
    part_of_itself,
    places_close,
    point_and_precision,
    swapped_lon_lat,
)
from controlmap.domain.record_rules import (
    chain_perspectives,
    duplicate_record,
    loser_not_carried,
    loser_not_holder,
    outcome_and_denial,
    reported_before,
    sequence_needed,
    sides_of_status,
    status_of_event,
    unlinked_url,
)
from controlmap.domain.reference_rules import (
    unknown_actor,
    unknown_change,
    unknown_place,
    unknown_source,
)
from controlmap.domain.rule_basis import Known

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from controlmap.domain.dataset import Dataset
    from controlmap.errors import Issue

__all__ = ["RULES", "Known", "check", "check_references", "check_statements"]

RULES: tuple[Callable[[Dataset, Known], Iterator[Issue]], ...] = (
    unknown_place,
    unknown_source,
    unknown_actor,
    unknown_change,
    status_of_event,
    sides_of_status,
    loser_not_holder,
    outcome_and_denial,
    duplicate_record,
    point_and_precision,
    swapped_lon_lat,
    chain_perspectives,
    actor_as_place,
    part_of_itself,
    loser_not_carried,
    sequence_needed,
    reported_before,
    places_close,
    unlinked_url,
)


def check(dataset: Dataset, known: Known) -> list[Issue]:
    """Every breach of every rule, in order of file and line."""
    return sorted(issue for rule in RULES for issue in rule(dataset, known))


def check_references(dataset: Dataset, known: Known) -> list[Issue]:
    """Every name in a data set that is unknown; its other rules are not asked."""
    rules = (unknown_place, unknown_source, unknown_actor)
    return [issue for rule in rules for issue in rule(dataset, known)]


def check_statements(dataset: Dataset, known: Known) -> list[Issue]:
    """Every record that says what cannot be; its other rules are not asked."""
    rules = (status_of_event, sides_of_status, loser_not_holder, outcome_and_denial)
    return [issue for rule in rules for issue in rule(dataset, known)]
