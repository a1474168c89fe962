"""The engine on synthetic wars beside geopandas, pandas and DuckDB, in one run.

Territories: all days of a war by `stream`, beside `GeoDataFrame.dissolve` of the same
cells for each day, by both of its methods. The peers would take from minutes to hours:
they are timed on 30 evenly spaced days, and a day of theirs is compared with a day of
ours. States: all places on one day by `StateLog`, beside `merge_asof` and `ASOF JOIN`.
Everything that can be prepared, indexed or sorted is so before the clock starts.

    python bench/engine.py            all sizes, some minutes
    python bench/engine.py 500 2000   these sizes
"""

from __future__ import annotations

import json
import os
import platform
import resource
import statistics
import subprocess
import sys
import time
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import pandas as pd
from synthetic import CONTESTED, HOLDERS, LENGTHS, SIZES, War, war

from controlmap.domain.dataset import Dataset
from controlmap.domain.state_log import StateLog
from controlmap.geometry.cell_state import CellState
from controlmap.geometry.inference import InferenceParameters
from controlmap.geometry.stream import stream
from controlmap.geometry.timeline import CellChange, Series

if TYPE_CHECKING:
    from collections.abc import Callable

FIRST = date(2017, 1, 1)
PEER_DAYS = 30
STATE_CHANGES = 500_000


def series_of(made: War) -> Series:
    """The war as the engine gives it to a map."""
    names = [f"holder-{n}" for n in range(HOLDERS)]
    states = [CellState("controlled", (n,), "observed", "", "fresh") for n in names]
    states.append(CellState("contested", tuple(names), "observed", "", "fresh"))
    columns = (column.tolist() for column in (made.day, made.cell, made.group))
    return Series(
        dataset=Dataset("Synthetic", (), {}, {}, {}, ()),
        zone=made.study_area.zone,
        tessellation=made.tessellation,
        first_day=FIRST,
        last_day=FIRST + timedelta(made.n_days - 1),
        as_of=None,
        by="actor",
        inference=InferenceParameters(),
        states=tuple(states),
        initial=made.groups.astype(np.int32),
        changes=tuple(
            CellChange(FIRST + timedelta(day), cell, group)
            for day, cell, group in zip(*columns, strict=True)
        ),
        answers={},
    )


def groups_on(made: War, day: int) -> np.ndarray:
    """Holder of each cell on a day."""
    groups, until = made.groups.copy(), np.searchsorted(made.day, day, "right")
    groups[made.cell[:until]] = made.group[:until]  # of two the later counts
    return groups


def seconds(work: Callable[[], Any], times: int = 1) -> float:
    """Median seconds of a call."""
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


def all_days(series: Series) -> int:
    """Territories of each day, none of them kept."""
    return sum(len(day.territories) for day in stream(series, with_fronts=False))


def all_fronts(series: Series) -> int:
    """Territories and front lines of each day, none of them kept."""
    return sum(len(day.fronts) for day in stream(series))


def ours(n_places: int) -> dict[str, Any]:
    """Seconds of the engine for each length, and the peak memory of this process."""
    whole = war(n_places, max(LENGTHS))
    found = {}
    for n_days in LENGTHS:
        made = whole.until(n_days)
        series = series_of(made)
        series.tessellation.half_edges  # noqa: B018 - the topology, made once
        taken = seconds(lambda series=series: all_days(series), 3)
        found[n_days] = {
            "seconds": taken,
            "with fronts": seconds(lambda series=series: all_fronts(series)),
            "changes": len(made.day),
        }
    found["state"] = ours_on_a_date(n_places)
    found["peak"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    return found


def log_of_changes(n_places: int) -> tuple[np.ndarray, ...]:
    """Half a million changes of state, as columns in no order."""
    random = np.random.default_rng(7)
    place = random.integers(0, n_places, STATE_CHANGES)
    day = FIRST.toordinal() + random.integers(0, max(LENGTHS), STATE_CHANGES)
    key = np.unique(place * 10**7 + day)
    order = random.permutation(len(key))
    place, day = key[order] // 10**7, key[order] % 10**7
    return place, day, random.integers(0, CONTESTED + 1, len(key))


MIDDLE = FIRST.toordinal() + max(LENGTHS) // 2


def ours_on_a_date(n_places: int) -> float:
    """Seconds for the states of all places on one day."""
    log = StateLog.of(n_places, *log_of_changes(n_places))
    return seconds(lambda: log.on(MIDDLE), 21)


def peers(n_places: int) -> dict[str, Any]:
    """Seconds a day of each peer, and of the states on one day."""
    whole = war(n_places, max(LENGTHS))
    cells = gpd.GeoSeries(whole.tessellation.cells(), crs=whole.tessellation.crs)
    found: dict[Any, Any] = {}
    for n_days in LENGTHS:
        taken: dict[str, list[float]] = {"unary": [], "coverage": []}
        for day in np.linspace(0, n_days - 1, PEER_DAYS).astype(int).tolist():
            groups = groups_on(whole, day)
            frame = gpd.GeoDataFrame({"group": groups}, geometry=cells)
            for method, times in taken.items():
                times.append(
                    seconds(lambda f=frame, m=method: f.dissolve("group", method=m))
                )
        found[n_days] = {m: statistics.median(times) for m, times in taken.items()}
    found["state"] = peers_on_a_date(n_places)
    return found


def peers_on_a_date(n_places: int) -> dict[str, float]:
    """Seconds of pandas and DuckDB for the states of all places on one day."""
    import duckdb

    place, day, state = log_of_changes(n_places)
    rows = pd.DataFrame({"place": place, "day": day, "state": state})
    rows = rows.sort_values(["day", "place"], ignore_index=True)
    asked = pd.DataFrame({"place": np.arange(n_places), "day": MIDDLE})
    log = StateLog.of(n_places, place, day, state)
    expected = log.on(MIDDLE)

    def by_pandas() -> np.ndarray:
        joined = pd.merge_asof(asked, rows, on="day", by="place")
        return joined["state"].fillna(-1).to_numpy(np.int64)

    base = duckdb.connect()
    base.execute("CREATE TABLE changes AS SELECT * FROM rows ORDER BY place, day")
    base.execute("CREATE TABLE asked AS SELECT * FROM asked ORDER BY place")
    query = """
        SELECT coalesce(state, -1) AS state
        FROM asked ASOF LEFT JOIN changes
        ON asked.place = changes.place AND asked.day >= changes.day
        ORDER BY asked.place
    """
    unordered = query[: query.index("ORDER BY")]

    def by_duckdb(text: str = unordered) -> np.ndarray:
        return base.execute(text).fetchnumpy()["state"]

    assert (by_pandas() == expected).all()
    assert (by_duckdb(query) == expected).all()
    return {
        "merge_asof": seconds(by_pandas, 11),
        "ASOF JOIN": seconds(by_duckdb, 11),
    }


def alone(task: str, n_places: int) -> dict[str, Any]:
    """Result of a task in a process of its own, so that its peak memory is its own."""
    ran = subprocess.run(
        [sys.executable, __file__, task, str(n_places)],
        check=True,
        capture_output=True,
        text=True,
    )
    return json.loads(ran.stdout)


def machine() -> str:
    """The machine and the versions, in one line."""
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    model = next((x.split(": ")[1] for x in lines if x.startswith("model name")), "")
    return (
        f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, "
        f"{model or 'unknown processor'}; Python {platform.python_version()}, "
        f"geopandas {gpd.__version__}, pandas {pd.__version__}, NumPy {np.__version__}"
    )


def main(sizes: list[int]) -> None:
    """Print a table for each kind of work."""
    print(machine())
    print()
    print(
        "| places | days | changes | all days (s) | with fronts (s) | a day (ms) "
        "| dissolve (ms a day) | times ours | coverage (ms a day) | times ours "
        "| all days, times the size before |"
    )
    print("|---:" * 11 + "|")
    states, before = [], {}
    for n_places in sizes:
        mine, theirs = alone("ours", n_places), alone("peers", n_places)
        for n_days in LENGTHS:
            own, other = mine[str(n_days)], theirs[str(n_days)]
            a_day = own["seconds"] / n_days
            growth = own["seconds"] / before[n_days] if n_days in before else None
            before[n_days] = own["seconds"]
            cells = [
                f"{n_places:,}",
                f"{n_days:,}",
                f"{own['changes']:,}",
                f"{own['seconds']:.2f}",
                f"{own['with fronts']:.2f}",
                f"{a_day * 1e3:.2f}",
                f"{other['unary'] * 1e3:.0f}",
                f"{other['unary'] / a_day:.0f}",
                f"{other['coverage'] * 1e3:.0f}",
                f"{other['coverage'] / a_day:.0f}",
                f"{growth:.1f}" if growth else "",
            ]
            print("| " + " | ".join(cells) + " |", flush=True)
        states.append((n_places, mine, theirs["state"]))
    print()
    print("| places | states on a day (ms) | merge_asof | ASOF JOIN | peak memory |")
    print("|---:" * 5 + "|")
    for n_places, mine, other in states:
        ratios = [
            f"{taken * 1e3:.1f} ms, {taken / mine['state']:.0f} times ours"
            for taken in (other["merge_asof"], other["ASOF JOIN"])
        ]
        print(
            f"| {n_places:,} | {mine['state'] * 1e3:.2f} | {ratios[0]} | {ratios[1]} "
            f"| {mine['peak'] / 1e6:.0f} MB |"
        )


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["ours", size]:
            print(json.dumps(ours(int(size))))
        case ["peers", size]:
            print(json.dumps(peers(int(size))))
        case sizes:
            main([int(size) for size in sizes] or list(SIZES))
