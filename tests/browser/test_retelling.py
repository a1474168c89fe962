"""What the page answers for itself is what the engine answers, field by field."""

from __future__ import annotations

from datetime import timedelta
from functools import cache
from pathlib import Path
from random import Random

import pytest

from controlmap.build import Atlas
from controlmap.domain.card import evidence_card
from controlmap.domain.policies import POLICIES
from controlmap.io.dataset import read_dataset
from controlmap.io.recipes import read_recipe
from controlmap.pages import timeline_of
from controlmap.render.bundle import split_modules
from controlmap.render.numbering import number_everything
from controlmap.render.pack import data_block
from controlmap.render.payload import make_payload
from controlmap.render.style import MapStyle
from controlmap.render.view import make_view
from property.strategies import FIRST_DAY, LAST_DAY
from random_records import random_dataset
from unit.render import decoded

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parents[2]
ASSETS = ROOT / "src/controlmap/render/assets"
MAIN = """
import { readAnswer } from "./answers.js";
import { cardFacts } from "./card-facts.js";
import { defaultChoice } from "./choice.js";
import { readData } from "./decode.js";
import { makeDisagreements } from "./disagreements.js";
import { makeHistories } from "./history.js";
import { retellAnswers } from "./retell.js";
export const engine = { readAnswer, cardFacts, defaultChoice, readData, makeDisagreements, makeHistories, retellAnswers };
"""
START = """() => {
  const { story } = ControlMap.engine.readData(document.getElementById("data").textContent);
  window.story = story;
  window.histories = ControlMap.engine.makeHistories(story);
  window.log = (given) => {
    const choice = { ...ControlMap.engine.defaultChoice(story.payload), ...given };
    const answers = ControlMap.engine.retellAnswers(story, choice, histories);
    const retold = { ...story, answers };
    return Array.from({ length: story.places.count }, (_, place) => {
      const numbers = Array.from({ length: answers.starts[place + 1] - answers.starts[place] }, (_, i) => answers.starts[place] + i);
      return numbers.map((n) => [answers.day[n], { ...ControlMap.engine.readAnswer(retold, n), aside: answers.aside[n] }]);
    });
  };
}"""


class Told:
    """A series, the page of it, and the engine's answers in the page's numbers."""

    def __init__(self, series):
        payload = make_payload(series)
        self.series, self.dataset = series, series.dataset
        ids = decoded.place_ids(payload)[: decoded.cell_count(payload)]
        cells = {p: cell for cell, p in enumerate(series.tessellation.place_ids)}
        self.names = number_everything(series, [cells[each] for each in ids])
        self.block = data_block(payload, make_view(payload, MapStyle()))
        self.places = [p for p in self.names.places if p in series.answers]
        self.only = cache(self._only)

    def _only(self, perspectives):
        return self.dataset.only(perspectives=perspectives or None)

    @property
    def span(self):
        return (self.series.last_day - self.series.first_day).days

    def date(self, day):
        return None if day is None else self.series.first_day + timedelta(day)

    def perspectives(self):
        """All ways to hear some sources alone, each by itself, and some together."""
        cited = [self.dataset.sources[c.source.source_id] for c in self.dataset.changes]
        blocs = sorted({each.perspective for each in cited})
        chains = sorted({f"chain:{each.chain}" for each in cited})[:8]
        publishers = sorted({f"publisher:{each.publisher}" for each in cited})[:8]
        alone = [(each,) for each in (*blocs, *chains, *publishers)]
        return [*[()] * len(alone), *alone, tuple(blocs[:2]), (blocs[0], chains[-1])]

    def answer(self, state):
        """Fields of an answer as the page has them."""
        names = self.names
        records = names.records
        return {
            **self.holding(state.holding),
            "before": self.holding(state.before),
            "after": self.holding(state.after),
            "since": names.day(state.since),
            "window": list(map(names.day, state.window)),
            "certainty": state.certainty or "",
            "lastReport": names.day(state.last_report),
            "reportedThrough": names.day(state.reported_through),
            "freshness": state.freshness or "",
            "rule": state.rule,
            "isBroken": state.is_broken,
            "presence": [
                {
                    "side": names.side(each.side),
                    "since": names.day(each.since),
                    "reportedThrough": names.day(each.reported_through),
                    "record": records[each.change_id],
                }
                for each in state.presence
            ],
            "evidence": [records[each] for each in state.evidence],
            "against": [records[each] for each in state.against],
            "aside": [records[each] for each in state.set_aside],
        }

    def holding(self, holding):
        if holding is None:
            return None
        return {"status": holding.status, "sides": self.names.sides(holding.sides)}

    def spells(self, place, policy, perspectives=()):
        """Answers of a place on all days of the map."""
        history = self.only(perspectives).history(place, policy=policy)
        found = history.spells(self.series.first_day, self.series.last_day)
        return [[self.names.day(day), self.answer(state)] for day, state in found]

    def card(self, place, day, seen):
        """Facts of a card as the page has them."""
        names, told = self.names, self.only(tuple(seen["perspectives"]))
        states = told.state_on(
            self.date(day), as_of=self.date(seen["asOf"]), policy=seen["policy"]
        )
        card = evidence_card(states, place)
        return {
            "answer": self.answer(states.at(place)),
            "reports": [
                {
                    "record": names.records[report.change_id],
                    "stance": report.stance,
                    "isSetAside": report.is_set_aside,
                    "outcome": report.outcome,
                    "deniedBy": names.source(report.denied_by),
                    "supersededBy": [names.records[c] for c in report.superseded_by],
                }
                for report in card.reports
            ],
            "strip": [
                {
                    "start": names.day(spell.start),
                    "end": names.day(spell.end),
                    "status": spell.status,
                    "controllers": names.side(spell.controllers),
                    "before": names.side(spell.before),
                    "after": names.side(spell.after),
                }
                for spell in card.strip
            ],
        }

    def disagreements(self, day, as_of):
        """Disagreements of a day as the page has them."""
        found = self.dataset.disagreements(self.date(day), as_of=self.date(as_of))
        rows = [
            {
                "place": self.names.places[each.place_id],
                "voices": [
                    {
                        "perspective": self.names.actor(voice.perspective),
                        "answer": self.answer(voice.state),
                    }
                    for voice in each.voices
                ],
                "isContradicted": each.is_contradicted,
            }
            for each in found
            if each.place_id in self.names.places
        ]
        return sorted(rows, key=lambda row: row["place"])


def real_series():
    recipe = read_recipe(ROOT / "maps/idlib-zone.toml")
    return timeline_of(read_dataset(ROOT / "data"), recipe)


def random_series(seed):
    atlas = Atlas(random_dataset(seed), zone="square")
    margin = timedelta(days=20)
    return atlas.timeline(FIRST_DAY - margin, LAST_DAY + 20 * margin)


MAKERS = {
    "the Idlib zone": real_series,
    "random records": lambda: random_series(1),
    "other random records": lambda: random_series(2),
}


@pytest.fixture(scope="module", params=MAKERS)
def told(request):
    return Told(MAKERS[request.param]())


@pytest.fixture
def page(open_map, told):
    modules = {f.stem: f.read_text("utf-8") for f in ASSETS.glob("*.js")}
    script = "".join(split_modules({**modules, "main": MAIN.strip()}, "main", "parts"))
    opened = open_map(
        f'<!DOCTYPE html><script type="application/json" id="data">{told.block}</script>'
        f"<script>{script}</script>"
    )
    opened.evaluate(START)
    return opened


def drawn(told, seed, count):
    """Places, days and ways to see them, drawn by a seed."""
    rng = Random(seed)
    ways, days = told.perspectives(), range(-40, told.span + 40)
    for _ in range(count):
        perspectives = rng.choice(ways)
        places = [
            p for p in told.places if p in told.only(perspectives).changes_by_place
        ]
        yield (
            rng.choice(places or told.places),
            rng.choice(days),
            {
                "asOf": rng.choice([None, rng.choice(days)]),
                "policy": rng.choice(list(POLICIES)),
                "perspectives": list(perspectives),
            },
        )


def test_an_answer_is_the_engines(told, page):
    cases = list(drawn(told, 1, 2_000))
    found = page.evaluate(
        "(cases) => cases.map(([place, day, seen]) => histories.history(place, seen).on(day))",
        [[told.names.places[place], day, seen] for place, day, seen in cases],
    )
    for (place, day, seen), answer in zip(cases, found, strict=True):
        history = told.only(tuple(seen["perspectives"])).history(
            place, as_of=told.date(seen["asOf"]), policy=seen["policy"]
        )
        assert answer == told.answer(history.on(told.date(day))), (place, day, seen)


@pytest.mark.parametrize("policy", POLICIES)
def test_spells_of_every_place_are_the_engines(told, page, policy):
    found = page.evaluate("(policy) => log({ policy })", policy)
    for place in told.places:
        assert found[told.names.places[place]] == told.spells(place, policy), place


def test_of_one_perspective_alone_too(told, page):
    for perspectives in told.perspectives()[-6:]:
        found = page.evaluate(
            "(perspectives) => log({ perspectives })", list(perspectives)
        )
        heard = told.only(perspectives).changes_by_place
        for place in told.places:
            wanted = told.spells(place, "merged", perspectives)
            assert found[told.names.places[place]] == (
                wanted if place in heard else []
            ), place


def test_the_page_is_retold_as_it_was_made(told, page):
    assert page.evaluate(
        """() => {
          const { defaultChoice, readAnswer, retellAnswers } = ControlMap.engine;
          const answers = retellAnswers(story, defaultChoice(story.payload));
          const told = (log) => Array.from({ length: log.count }, (_, i) =>
            [log.place[i], log.day[i], readAnswer({ ...story, answers: log }, i)]);
          return JSON.stringify(told(answers)) === JSON.stringify(told(story.answers));
        }"""
    )


@pytest.mark.parametrize("lag", [0, 9])
def test_along_reported_time_a_day_is_as_known_then(told, page, lag):
    found = page.evaluate('(lag) => log({ along: "reported", lag })', lag)
    rng = Random(lag)
    for _ in range(1_000):
        place, day = rng.choice(told.places), rng.randint(0, told.span)
        known = told.dataset.history(place, as_of=told.date(day + lag))
        wanted = told.answer(known.on(told.date(day)))
        spells = found[told.names.places[place]]
        answer = [said for first, said in spells if first <= day][-1]
        if answer["reportedThrough"] is not None:  # it only grew older since
            answer = {**answer, "lastReport": min(day, answer["reportedThrough"])}
        assert answer == wanted, (place, day)


def test_cards_have_the_facts_of_the_engines(told, page):
    cases = list(drawn(told, 2, 300))
    found = page.evaluate(
        """(cases) => cases.map(([place, day, seen]) => {
          const { answer, reports, strip } = ControlMap.engine.cardFacts(story, histories, place, day, seen);
          return { answer, reports: reports.map(({ said, ...report }) => report), strip };
        })""",
        [[told.names.places[place], day, seen] for place, day, seen in cases],
    )
    for (place, day, seen), facts in zip(cases, found, strict=True):
        assert facts == told.card(place, day, seen), (place, day, seen)


def test_disagreements_are_the_engines(told, page):
    rng = Random(3)
    days = [rng.randint(0, told.span) for _ in range(12)]
    cases = [[day, rng.choice([None, day, day + 20])] for day in days]
    found = page.evaluate(
        """(cases) => {
          const disagreements = ControlMap.engine.makeDisagreements(story, histories);
          return cases.map(([day, asOf]) => disagreements.on(day, asOf));
        }""",
        cases,
    )
    wanted = [told.disagreements(*case) for case in cases]
    assert found == wanted
    assert any(wanted)
