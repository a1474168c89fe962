"""An invented war: a `Series` made without the engine, with every kind of state.

Places, parties and sources are made up. The same arguments give the same series.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import date, timedelta
from itertools import cycle, pairwise
from random import Random
from typing import TYPE_CHECKING

import numpy as np
import shapely
from pyproj import CRS

from controlmap.domain.answer import (
    Certainty,
    Freshness,
    Holding,
    PlaceState,
    Presence,
    Rule,
)
from controlmap.domain.dataset import Dataset
from controlmap.domain.dates import Window
from controlmap.domain.model import (
    Actor,
    AreaClaim,
    ControlChange,
    Event,
    Place,
    Source,
    SourceRef,
    Status,
    Zone,
)
from controlmap.geometry.cell_state import CellState
from controlmap.geometry.inference import InferenceParameters
from controlmap.geometry.tessellation import Tessellation
from controlmap.geometry.timeline import CellChange, Series

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

FIRST = date(2019, 11, 24)
CENTRE = (36.75, 35.6)
PLANE = CRS.from_proj4(
    f"+proj=laea +lat_0={CENTRE[1]} +lon_0={CENTRE[0]} +datum=WGS84 +units=m"
)
RED, GREEN, GOLD, BLUE = "reds", "greens", "golds", "blues"
PARTIES = (RED, GREEN, GOLD, BLUE)
HATCHED = ("contested", "shared", "changing", "disputed")

ACTORS = {
    RED: Actor(RED, "Red Army", "#c1272d", "الجيش الأحمر", "RA"),
    GREEN: Actor(GREEN, "Green Front", "#2f8f46", "الجبهة الخضراء", "GF"),
    GOLD: Actor(GOLD, "Golden Council", "#d9a514", "المجلس الذهبي", "GC"),
    BLUE: Actor(BLUE, "Blue Guard", "#2a6fb0", "الحرس الأزرق", ""),
}


def day_window(day: date) -> Window:
    """Window of one day."""
    return Window(day.isoformat(), day, day)


def make_sources() -> dict[str, Source]:
    """A few outlets, one of each bloc and one independent."""
    rows = [
        ("red-agency", "Red Agency", RED, "https://red.example/news/1"),
        ("green-radio", "Radio Green", GREEN, "https://green.example/a?b=1&c=2"),
        ("observer", "The Observer Desk", "independent", "http://observer.example/"),
        ("leaflet-drop", "Leaflet drop", GOLD, ""),
    ]
    return {
        key: Source(
            key,
            publisher,
            f"Report by {publisher}",
            perspective,
            key,
            url,
            day_window(FIRST + timedelta(days=3)),
            licence="CC BY 4.0",
        )
        for key, publisher, perspective, url in rows
    }


# --- cells ------------------------------------------------------------------


def outline() -> shapely.Polygon:
    """A study area with a bay, in metres."""
    corners = [
        (-38_000, -30_000),
        (-5_000, -36_000),
        (34_000, -28_000),
        (41_000, 4_000),
        (22_000, 12_000),
        (27_000, 33_000),
        (-20_000, 36_000),
        (-42_000, 8_000),
    ]
    return shapely.Polygon(corners)


def scatter(count: int, seed: int) -> np.ndarray:
    """Points well inside the outline and well apart, in metres, shape (count, 2)."""
    rng = Random(seed)
    inner = outline().buffer(-800)
    apart = 0.45 * (outline().area / count) ** 0.5
    grid: dict[tuple[int, int], list[tuple[float, float]]] = defaultdict(list)
    points: list[tuple[float, float]] = []
    shapely.prepare(inner)
    while len(points) < count:
        x, y = rng.uniform(-42_000, 41_000), rng.uniform(-36_000, 36_000)
        key = int(x // apart), int(y // apart)
        near = (
            p
            for i in (-1, 0, 1)
            for j in (-1, 0, 1)
            for p in grid[key[0] + i, key[1] + j]
        )
        if any((p[0] - x) ** 2 + (p[1] - y) ** 2 < apart**2 for p in near):
            continue
        if inner.contains(shapely.Point(x, y)):
            grid[key].append((x, y))
            points.append((x, y))
    return np.array(points)


def tessellate(points: np.ndarray, place_ids: Sequence[str]) -> Tessellation:
    """Voronoi cells of points, clipped to the outline, with shared arcs."""
    area = outline()
    cells = shapely.voronoi_polygons(
        shapely.MultiPoint(points), extend_to=area, ordered=True
    )
    polygons = [
        shapely.set_precision(shapely.intersection(cell, area), 0.001)
        for cell in cells.geoms
    ]
    sides: dict[tuple, list[int]] = {}
    for cell, polygon in enumerate(polygons):
        ring = shapely.get_coordinates(
            shapely.geometry.polygon.orient(polygon).exterior
        ).round(3)
        corners = [(float(x), float(y)) for x, y in ring]
        for a, b in pairwise(corners):
            if (b, a) in sides:
                sides[b, a][1] = cell
            else:
                sides[a, b] = [cell, -1]
    runs = _runs(sides)
    number: dict[tuple[float, float], int] = {}
    for run, _ in runs:
        for corner in run:
            number.setdefault(corner, len(number))
    lengths = [len(run) for run, _ in runs]
    return Tessellation(
        crs=PLANE,
        place_ids=tuple(place_ids),
        area_km2=np.array([polygon.area / 1e6 for polygon in polygons]),
        vertices=np.array(list(number)),
        arc_offsets=np.concatenate(([0], np.cumsum(lengths))).astype(np.int64),
        arc_vertices=np.array([number[c] for run, _ in runs for c in run], np.int64),
        left=np.array([pair[0] for _, pair in runs], np.int64),
        right=np.array([pair[1] for _, pair in runs], np.int64),
    )


def _runs(sides: dict) -> list[tuple[list, tuple[int, int]]]:
    """Segments of one pair of cells that follow each other, joined."""
    by_pair: dict[tuple[int, int], dict] = defaultdict(dict)
    for (a, b), (left, right) in sides.items():
        by_pair[left, right][a] = b
    runs = []
    for pair, following in sorted(by_pair.items()):
        starts = sorted(set(following) - set(following.values()))
        while following:
            at = starts.pop(0) if starts else min(following)
            run = [at]
            while at in following:
                at = following.pop(at)
                run.append(at)
            runs.append((run, pair))
    return runs


# --- states and answers -----------------------------------------------------


class _War:
    """Answers and cell states of each place, day by day."""

    def __init__(self, place_ids: Sequence[str], points: np.ndarray, seed: int) -> None:
        self.rng = Random(seed)
        self.ids = list(place_ids)
        self.points = points
        self.records: list[ControlChange] = []
        self.sources = list(make_sources())

    def holder_at(self, x: float, y: float, day: int) -> str:
        """Who holds a point: a front that moves east, with two enclaves."""
        if y > 18_000 and x > -8_000:
            return GOLD
        if x > 24_000 and y < -2_000:
            return BLUE
        return RED if x < -9_000 + 1_100 * day + 0.35 * y else GREEN

    def record(self, place: str, day: date, status: Status, sides, **more) -> str:
        """Add a record and give its identifier."""
        number = len(self.records)
        source = self.sources[number % len(self.sources)]
        given = {
            "valid": day_window(day),
            "event": Event.CAPTURED,
            "source": SourceRef(source, f"p. {number}" if number % 3 else ""),
            "confidence": ("high", "medium", "low")[number % 3],
            "place_precision": "exact",
            "outcome": "stands",
            "also_at": ("green-radio",) if number % 5 == 0 else (),
            "reported": day_window(day + timedelta(days=1)),
            "claimed_by": sides[0][0] if sides and number % 4 == 0 else "",
            "note": "entered from the south" if number % 6 == 0 else "",
        } | more
        self.records.append(
            ControlChange(
                change_id=f"c{number:04}",
                place_id=place,
                status=status,
                controllers=sides,
                **given,
            )
        )
        return f"c{number:04}"


def _answer(war: _War, place: str, on: date, state: CellState) -> PlaceState:
    """An answer that fits the state of an observed cell."""
    status = Status(state.status)
    leads = [actor for actor in state.controllers if actor]
    sides = tuple((actor,) for actor in leads)
    evidence = [war.record(place, on, Status.CONTROLLED, sides[-1:])]
    if status is Status.CHANGING:
        before = state.controllers[0]
        return PlaceState(
            place,
            on,
            None,
            Holding(status),
            Rule.INSIDE_WINDOW,
            before=Holding(Status.CONTROLLED, ((before,),)) if before else None,
            after=Holding(Status.CONTROLLED, ((state.controllers[1],),)),
            window=(on, on + timedelta(days=2)),
            evidence=tuple(evidence),
        )
    if status is Status.DISPUTED:
        evidence.append(war.record(place, on, Status.CONTROLLED, sides[:1]))
    rule = Rule.TIE if status is Status.DISPUTED else Rule.ON_THE_DAY
    age = {"fresh": 0, "stale": 200, "presumed": 400}[state.freshness]
    return PlaceState(
        place,
        on,
        None,
        Holding(status, sides),
        Rule.CARRIED if age else rule,
        since=on - timedelta(days=age + 3),
        window=(on - timedelta(days=age + 3), on - timedelta(days=age)),
        certainty=(
            list(Certainty)[len(war.records) % 3]
            if status is Status.CONTROLLED
            else None
        ),
        last_report=on - timedelta(days=age),
        reported_through=on - timedelta(days=age),
        freshness=Freshness(state.freshness),
        is_broken=len(war.records) % 7 == 0,
        evidence=tuple(evidence),
        against=(
            (war.record(place, on, Status.CONTROLLED, ((GOLD,),), outcome="denied"),)
            if len(war.records) % 9 == 0
            else ()
        ),
    )


def _cell_states(war: _War, days: int) -> list[list[CellState]]:
    """State of each cell on each day: rows are cells."""
    rows = []
    for i, (x, y) in enumerate(war.points):
        row: list[CellState] = []
        is_observed = i % 3 != 2
        freshness = ("fresh", "fresh", "stale", "presumed")[i % 4]
        for day in range(days):
            holder = war.holder_at(x, y, day)
            was = war.holder_at(x, y, day - 1)
            if not is_observed:
                row.append(_inferred(x, y, i, holder))
            elif holder != was or (row and row[-1].status == "changing" and day % 2):
                sides = (was if i % 5 else "", holder if holder != was else RED)
                status = "changing" if i % 2 else "contested"
                sides = sides if status == "changing" or sides[0] else (GREEN, RED)
                sides = (GOLD, RED) if sides[0] == sides[1] else sides
                row.append(CellState(status, sides, "observed", freshness="fresh"))
            elif i % 17 == 4:
                row.append(CellState("shared", (BLUE, GOLD), "observed", "", freshness))
            elif i % 17 == 9 and day > 4:
                sides = (RED, GREEN, GOLD)[: 2 + i % 2]
                row.append(CellState("disputed", sides, "observed", "", freshness))
            elif i % 17 == 12 and day % 6 == 3:
                row.append(
                    CellState("contested", (GREEN, RED), "observed", "", "fresh")
                )
            else:
                row.append(
                    CellState("controlled", (holder,), "observed", "", freshness)
                )
        rows.append(row)
    return rows


def _inferred(x: float, y: float, i: int, holder: str) -> CellState:
    if y < -24_000 and x < 10_000:
        return CellState("no_data")
    firmness = ("firm", "likely", "uncertain")[(i // 3) % 3]
    return CellState("controlled", (holder,), "inferred", firmness)


def _log(states: Iterable[CellState]) -> list[tuple[int, CellState]]:
    """Days on which the state differs from that of the day before."""
    log: list[tuple[int, CellState]] = []
    for day, state in enumerate(states):
        if not log or log[-1][1] != state:
            log.append((day, state))
    return log


# --- the whole --------------------------------------------------------------


def make_series(cells: int = 60, days: int = 21, seed: int = 7) -> Series:
    """A series with every status, basis, firmness and freshness.

    The last cells' places have no records; four places have no cell, two of them no
    point either.
    """
    points = scatter(cells, seed)
    ids = [f"place-{i:02}" for i in range(cells)]
    tessellation = tessellate(points, ids)
    war = _War(ids, points, seed)
    rows = _cell_states(war, days)
    states = sorted({state for row in rows for state in row})
    number = {state: i for i, state in enumerate(states)}
    answers: dict[str, tuple] = {}
    changes = []
    for cell, row in enumerate(rows):
        log = _log(row)
        changes += [
            CellChange(FIRST + timedelta(days=day), cell, number[state])
            for day, state in log[1:]
        ]
        if row[0].basis == "observed":
            answers[ids[cell]] = tuple(
                (on, _answer(war, ids[cell], on, state))
                for on, state in ((FIRST + timedelta(days=d), s) for d, s in log)
            )
    _add_presence(war, answers, ids)
    extra = _extra_places(war, answers)
    places = _places(ids, points) | extra
    zone = Zone(
        "bay",
        "The Bay zone",
        "A reconstruction: outline drawn around the villages named in the agreement.",
        "observer",
        {},
    )
    return Series(
        dataset=Dataset(
            title="An invented war",
            licences=("Invented records, CC BY 4.0",),
            places=places,
            actors=ACTORS,
            sources=make_sources(),
            changes=tuple(war.records),
            claims=_claims(),
            zones={"bay": zone},
        ),
        zone=zone,
        tessellation=tessellation,
        first_day=FIRST,
        last_day=FIRST + timedelta(days=days - 1),
        as_of=None,
        by="actor",
        inference=InferenceParameters(),
        states=tuple(states),
        initial=np.array([number[row[0]] for row in rows], np.int32),
        changes=tuple(sorted(changes, key=lambda c: (c.day, c.cell))),
        answers=answers,
    )


def _add_presence(war: _War, answers: dict, ids: Sequence[str]) -> None:
    """Put a post of the blues beside three answers."""
    for place in ids[1:12:5]:
        if place not in answers:
            continue
        record = war.record(
            place,
            FIRST,
            Status.PRESENCE,
            ((BLUE,),),
            event=Event.PRESENCE_ESTABLISHED,
            place_precision="near",
        )
        post = Presence((BLUE,), FIRST, FIRST, record, "near")
        answers[place] = tuple(
            (day, replace(answer, presence=(post,))) for day, answer in answers[place]
        )


def _extra_places(war: _War, answers: dict) -> dict[str, Place]:
    """A base and a quarter with a point but no cell; two places without a point."""
    lon, lat = CENTRE
    places = {
        "air-base": Place("air-base", "Bay Air Base", "airbase", "exact", lon, lat),
        "old-quarter": Place(
            "old-quarter", "Old Quarter", "neighbourhood", "exact", lon + 0.1, lat - 0.1
        ),
        "lost-hill": Place(
            "lost-hill",
            "Lost Hill",
            "hill",
            "none",
            admin1="The Bay",
            admin2="Upper Bay",
            note="Two hills have this name. Candidates: Cape Hill; Long Hill.",
        ),
        "east-side": Place("east-side", "East Side", "neighbourhood", "parent"),
    }
    for place in places:
        state = CellState("controlled", (GREEN,), "observed", "", "stale")
        answers[place] = ((FIRST, _answer(war, place, FIRST, state)),)
    answers["east-side"] = (
        (
            FIRST,
            PlaceState(
                "east-side", FIRST, None, Holding(Status.NO_RECORD), Rule.NO_RECORD
            ),
        ),
        *answers["east-side"][1:],
    )
    return places


def _places(ids: Sequence[str], points: np.ndarray) -> dict[str, Place]:
    from pyproj import Transformer

    to_wgs84 = Transformer.from_crs(PLANE, "OGC:CRS84", always_xy=True)
    lon, lat = to_wgs84.transform(points[:, 0], points[:, 1])
    rng = Random(3)
    firsts = ["Kafr", "Tell", "Deir", "Ain", "Khirbet", "Jisr", "Marat", "Beit", "Burj"]
    lasts = [
        "Nura",
        "Salim",
        "Hamra",
        "Zahra",
        "Qasim",
        "Lina",
        "Amara",
        "Wadi",
        "Sham",
    ]
    kinds = ["city", "town", "town", "village", "village", "village", "checkpoint"]
    places = {}
    for i, place_id in enumerate(ids):
        kind = kinds[i % 7] if i != 6 else "crossing"
        places[place_id] = Place(
            place_id,
            f"{rng.choice(firsts)} {rng.choice(lasts)}",
            "village" if kind == "city" and i > 10 else kind,
            "exact" if i % 5 else "approximate",
            float(lon[i]),
            float(lat[i]),
            "كفر نورا" if i % 2 else "",
        )
    return places


def _claims() -> tuple[AreaClaim, ...]:
    return (
        AreaClaim(
            "claim-1",
            "area",
            1200.0,
            "km2",
            day_window(FIRST + timedelta(days=10)),
            SourceRef("red-agency", "para 2"),
            RED,
            "the Bay zone",
            day_window(FIRST + timedelta(days=11)),
            "since the start of the operation",
        ),
        AreaClaim(
            "claim-2",
            "settlements",
            12.0,
            "settlements",
            Window("2019-11-24/2019-12-10", FIRST, FIRST + timedelta(days=16)),
            SourceRef("observer"),
        ),
    )


# --- hostile ----------------------------------------------------------------

HOSTILE = (
    "<img src=x onerror=alert(1)>",
    "</script><script>alert(1)</script>",
    "`${alert(1)}` {{ 7*7 }} {% raw %} {# x",
    "\u202egnp.exe\u202c \u2066left",
    "'\"><svg onload=alert(1)> &lt;b&gt; \u2028 \u2029",
    "<!-- <script> --> ]]>",
    "a" * 300,
)


def make_hostile_series() -> Series:
    """The invented war with text of an enemy in every field that takes text."""
    series = make_series(30, 8)
    data = series.dataset
    words = cycle(HOSTILE)
    places = {
        key: replace(place, name=next(words), name_ar=next(words))
        for key, place in data.places.items()
    }
    actors = {
        key: replace(
            actor, name=next(words), name_ar=next(words), abbreviation=next(words)
        )
        for key, actor in data.actors.items()
    }
    urls = cycle(
        (
            "javascript:alert(1)",
            "data:text/html,<script>alert(1)</script>",
            'https://example.org/"onmouseover="alert(1)',
            " javascript:alert(1)",
        )
    )
    sources = {
        key: replace(
            source,
            publisher=next(words),
            title=next(words),
            url=next(urls),
            licence=next(words),
            perspective=next(words),
            published=Window(next(words), None, None),
        )
        for key, source in data.sources.items()
    }
    changes = tuple(
        replace(
            change,
            note=next(words),
            source=SourceRef(change.source.source_id, next(words)),
            also_at=(next(words), "x javascript:alert(1)"),
            claimed_by=next(words),
            denied_by=next(words),
            valid=replace(change.valid, text=next(words)),
            reported=Window(next(words), None, None),
        )
        for change in data.changes
    )
    claims = tuple(
        replace(
            claim,
            quantity=next(words),
            unit=next(words),
            area_name=next(words),
            note=next(words),
            source=SourceRef(claim.source.source_id, next(words)),
        )
        for claim in data.claims
    )
    zone = replace(
        series.zone, name=next(words), method=next(words), source=next(words)
    )
    dataset = replace(
        data,
        title=next(words),
        licences=HOSTILE,
        places=places,
        actors=actors,
        sources=sources,
        changes=changes,
        claims=claims,
    )
    return replace(series, dataset=dataset, zone=zone)
