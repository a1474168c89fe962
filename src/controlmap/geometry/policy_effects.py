"""What each policy changes: places whose answer differs, and areas by bloc."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from controlmap.domain.policies import MERGED, POLICIES
from controlmap.geometry.area import extents
from controlmap.geometry.drawing import Drawing
from controlmap.geometry.observed import Observers

if TYPE_CHECKING:
    from collections.abc import Mapping

    from controlmap.domain.answer import Holding
    from controlmap.domain.dataset import Dataset
    from controlmap.geometry.area import Extent
    from controlmap.geometry.stream import Key
    from controlmap.geometry.study_area import StudyArea
    from controlmap.geometry.tessellation import Tessellation
    from controlmap.geometry.timeline import Span


@dataclass(frozen=True, slots=True)
class PolicyEffect:
    """What one policy makes of one day.

    Attributes
    ----------
    policy : str
    places, settlements : int
        Places, and settlements among them, whose status or sides differ from those
        under ``merged``.
    extents : mapping of (status, controllers) to Extent
        Of the study area, by bloc.
    """

    policy: str
    places: int
    settlements: int
    extents: Mapping[Key, Extent]


def policy_effects(
    dataset: Dataset, study_area: StudyArea, tessellation: Tessellation, span: Span
) -> tuple[PolicyEffect, ...]:
    """What each policy makes of the first day of a span, the default first.

    Parameters
    ----------
    dataset, study_area, tessellation
    span
        Its policy is put aside: all are asked for.
    """
    before: Mapping[str, tuple[Holding | None, ...]] = {}
    effects = []
    for policy in POLICIES:
        asked = replace(span, by="bloc", policy=policy)
        said, areas = _answers_and_extents(dataset, study_area, tessellation, asked)
        before = said if policy == MERGED else before
        differing = [
            place_id for place_id in said if said[place_id] != before[place_id]
        ]
        settlements = sum(dataset.places[p].is_settlement for p in differing)
        effects.append(PolicyEffect(policy, len(differing), settlements, areas))
    return tuple(effects)


def _answers_and_extents(
    dataset: Dataset, study_area: StudyArea, tessellation: Tessellation, span: Span
) -> tuple[Mapping[str, tuple[Holding | None, ...]], Mapping[Key, Extent]]:
    """What is said of each place on a day, and how much is drawn as whose."""
    day = span.first_day
    observers = Observers.of(
        dataset,
        study_area,
        (day, day),
        as_of=span.as_of,
        by=span.by,
        policy=span.policy,
    )
    states = {place_id: spells[0][1] for place_id, spells in observers.spells.items()}
    said = {p: (s.holding, s.before, s.after) for p, s in states.items()}
    drawing = Drawing(observers, study_area, tessellation, span.inference)
    drawn = [drawing.states[number] for number in drawing.start(day).tolist()]
    settles = [dataset.places[p].is_settlement for p in tessellation.place_ids]
    return said, extents(drawn, tessellation.area_km2.tolist(), settles)
