"""The whole flow: from a data set to layers, pages and files."""

from __future__ import annotations

from dataclasses import fields, replace
from functools import cached_property
from typing import TYPE_CHECKING

from controlmap.domain.names import close_matches
from controlmap.domain.policies import MERGED
from controlmap.errors import RecipeError
from controlmap.geometry.coverage import (
    Coverage,
    extent,
    make_coverage,
    records_inside,
)
from controlmap.geometry.disagreement_layers import (
    DisagreementLayers,
    make_disagreement_layers,
)
from controlmap.geometry.inference import InferenceParameters
from controlmap.geometry.layers import Layers, make_layers
from controlmap.geometry.policy_effects import PolicyEffect, policy_effects
from controlmap.geometry.study_area import StudyArea
from controlmap.geometry.tessellation import Tessellation, tessellate
from controlmap.geometry.timeline import Span, build_series
from controlmap.io.manifest import manifest_of_day
from controlmap.timelines import Timeline, as_day, quiet, without_collection

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from controlmap.domain.dataset import Dataset
    from controlmap.domain.manifest import Manifest


class Atlas:
    """Maps of one study area: tessellated once, then asked for any day.

    Parameters
    ----------
    dataset : Dataset
    zone : str
        Identifier of a zone of the data set.
    inference : InferenceParameters or None
        Rule of inference and its numbers; None for the nearest place.

    Raises
    ------
    RecipeError
        If there is no such zone.
    GeometryError
        If the zone's outline is no valid polygon.
    """

    def __init__(
        self,
        dataset: Dataset,
        *,
        zone: str,
        inference: InferenceParameters | None = None,
    ) -> None:
        if zone not in dataset.zones:
            near = close_matches(zone, dataset.zones) or sorted(dataset.zones)
            raise RecipeError(f"no zone {zone!r}; there is {', '.join(near)}")
        self.dataset = dataset
        self.inference = inference or InferenceParameters()
        self.study_area = StudyArea.of(dataset.zones[zone], dataset.limits.values())

    @cached_property
    def tessellation(self) -> Tessellation:
        """Cells of all places of the study area."""
        return tessellate(self.dataset.places.values(), self.study_area)

    def layers(
        self,
        on: date | str,
        *,
        as_of: date | str | None = None,
        by: str = "actor",
        policy: str = MERGED,
    ) -> Layers:
        """Places, cells, territories and fronts at the end of a day, in WGS84.

        Parameters
        ----------
        on : date or str
            A text is read as ``YYYY-MM-DD``.
        as_of : date, str or None
            What was known at the end of that day; None for all that is known.
        by : str
            ``actor`` or ``bloc``.
        policy : str
            How differing reports settle: ``merged``, ``corroborated`` or ``adverse``.
        """
        day = as_day(on)
        return self.layers_of(self._span((day, day), as_of, by, policy))

    def layers_of(self, span: Span) -> Layers:
        """Layers at the end of the first day of a span."""
        layers = make_layers(self.dataset, self.study_area, self.tessellation, span)
        evidence = layers.places["evidence"].tolist()
        zone = self.study_area.zone
        manifest = manifest_of_day(self.dataset, zone, span, evidence)
        return replace(layers, manifest=manifest)

    def disagreements(
        self, on: date | str, *, as_of: date | str | None = None
    ) -> DisagreementLayers:
        """Places, cells and areas on which the maps by perspective differ, in WGS84.

        Parameters
        ----------
        on : date or str
            A text is read as ``YYYY-MM-DD``.
        as_of : date, str or None
            What was known at the end of that day; None for all that is known.
        """
        day = as_day(on)
        return self.disagreements_of(self._span((day, day), as_of, "bloc", MERGED))

    def disagreements_of(self, span: Span) -> DisagreementLayers:
        """Layers of disagreements at the end of the first day of a span."""
        layers = make_disagreement_layers(
            self.dataset, self.study_area, self.tessellation, span
        )
        manifest = manifest_of_day(
            self.dataset,
            self.study_area.zone,
            span,
            layers.places["evidence"].tolist(),
            kind="disagreements",
        )
        return replace(layers, manifest=manifest)

    def counts_manifest(
        self, first_day: date, last_day: date, as_of: date | None
    ) -> Manifest:
        """What counts of disagreements over a range of days are made from."""
        span = self._span((first_day, last_day), as_of, "bloc", MERGED)
        zone = self.study_area.zone
        return manifest_of_day(self.dataset, zone, span, (), kind="disagreement-counts")

    def policy_effects(
        self, on: date | str, *, as_of: date | str | None = None
    ) -> tuple[PolicyEffect, ...]:
        """What each policy makes of a day: places that differ, areas by bloc.

        Parameters
        ----------
        on : date or str
            A text is read as ``YYYY-MM-DD``.
        as_of : date, str or None
            What was known at the end of that day; None for all that is known.
        """
        day = as_day(on)
        span = self._span((day, day), as_of, "bloc", MERGED)
        return policy_effects(self.dataset, self.study_area, self.tessellation, span)

    def timeline(
        self,
        first_day: date | str,
        last_day: date | str,
        *,
        as_of: date | str | None = None,
        by: str = "bloc",
        policy: str = MERGED,
        on_day: Callable[[int, int], None] = quiet,
    ) -> Timeline:
        """All that changes between two days, both included.

        Parameters
        ----------
        first_day, last_day : date or str
            A text is read as ``YYYY-MM-DD``.
        as_of : date, str or None
            What was known at the end of that day; None for all that is known.
        by : str
            ``actor`` or ``bloc``.
        policy : str
            How differing reports settle: ``merged``, ``corroborated`` or ``adverse``.
        on_day : callable
            Told after each change day how many are done, of how many.
        """
        days = as_day(first_day), as_day(last_day)
        span = self._span(days, as_of, by, policy)
        return self.timeline_of(span, on_day=on_day)

    def timeline_of(
        self, span: Span, *, on_day: Callable[[int, int], None] = quiet
    ) -> Timeline:
        """All that changes in a span.

        Parameters
        ----------
        span : Span
            Its rule of inference stands before that of the atlas.
        on_day : callable
            Told after each change day how many are done, of how many.
        """
        with without_collection():
            series = build_series(
                self.dataset, self.study_area, self.tessellation, span, on_day=on_day
            )
        return Timeline(*(getattr(series, field.name) for field in fields(series)))

    def coverage(
        self,
        first_day: date | str | None = None,
        last_day: date | str | None = None,
        *,
        on: date | str | None = None,
        as_of: date | str | None = None,
        by: str = "bloc",
        policy: str = MERGED,
    ) -> Coverage:
        """How well the records cover the study area between two days, and on one.

        Parameters
        ----------
        first_day, last_day : date, str or None
            Both included; None for the first and the last day that the records of the
            area are of.
        on : date, str or None
            Day whose states are looked at; None for the last of the range.
        as_of : date, str or None
            What was known at the end of that day; None for all that is known.
        by : str
            ``actor`` or ``bloc``: what counts as one holder.
        policy : str
            How differing reports settle: ``merged``, ``corroborated`` or ``adverse``.

        Raises
        ------
        RecipeError
            If a day is left open and the area has no record.
        GeometryError
            If the range ends before it starts.
        """
        known = None if as_of is None else as_day(as_of)
        if first_day is None or last_day is None:
            first, last = self._extent(known)
        first = first if first_day is None else as_day(first_day)
        last = last if last_day is None else as_day(last_day)
        return make_coverage(
            self.dataset,
            self.study_area,
            self.tessellation,
            self._span((first, last), known, by, policy),
            on=last if on is None else as_day(on),
        )

    def coverage_manifest(self, coverage: Coverage, *, by: str = "bloc") -> Manifest:
        """What a coverage of the study area is made from."""
        days = coverage.first_day, coverage.last_day
        span = self._span(days, coverage.as_of, by, coverage.policy)
        records = records_inside(
            self.dataset, self.study_area, self.tessellation, coverage.as_of
        )
        ids = [record.change_id for record in records]
        zone = self.study_area.zone
        manifest = manifest_of_day(self.dataset, zone, span, ids, kind="coverage")
        return manifest.with_output(on=coverage.standing.day.isoformat())

    def _extent(self, as_of: date | None) -> tuple[date, date]:
        """First and last day that the records of the area are of."""
        records = records_inside(
            self.dataset, self.study_area, self.tessellation, as_of
        )
        found = extent(records)
        if found is None:
            zone = self.study_area.zone.zone_id
            raise RecipeError(f"zone {zone!r} has no record; name the days to look at")
        return found

    def _span(
        self, days: tuple[date, date], as_of: date | str | None, by: str, policy: str
    ) -> Span:
        known = None if as_of is None else as_day(as_of)
        return Span(*days, known, by, self.inference, policy)
