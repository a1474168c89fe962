"""What readers ask of the page: whose reports count, by which policy, as known when."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path
from random import Random

import pytest

from browser.conftest import DESKTOP, PHONE
from controlmap.build import Atlas
from controlmap.domain.card import evidence_card
from controlmap.domain.model import EVENTS, Status
from controlmap.domain.policies import POLICIES
from controlmap.io.dataset import read_dataset
from controlmap.io.recipes import read_recipe
from controlmap.render.citations import safe_url
from controlmap.render.page import render_page
from controlmap.render.style import MapStyle
from controlmap.render.view import messages

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parents[2]
FIRST, LAST = date(2017, 7, 5), date(2020, 3, 6)
WORDS = messages("en")
AIRBASE, VILLAGE = "abu-al-duhur-airbase", "ejaz"


@pytest.fixture(scope="module")
def data():
    return read_dataset(ROOT / "data")


@pytest.fixture(scope="module")
def recipe():
    return read_recipe(ROOT / "maps/idlib-zone.toml")


@pytest.fixture(scope="module")
def atlas(data, recipe):
    return Atlas(data, zone=recipe.zone)


@pytest.fixture(scope="module")
def series(atlas, recipe):
    return atlas.timeline(recipe.first_day, recipe.last_day, by=recipe.by)


@pytest.fixture(scope="module")
def htmls(series):
    return {
        language: render_page(series, MapStyle(language=language, title="Idlib"))
        for language in ("en", "ar")
    }


@pytest.fixture
def page(htmls, open_map):
    return open_map(htmls["en"])


def choose(page, **choice):
    page.page.evaluate("(choice) => controlmap.setChoice(choice)", choice)


# --- the card ----------------------------------------------------------------------


def day_words(day):
    return f"{day.day} {day:%B} {day.year}"


def short(day):
    month = "Sept" if day.month == 9 else f"{day:%b}"
    return f"{day.day} {month} {day.year}"


def edtf_words(text):
    """EDTF as the page words it; an unusual text stays."""
    if text.endswith("~"):
        return WORDS["date_about"].format(day=edtf_words(text[:-1]))
    first, slash, last = text.partition("/")
    if slash and ".." in {first, last}:
        key = "date_until" if first == ".." else "date_from"
        return WORDS[key].format(day=edtf_words(last if first == ".." else first))
    if slash:
        ends = {"first": edtf_words(first), "last": edtf_words(last)}
        return WORDS["date_between"].format(**ends)
    if re.fullmatch(r"\d{4}-\d\d", text):
        return short(date.fromisoformat(text + "-01")).partition(" ")[2]
    is_day = re.fullmatch(r"\d{4}-\d\d-\d\d", text)
    return short(date.fromisoformat(text)) if is_day else text


def listed(names):
    return " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))


class Told:
    """A card of the library in the words of the page."""

    def __init__(self, data, card):
        self.data, self.card = data, card

    def actor(self, actor_id):
        if actor_id == "independent":
            return WORDS["independent"]
        actor = self.data.actors.get(actor_id)
        return actor.name if actor else actor_id

    def side(self, side):
        lead, *others = map(self.actor, side)
        values = {"leader": lead, "others": listed(others)}
        return WORDS["side_with"].format(**values) if others else lead

    def sides(self, sides):
        return " · ".join(map(self.side, sides))

    def holder(self, holding):
        if holding is None or not holding.sides:
            return WORDS["unknown_holder"]
        return self.sides(holding.sides)

    def answer(self, status, sides, before, after):
        words = WORDS[f"answer.{status.value}"].format(sides=self.sides(sides))
        if status is not Status.CHANGING:
            return words
        ends = {"before": before, "after": after}
        return f"{words}: {WORDS['before_after'].format(**ends)}"

    def facts(self):
        card = self.card
        facts = []
        if card.since is not None:
            facts.append(["since", day_words(card.since)])
        if any(end != card.since for end in card.window):
            facts.append(["window", _window(card.window)])
        if card.certainty:
            facts.append(["certainty", WORDS[f"certainty.{card.certainty.value}"]])
        if card.last_report is not None:
            facts.append(["age", _age(card)])
        facts.append(["rule", WORDS[f"rule.{card.rule.value}"]])
        for each in card.presence:
            values = {"since": short(each.since), "last": short(each.last_report)}
            words = WORDS["presence_row"].format(name=self.side(each.side), **values)
            facts.append(["presence", words])
        facts.append(["card_policy", WORDS[f"policy.{card.policy}"]])
        known = WORDS["card_known_all"]
        if card.as_of:
            known = WORDS["card_known_by"].format(day=day_words(card.as_of))
        return [*facts, ["card_known", known]]

    def report(self, report):
        change = self.data.changes_by_id[report.change_id]
        event = WORDS[f"event.{report.event.value}"]
        if report.previous:
            values = {"event": event, "name": self.side(report.previous)}
            event = WORDS["event_from"].format(**values)
        who = self.sides(report.sides)
        told = f"{who}: {event}" if who else event
        reported = WORDS["reported_unknown"]
        if report.reported:
            reported = WORDS["reported"].format(day=edtf_words(report.reported))
        perspective = self.actor(report.perspective)
        facts = [
            WORDS["source_perspective"].format(name=perspective),
            WORDS["chain"].format(name=report.chain),
            reported,
        ]
        if report.claimed_by:
            claimed = self.actor(report.claimed_by)
            facts.append(WORDS["claimed_by"].format(name=claimed))
        if report.place_precision != "exact":
            facts.append(WORDS[f"place_precision.{report.place_precision}"])
        facts.append(WORDS[f"confidence.{report.confidence}"])
        assert change.event in EVENTS
        return {
            "stance": report.stance,
            "isAside": report.is_set_aside,
            "lead": f"{told} {edtf_words(report.valid)}",
            "publisher": report.publisher,
            "href": safe_url(report.url),
            "facts": facts,
            "fate": list(self.fate(report)),
        }

    def fate(self, report):
        if report.outcome != "stands":
            yield WORDS[f"outcome.{report.outcome}"]
        source = self.data.sources.get(report.denied_by)
        if source is not None and source.published:
            day = edtf_words(source.published.text)
            yield WORDS["denied_by_on"].format(name=source.publisher, day=day)
        elif report.denied_by:
            name = source.publisher if source else report.denied_by
            yield WORDS["denied_by"].format(name=name)
        for newer in report.superseded_by:
            change = self.data.changes_by_id[newer]
            name = self.data.sources[change.source.source_id].publisher
            if change.reported:
                day = edtf_words(change.reported.text)
                name += ", " + WORDS["reported"].format(day=day)
            yield WORDS["superseded_by"].format(name=name)
        if report.is_set_aside:
            yield WORDS["set_aside_note"]
            yield WORDS[f"stance.{report.stance}"]

    def reports(self):
        """In the order of the page: for, against, then, folded, beside and aside."""
        told = self.card.reports
        counted = [each for each in told if not each.is_set_aside]
        lists = [[e for e in counted if e.stance == stance] for stance in STANCES]
        aside = [each for each in told if each.is_set_aside]
        return [self.report(each) for part in (*lists, aside) for each in part]

    def strip(self):
        lines = []
        for spell in self.card.strip:
            days = short(spell.start)
            if spell.end != spell.start:
                ends = {"first": days, "last": short(spell.end)}
                days = WORDS["date_between"].format(**ends)
            before, after = (
                " · ".join(map(self.actor, each)) or WORDS["unknown_holder"]
                for each in (spell.before, spell.after)
            )
            sides = [(lead,) for lead in spell.controllers]
            lines.append([days, self.answer(spell.status, sides, before, after)])
        return lines

    def whole(self):
        card = self.card
        ends = (self.holder(card.before), self.holder(card.after))
        return {
            "name": card.name,
            "answer": self.answer(card.status, card.sides, *ends),
            "facts": self.facts(),
            "isBroken": card.is_broken,
            "reports": self.reports(),
            "strip": self.strip(),
        }


STANCES = ("for", "against", "beside")


def _window(window):
    first, last = window
    if first and last:
        if first == last:
            return short(first)
        return WORDS["when_window"].format(first=short(first), last=short(last))
    key = "date_from" if first else "date_until"
    return WORDS[key].format(day=short(first or last)) if first or last else ""


def _age(card):
    day, days = short(card.last_report), card.age_days
    form = "one" if days == 1 else "other"
    fresh = card.freshness.value if card.freshness else "fresh"
    if fresh != "fresh":
        values = {"day": day, "n": f"{days:,}", "age": WORDS[f"freshness.{fresh}"]}
        return WORDS[f"age_days_old_{form}"].format(**values)
    if days == 0:
        return WORDS["age_today"].format(day=day)
    return WORDS[f"age_days_{form}"].format(day=day, n=f"{days:,}")


READ = r"""() => {
    const card = document.querySelector(".cm-card");
    const text = (part) => part ? part.textContent.replace(/[\u2066-\u2069]/g, "").trim() : "";
    const all = (root, selector) => [...root.querySelectorAll(selector)];
    return {
        name: text(card.querySelector(".cm-card-title bdi")),
        answer: text(card.querySelector(".cm-answer")),
        facts: all(card, "dd[data-fact]").map((part) => [part.dataset.fact, text(part)]),
        isBroken: all(card, ".cm-note").some((part) => text(part) === BROKEN),
        reports: all(card, "li[data-stance]").map((item) => {
            const link = item.querySelector(".cm-report-source a");
            const source = item.querySelector(".cm-report-source");
            return {
                stance: item.dataset.stance,
                isAside: item.closest("details.cm-set-aside") !== null,
                lead: text(item.querySelector(".cm-report-lead")),
                publisher: text(source.firstElementChild),
                href: link ? link.getAttribute("href") : "",
                facts: all(item, ".cm-report-facts bdi").map(text),
                fate: all(item, ".cm-report-fate bdi").map(text),
            };
        }),
        strip: all(card, ".cm-history li").map((item) => all(item, "bdi").map(text)),
    };
}"""


def card_on_page(page):
    return page.evaluate(READ.replace("BROKEN", repr(WORDS["broken"])))


def the_card(data, place_id, day, as_of, policy, perspectives=()):
    heard = data.only(perspectives=perspectives) if perspectives else data
    states = heard.state_on(day, as_of=as_of, policy=policy)
    return Told(data, evidence_card(states, place_id))


def some_choice(random, series, voices):
    """A choice as a reader may make it."""
    days = (series.last_day - series.first_day).days
    lag = random.choice([None, None, 0, 5])
    known = random.choice([None, *(random.randrange(days) for _ in range(2))])
    is_dated = lag is None and known is not None
    as_of = series.first_day + timedelta(known) if is_dated else None
    return {
        "policy": random.choice(list(POLICIES)),
        "perspectives": random.choice(voices),
        "along": "valid" if lag is None else "reported",
        "lag": lag or 0,
        "asOf": as_of and as_of.isoformat(),
    }


def some_day(random, series, changes):
    """A day of the map, often one of which a record speaks."""
    days = (series.last_day - series.first_day).days
    valid = random.choice(changes).valid
    near = valid.earliest or valid.latest
    if random.random() < 0.5 and series.first_day <= near <= series.last_day:
        return near
    return series.first_day + timedelta(random.randrange(days))


def test_the_card_is_the_engines_for_two_hundred_random_cases(data, series, page):
    random = Random(200)
    voices = [[], [], ["independent"], ["government"], ["opposition"]]
    seen = set()
    for _ in range(50):
        choice = some_choice(random, series, voices)
        policy, perspectives = choice["policy"], choice["perspectives"]
        choose(page, **choice)
        for place_id in random.sample(sorted(series.answers), 4):
            day = some_day(random, series, data.changes_by_place[place_id])
            then = choice["asOf"] and date.fromisoformat(choice["asOf"])
            if choice["along"] == "reported":
                then = day + timedelta(choice["lag"])
            page.ask("setDate", day.isoformat())
            page.ask("choose", place_id)
            told = the_card(data, place_id, day, then, policy, perspectives)
            found = card_on_page(page)
            facts = [fact for fact in found["facts"] if fact[0] != "card_voices"]
            assert bool(perspectives) == (len(facts) < len(found["facts"]))
            case = (place_id, day, then, policy, perspectives)
            assert {**found, "facts": facts} == told.whole(), case
            seen |= {told.card.status, *(each["stance"] for each in found["reports"])}
    assert seen >= {Status.CONTROLLED, Status.CHANGING, *STANCES}


@pytest.mark.parametrize(
    ("place_id", "day"), [(AIRBASE, "2018-01-10"), (VILLAGE, "2019-12-01")]
)
def test_where_reports_differ_the_card_shows_each_and_policies_decide(
    data, page, place_id, day
):
    page.ask("setDate", day)
    page.ask("choose", place_id)
    answers, drawn = set(), set()
    for policy in POLICIES:
        choose(page, policy=policy, perspectives=[])
        told = the_card(data, place_id, date.fromisoformat(day), None, policy)
        found = card_on_page(page)
        assert found["answer"] == told.whole()["answer"]
        assert len(found["reports"]) == len(told.card.reports) > 1
        answers.add(found["answer"])
    assert len(answers) > 1 or place_id == VILLAGE
    for perspective in ("government", "independent", "opposition"):
        choose(page, policy="merged", perspectives=[perspective])
        cell = page.ask("stateOfCell", place_id)
        drawn.add((cell["basis"], cell["status"], *cell["controllers"]))
        heard = data.only(perspectives=[perspective])
        state = heard.state_on(day).at(place_id)
        if state.status is Status.CONTROLLED:
            bloc = data.alliances.bloc_of(state.controllers[0], date.fromisoformat(day))
            assert cell["controllers"] == [bloc]
    assert len(drawn) > 1


# --- the map -----------------------------------------------------------------------


@pytest.mark.parametrize(
    "choice",
    [
        {"policy": "corroborated"},
        {"policy": "adverse", "by": "actor"},
        {"perspectives": ["independent"]},
        {"asOf": "2019-06-01", "by": "actor"},
    ],
    ids=str,
)
def test_cells_and_areas_follow_the_choice(data, atlas, series, page, choice):
    heard = choice.get("perspectives")
    told = (
        Atlas(data.only(perspectives=heard), zone=series.zone.zone_id)
        if heard
        else atlas
    )
    other = told.timeline(
        series.first_day,
        series.last_day,
        by=choice.get("by", "bloc"),
        policy=choice.get("policy", "merged"),
        as_of=choice.get("asOf"),
    )
    choose(page, **choice)
    for day in ("2017-09-01", "2018-02-10", "2019-08-25", "2020-03-01"):
        page.ask("setDate", day)
        number = (date.fromisoformat(day) - series.first_day).days
        states = {c: other.initial[c] for c in range(len(other.initial))}
        states |= {c.cell: c.state for c in other.changes if c.day.isoformat() <= day}
        areas = {}
        for cell, place_id in enumerate(other.tessellation.place_ids):
            wanted = other.states[states[cell]]
            found = page.ask("stateOfCell", place_id)
            assert found["status"] == wanted.status, (place_id, number)
            assert found["controllers"] == list(wanted.controllers)
            assert found["basis"] == wanted.basis
            if wanted.status == "controlled" and wanted.firmness != "uncertain":
                holder = wanted.controllers[0]
                km2 = other.tessellation.area_km2[cell]
                areas[holder] = areas.get(holder, 0) + km2
        legend = {row["actor"]: row["best"] for row in page.ask("legend")["holders"]}
        for holder, km2 in areas.items():
            assert legend[holder] == pytest.approx(km2, abs=0.6)


def test_along_reported_time_a_claim_is_denied_once_that_is_known(data, series, page):
    change, denied = next(
        (change, denial.published.latest)
        for change in data.changes
        if change.place_id in series.answers
        and change.reported
        and (denial := data.sources.get(change.denied_by))
        and denial.published.latest > change.reported.latest
    )
    on = change.reported.latest
    page.ask("setDate", on.isoformat())
    page.ask("choose", change.place_id)
    fates = []
    for lag in ((denied - on).days - 1, (denied - on).days):
        choose(page, along="reported", lag=lag)
        found = card_on_page(page)
        then = on + timedelta(lag)
        told = the_card(data, change.place_id, on, then, "merged")
        assert {**found, "facts": []} == {**told.whole(), "facts": []}
        fates.append(sum(bool(each["fate"]) for each in found["reports"]))
    assert fates[0] < fates[1]


def test_the_places_on_which_perspectives_differ_are_counted_and_listed(
    data, series, page
):
    choose(page, differ=True)
    page.ask("setDate", "2018-01-10")
    wanted = [
        each.place_id
        for each in data.disagreements("2018-01-10")
        if each.place_id in series.answers
    ]
    assert len(wanted) > 10
    note = page.page.get_by_text("Perspectives differ on")
    assert f"differ on {len(wanted)} places" in note.first.inner_text()
    page.page.locator("summary", has_text="What counts").click()
    rows = page.page.locator(".cm-differing > ul > li")
    if len(wanted) > 12:
        rows.last.get_by_role("button").click()
    assert rows.count() == len(wanted)
    page.ask("choose", wanted[0])
    assert page.page.get_by_text("What each perspective says").is_visible()
    canvases = "document.querySelectorAll('.leaflet-overlay-pane .cm-canvas').length"
    assert page.evaluate(canvases) == 2
    choose(page, differ=False)
    assert page.evaluate(canvases) == 1


# --- the controls ------------------------------------------------------------------

CHOSEN = {
    "policy": "adverse",
    "perspectives": ["independent", "opposition"],
    "asOf": "2018-02-01",
    "along": "valid",
    "lag": 0,
    "by": "actor",
    "differ": True,
}
ADDRESS = (
    "policy=adverse&perspective=independent&perspective=opposition"
    "&as_of=2018-02-01&by=actor&differ=1"
)


def test_an_address_holds_the_choice(htmls, open_map):
    page = open_map(htmls["en"], address=f"#date=2018-01-10&{ADDRESS}")
    assert page.ask("getChoice") == CHOSEN
    assert page.ask("getDate") == "2018-01-10"
    choose(page, policy="merged", perspectives=[], asOf=None, differ=False)
    page.until(
        "!location.hash.includes('policy') && location.hash.includes('by=actor')"
    )
    choose(page, along="reported", lag=3)
    page.until("location.hash.includes('along=reported&lag=3')")
    page.evaluate(f"location.hash = '#date=2018-01-11&{ADDRESS}'")
    page.until("controlmap.getChoice().policy === 'adverse'")
    assert page.ask("getChoice") == CHOSEN


@pytest.mark.parametrize(
    "address", ["policy=best", "perspective=nobody", "as_of=soon", "lag=-3", "by=luck"]
)
def test_what_an_address_cannot_mean_is_left(htmls, open_map, address):
    page = open_map(htmls["en"], address=f"#date=2018-01-10&{address}")
    assert page.ask("getChoice")["policy"] == "merged"
    assert page.page.locator(".cm-choice-note").is_hidden()


@pytest.mark.parametrize(
    "change", [{"policy": "best"}, {"asOf": "soon"}, {"lag": -1}, {"luck": 1}, None]
)
def test_a_program_is_told_what_a_choice_cannot_be(page, change):
    script = "(c) => controlmap.setChoice(c).then(() => '', (error) => error.name)"
    assert page.evaluate(script, change) == "RangeError"
    assert page.ask("getChoice")["policy"] == "merged"


@pytest.mark.parametrize("view", [DESKTOP, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_what_is_chosen_is_said_beside_the_date(htmls, open_map, view, language):
    words = messages(language)
    page = open_map(htmls[language], view=view, address="#date=2018-01-10")
    note = page.page.locator(".cm-choice-note")
    assert note.is_hidden()
    page.page.locator("summary", has_text=words["choice"]).click()
    page.page.get_by_text(words["policy.corroborated"], exact=True).click()
    page.until("!document.querySelector('.cm-choice-note').hidden")
    assert words["choice_short.corroborated"] in note.inner_text()
    select = page.page.get_by_label(words["choice_voices"])
    select.select_option("independent")
    page.until("controlmap.getChoice().perspectives.length === 1")
    page.until("!document.querySelector('.cm-choices[aria-busy=true]')")
    named = words["choice_according"].format(names=words["voice.independent"])
    plain = re.sub("[\u2066-\u2069]", "", note.inner_text())
    assert named in plain
    page.page.get_by_text(words["choice_when.day"], exact=True).click()
    page.until("controlmap.getChoice().asOf === '2018-01-10'")
    field = page.page.get_by_label(words["choice_as_of_day"], exact=True)
    field.fill("2018-02-01")
    page.until("controlmap.getChoice().asOf === '2018-02-01'")
    assert page.evaluate("document.documentElement.scrollWidth") == view["width"]
    page.page.get_by_role("button", name=words["choice_back"]).click()
    page.until("document.querySelector('.cm-choice-note').hidden")
    assert page.ask("getChoice")["perspectives"] == []


def test_keys_alone_choose(page):
    summary = page.page.locator("summary", has_text="What counts")
    summary.focus()
    page.page.keyboard.press("Enter")
    page.page.keyboard.press("Tab")
    page.page.keyboard.press("ArrowDown")
    page.until("controlmap.getChoice().policy === 'corroborated'")
    page.page.keyboard.press("ArrowDown")
    page.until("controlmap.getChoice().policy === 'adverse'")
    assert page.evaluate("document.activeElement.value") == "adverse"
