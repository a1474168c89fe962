"""No answer depends on what a place is called, or on where its row stands.

Every place of the data gets another identifier, name, Arabic name and aliases, every
row of every file another position; then the same is asked of both.
"""

import codecs
import csv
import json
import shutil
import string
import unicodedata
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from random import Random

import pytest

from controlmap.errors import UnknownNameError
from controlmap.geometry.layers import make_layers
from controlmap.geometry.study_area import StudyArea
from controlmap.geometry.tessellation import tessellate
from controlmap.geometry.timeline import Span
from controlmap.io.dataset import read_dataset
from test_known_states import FIVE_ARTICLES

TESTS = Path(__file__).parent
DATA = TESTS.parent / "data"
ZONE = "idlib-de-escalation-zone"
FIRST = date(2017, 7, 1)
DAYS = [
    *(FIRST + timedelta(n) for n in sorted(Random(2).sample(range(980), 9))),
    date(2018, 1, 11),
    date(2019, 1, 5),
    date(2019, 12, 1),
]
ARABIC = [chr(code) for code in (*range(0x0627, 0x063B), *range(0x0641, 0x064B))]
NEXT_LETTER = str.maketrans("".join(ARABIC), "".join([*ARABIC[1:], ARABIC[0]]))


def renamed(name):
    """Another name, alike in length and marks, so that names still fit their ids."""
    plain = unicodedata.normalize("NFKD", name).translate(NEXT_LETTER)
    return codecs.encode(plain, "rot13")


def rename_places(features, random):
    for feature in features:
        told = feature["properties"]
        for key in ("place_id", "name", "name_ar", "part_of"):
            if told.get(key):
                told[key] = renamed(told[key])
        told["aliases"] = [renamed(alias) for alias in told.get("aliases") or ()]
        random.shuffle(told["aliases"])
    return features


def write_features(path, change, random):
    collection = json.loads((DATA / path.name).read_text("utf-8"))
    features = change(collection["features"], random)
    random.shuffle(features)
    path.write_text(json.dumps(collection, ensure_ascii=False), "utf-8")


def write_table(path, random):
    with (DATA / path.name).open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    if "place_id" in header:
        at = header.index("place_id")
        rows = [[*row[:at], renamed(row[at]), *row[at + 1 :]] for row in rows]
    random.shuffle(rows)
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([header, *rows])


@pytest.fixture(scope="module")
def both(tmp_path_factory):
    """The data as they are, and under other names in another order."""
    folder = tmp_path_factory.mktemp("renamed")
    random = Random(1)
    for source in sorted(DATA.iterdir()):
        target = folder / source.name
        if source.suffix == ".csv":
            write_table(target, random)
        elif source.name == "places.geojson":
            write_features(target, rename_places, random)
        elif source.suffix == ".geojson":
            write_features(target, lambda features, _: features, random)
        else:
            shutil.copyfile(source, target)
    return read_dataset(DATA), read_dataset(folder)


def test_nothing_keeps_its_name_or_its_line(both):
    old, new = both
    assert set(new.places) == set(map(renamed, old.places))
    assert set(new.places).isdisjoint(old.places)
    assert not {p.name for p in old.places.values()} & {
        p.name for p in new.places.values() if set(p.name) & set(string.ascii_letters)
    }
    for kind in ("places", "actors", "sources", "zones"):
        assert len(getattr(old, kind)) == len(getattr(new, kind))
    assert [c.change_id for c in old.changes] != [c.change_id for c in new.changes]
    assert {c.change_id for c in old.changes} == {c.change_id for c in new.changes}


@pytest.mark.parametrize("day", DAYS, ids=str)
@pytest.mark.parametrize("as_of", [None, date(2018, 2, 9)], ids=["", "as-of"])
def test_places_have_the_same_answers(both, day, as_of):
    old, new = both
    answers = {state.place_id: state for state in new.state_on(day, as_of=as_of)}
    asked = list(old.state_on(day, as_of=as_of))
    assert len(asked) == len(answers) == len(old.changes_by_place)
    for state in asked:
        name = renamed(state.place_id)
        assert answers[name] == replace(state, place_id=name)


def test_names_mean_the_same_places(both):
    old, new = both
    for place_id in old.changes_by_place:
        place = old.places[place_id]
        for name in (place.name, place.name_ar, *place.aliases):
            if name:
                assert meaning(new, renamed(name)) == renamed(meaning(old, name))


def meaning(data, name):
    """Place that a name means, or nothing."""
    try:
        return data.names.resolve(name).place_id
    except UnknownNameError:
        return ""


@pytest.fixture(scope="module")
def tessellations(both):
    made = []
    for data in both:
        area = StudyArea.of(data.zones[ZONE])
        made.append((data, area, tessellate(data.places.values(), area)))
    return made


def test_cells_are_the_same(tessellations):
    (_, _, old), (_, _, new) = tessellations
    areas = dict(zip(new.place_ids, new.area_km2.tolist(), strict=True))
    assert {renamed(place_id) for place_id in old.place_ids} == set(areas)
    for place_id, km2 in zip(old.place_ids, old.area_km2.tolist(), strict=True):
        assert areas[renamed(place_id)] == pytest.approx(km2, abs=1e-4)


@pytest.mark.parametrize("day", DAYS[::4], ids=str)
@pytest.mark.parametrize("by", ["actor", "bloc"])
def test_layers_have_the_same_areas(tessellations, day, by):
    old, new = (make_layers(*made, Span(day, day, by=by)) for made in tessellations)
    drawn = ["status", "controllers", "basis", "firmness", "freshness"]
    cells = new.cells.set_index("place_id")[drawn]
    for place_id, row in old.cells.set_index("place_id")[drawn].iterrows():
        assert cells.loc[renamed(place_id)].tolist() == row.tolist(), place_id
    assert old.territories[["status", "controllers", "settlements"]].equals(
        new.territories[["status", "controllers", "settlements"]]
    )
    for column in ("low_km2", "best_km2", "high_km2"):
        assert old.territories[column].tolist() == pytest.approx(
            new.territories[column].tolist(), abs=1e-3
        )
    assert old.fronts["length_km"].tolist() == pytest.approx(
        new.fronts["length_km"].tolist(), abs=1e-3
    )


def test_what_is_known_holds_under_the_other_names(both):
    old, new = both
    with (TESTS / "known_states.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    of_scope = {
        "seeds": [each.only(sources=FIVE_ARTICLES) for each in both],
        "all": [old, new],
    }
    compared = 0
    for row in rows:
        if row["status"] == "not_a_place":
            continue
        before, after = of_scope[row["scope"]]
        asked = before.state_on(row["date"]).of(row["place_id"])
        told = after.state_on(row["date"]).of(renamed(row["place_id"]))
        assert (told.status, told.controllers) == (asked.status, asked.controllers)
        exact = (told.status, ";".join(sorted(told.controllers))) == (
            row["status"],
            ";".join(sorted(filter(None, row["controllers"].split(";")))),
        )
        accepted = set(row["also_acceptable"].split(";"))
        assert exact or accepted & {told.status.value, *told.controllers}, row
        compared += 1
    assert compared > 220
