"""The page's own engine answers as Python's does, of records that nobody would write.

`test_retelling.py` asks it of real records, and of many more of its parts.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from browser.engine_check import bundle
from builders import dataset, place
from controlmap.build import Atlas
from controlmap.domain.model import Actor, Status
from controlmap.domain.policies import POLICIES
from controlmap.domain.reports import Report
from controlmap.geometry.study_area import StudyArea
from controlmap.geometry.tessellation import tessellate
from controlmap.geometry.timeline import Span, build_series
from controlmap.io.dataset import read_dataset
from controlmap.render.pack import data_block
from controlmap.render.payload import make_payload
from controlmap.render.style import MapStyle
from controlmap.render.view import make_view
from property.strategies import (
    FIRST_DAY,
    LAST_DAY,
    PARTIES,
    RELATIONS,
    SOURCES,
    record_sets,
)
from unit.geometry.plane import flat_zone

pytestmark = pytest.mark.browser

DATA = Path(__file__).parents[2] / "data"


class Asker:
    """A page that answers for a series, and what the library says to the same."""

    def __init__(self, page, series):
        payload = make_payload(series)
        self._page = page
        self._data = series.dataset
        self._first = series.first_day
        self._heard = {(): series.dataset}
        self.last = (series.last_day - series.first_day).days
        self.text = data_block(payload, make_view(payload, MapStyle()))
        self.places = page.evaluate("(text) => ControlMap.open(text)", self.text)
        order = {place_id: n for n, place_id in enumerate(self.places)}
        rows = sorted(
            (order[change.place_id], Report.of(change).sort_key)
            for change in series.dataset.changes
            if change.place_id in order
        )
        self.numbers = {key[-1]: n for n, (_, key) in enumerate(rows)}

    def ask(self, method, *arguments):
        script = "([method, given]) => ControlMap[method](...given)"
        return self._page.evaluate(script, [method, list(arguments)])

    def day(self, day):
        return None if day is None else (day - self._first).days

    def date(self, number):
        return None if number is None else self._first + timedelta(number)

    def heard(self, perspectives):
        key = tuple(perspectives)
        if key not in self._heard:
            self._heard[key] = self._data.only(perspectives=key)
        return self._heard[key]

    def history(self, place_id, as_of, policy, perspectives=()):
        heard = self.heard(perspectives)
        return heard.history(place_id, as_of=self.date(as_of), policy=policy)

    def plain(self, state):
        """Answer as the page gives it."""
        numbers = self.numbers
        return {
            "status": state.status.value,
            "sides": _sides(state.sides),
            "before": _holding(state.before),
            "after": _holding(state.after),
            "since": self.day(state.since),
            "window": [self.day(end) for end in state.window],
            "certainty": state.certainty.value if state.certainty else "",
            "age": state.age_days,
            "freshness": state.freshness.value if state.freshness else "",
            "rule": state.rule.value,
            "isBroken": state.is_broken,
            "presence": [
                [
                    list(each.side),
                    self.day(each.since),
                    self.day(each.last_report),
                    numbers[each.change_id],
                ]
                for each in state.presence
            ],
            "evidence": [numbers[each] for each in state.evidence],
            "against": [numbers[each] for each in state.against],
            "aside": [numbers[each] for each in state.set_aside],
        }


def _sides(sides):
    return [list(side) for side in sides]


def _holding(holding):
    return holding and [holding.status.value, _sides(holding.sides)]


@pytest.fixture
def blank(open_map):
    return open_map(f"<!DOCTYPE html><script>{bundle()}</script>")


def voices_of(asker):
    """Perspectives, publishers and chains that a reader of the map can choose."""
    told = [asker.heard(()).changes_by_id[each] for each in asker.numbers]
    sources = [asker.heard(()).sources[change.source.source_id] for change in told]
    perspectives = sorted({source.perspective for source in sources})
    publishers = sorted({f"publisher:{source.publisher}" for source in sources})
    chains = sorted({f"chain:{source.chain}" for source in sources})
    return perspectives, publishers, chains


# --- invented records --------------------------------------------------------------

PLACES = [place(f"p{n}", 36.4 + 0.02 * n, 35.5) for n in range(6)]
SQUARE = StudyArea.of(flat_zone())
CELLS = tessellate(PLACES, SQUARE)


@st.composite
def wars(draw):
    """Records of some places, of all kinds that the rules allow."""
    rows = []
    for each in PLACES:
        told = draw(record_sets())
        ids = {row.change_id: f"{each.place_id}-{row.change_id}" for row in told}
        rows += [
            replace(
                row,
                change_id=ids[row.change_id],
                supersedes=ids.get(row.supersedes, ""),
                place_id=each.place_id,
            )
            for row in told
        ]
    return rows


def invented_series(rows):
    data = dataset(rows, PLACES, sources=SOURCES, links=RELATIONS)
    parties = {each: Actor(each, each.title(), "#336699") for each in PARTIES}
    data = replace(data, actors={**data.actors, **parties})
    return build_series(data, SQUARE, CELLS, Span(FIRST_DAY, LAST_DAY + timedelta(60)))


def invented(page, rows):
    return Asker(page, invented_series(rows))


only_generate = settings(
    max_examples=80,
    deadline=None,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@only_generate
@given(rows=wars(), seed=st.integers(0, 99))
def test_it_answers_of_invented_records_as_the_library(blank, rows, seed):
    asker = invented(blank.page, rows)
    random = Random(seed)
    days = sorted(random.sample(range(-10, asker.last + 400), 25))
    perspectives, _, chains = voices_of(asker)
    voices = [[], [], *([each] for each in (*perspectives, *chains))]
    cases = [
        [
            each.place_id,
            day,
            random.choice([None, day, 12, 30]),
            random.choice(list(POLICIES)),
            random.choice(voices),
        ]
        for each in PLACES
        for day in days
    ]
    for case, answer in zip(cases, asker.ask("answers", cases), strict=True):
        place_id, day, known, policy, heard = case
        state = asker.history(place_id, known, policy, heard).on(asker.date(day))
        assert answer == asker.plain(state), case


@only_generate
@given(rows=wars(), known=st.integers(0, 60), shuffled=st.randoms())
def test_what_is_reported_later_and_the_order_of_rows_change_nothing(
    blank, rows, known, shuffled
):
    as_of = FIRST_DAY + timedelta(known)
    told = [
        row
        for row in rows
        if row.reported and row.reported.latest and row.reported.latest <= as_of
    ]
    shuffled.shuffle(told)
    answers = []
    for records in (told, rows):
        asker = invented(blank.page, records)
        keys = {number: key for key, number in asker.numbers.items()}
        days = range(0, asker.last + 1, 9)
        cases = [[p.place_id, day, known, "merged", []] for p in PLACES for day in days]
        answers.append([named(each, keys) for each in asker.ask("answers", cases)])
    assert answers[0] == answers[1]


def named(answer, keys):
    """Answer with the identifiers of its records in place of their numbers."""
    lists = {
        part: [keys[number] for number in answer[part]]
        for part in ("evidence", "against", "aside")
    }
    presence = [[*each[:3], keys[each[3]]] for each in answer["presence"]]
    return {**answer, **lists, "presence": presence}


def test_a_denied_claim_counts_until_its_denial_is_known(blank):
    atlas = Atlas(read_dataset(DATA), zone="idlib-de-escalation-zone")
    idlib = Asker(blank.page, atlas.timeline(date(2017, 7, 1), date(2020, 3, 31)))
    refuted = [
        change
        for change in idlib.heard(()).changes
        if change.outcome != "stands"
        and change.status is Status.CONTROLLED
        and change.change_id in idlib.numbers
        and (source := idlib.heard(()).sources.get(change.denied_by)) is not None
        and source.published
        and change.reported
        and source.published.latest > change.reported.latest
    ]
    assert refuted
    for change in refuted:
        denied = idlib.heard(()).sources[change.denied_by].published.latest
        on = idlib.day(change.reported.latest)
        cases = [
            [change.place_id, on, idlib.day(denied - timedelta(1)), "merged", []],
            [change.place_id, on, idlib.day(denied), "merged", []],
        ]
        believed, not_any_more = idlib.ask("answers", cases)
        number = idlib.numbers[change.change_id]
        assert number in [*believed["evidence"], *believed["against"]]
        assert number not in not_any_more["evidence"]
