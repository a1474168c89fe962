"""Real spellings find their places, and the traps of this war's names are refused.

The hand-checked list is told of in ``data/geocoding/README.md``.
"""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

import controlmap as cm
from controlmap.domain.rating import Context

TESTS = Path(__file__).parent
DATA = TESTS.parent / "data"
SPELLINGS = TESTS / "data" / "geocoding" / "spellings.csv"


@pytest.fixture(scope="module")
def alone():
    """The geocoder over the gazetteer alone."""
    return cm.GazetteerGeocoder(DATA / "gazetteer.csv")


@pytest.fixture(scope="module")
def geocoder():
    """The geocoder that the command uses: with places, parties and study areas."""
    dataset = cm.read_dataset(DATA)
    return cm.GazetteerGeocoder(DATA / "gazetteer.csv", dataset=dataset)


def spellings(half):
    with SPELLINGS.open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if row["half"] == half]


def ids(cell):
    return [each for each in cell.split(";") if each]


def outcome(geocoder, row):
    """Whether a spelling has a record, has context, was accepted, and rightly so."""
    near = tuple(geocoder.point_of(each) for each in ids(row["near"]))
    entry = geocoder.match(row["name"], Context(near)).entry
    right = ids(row["gazetteer_id"])
    return (
        bool(right),
        bool(near),
        entry is not None,
        bool(entry and entry.entry_id in right),
    )


@pytest.mark.slow
@pytest.mark.parametrize("half", ["tune", "test"])
def test_spellings_of_the_record_resolve_and_what_is_accepted_is_right(alone, half):
    rows = spellings(half)
    seen = Counter(outcome(alone, row) for row in rows)
    has = sum(n for (has, near, *_), n in seen.items() if has and near)
    found = sum(n for (_, near, _, right), n in seen.items() if near and right)
    accepted = sum(n for (_, _, accepted, _), n in seen.items() if accepted)
    right = sum(n for (*_, right), n in seen.items() if right)
    assert len({row["name"] for row in rows}) >= 400
    assert {row["coder"] for row in rows} == set("ABCDEF")
    assert found / has >= 0.90
    assert right / accepted >= 0.99


ACCEPTED = [
    (
        "the Sarjah of south-eastern Idlib, of four",
        "Sarjah",
        {"near": ["tell-dam"]},
        "gn:164791",
    ),
    ("… by its district", "Sarja", {"admin": ["Maarrat al-Numan"]}, "gn:164791"),
    ("the Sarjah of Jabal al-Zawiya", "Sarjah", {"near": ["ariha"]}, "gn:164796"),
    ("Istablat, of two", "Istablat", {"near": ["sarjah"]}, "gn:169350"),
    ("… in Arabic", "اصطبلات", {"near": ["sarjah"]}, "gn:169350"),
    ("Ijaz by Saraqib", "Ijaz", {"near": ["saraqib"]}, "gn:4707"),
    ("… not Ejaz, 34 km south", "Ejaz", {"near": ["sarjah"]}, "gn:174123"),
    ("Tell Dam: no dam", "Tell Dam", {"near": ["sarjah"]}, "gn:163601"),
    ("… in another spelling", "Tall Damm", {"near": ["istablat"]}, "gn:163601"),
    (
        "al-Hota, the inner one of two",
        "al-Hota",
        {"near": ["111th-regiment-base"]},
        "gn:173759",
    ),
    ("… not the one by Manbij", "Al-Houta", {"admin": ["Mount Simeon"]}, "gn:173759"),
    ("the al-Hota by Manbij", "al-Hota", {"admin": ["Manbij"]}, "gn:173758"),
    ("the town of Abu al-Duhur", "Abu al-Duhur", {"near": ["istablat"]}, "gn:174611"),
    (
        "… its airbase",
        "Abu al-Duhur airbase",
        {"near": ["istablat"]},
        "wp:zh-2017-07:idlib-latakia:313",
    ),
    (
        "… in another spelling",
        "Abu Duhur Military Airport",
        {"near": ["sinjar"]},
        "wp:zh-2017-07:idlib-latakia:313",
    ),
    ("Kobani, by Tell Abyad", "Kobani", {"near": ["tall-abyad"]}, "gn:172256"),
    ("… beside Afrin, whose alias it is", "Kobani", {"near": ["afrin"]}, "gn:172256"),
    (
        "Ras al-Ayn of the border",
        "Ras al-Ayn",
        {"near": ["ad-darbasiyah"]},
        "gn:165509",
    ),
    ("… by its governorate", "Ras al-Ain", {"admin": ["Al-Hasakah"]}, "gn:165509"),
    (
        "… by its study area",
        "Ras al-Ain",
        {"zone": "north-east-border-strip"},
        "gn:165509",
    ),
    (
        "a Ras al-Ayn of the north-west",
        "Ras al-Ayn",
        {"near": ["abu-al-duhur"]},
        "gn:8339966",
    ),
    ("Ash-Shafah", "al-Shaafah", {"near": ["hajin"]}, "gn:172834"),
    ("the only one of its name", "كفر نبل", {}, "gn:168661"),
]


def match(geocoder, name, said):
    return geocoder.match(
        name,
        Context(
            tuple(geocoder.point_of(each) for each in said.get("near", ())),
            tuple(said.get("admin", ())),
            geocoder.in_zone(said["zone"]) if "zone" in said else None,
        ),
    )


@pytest.mark.parametrize(
    ("name", "said", "found"),
    [row[1:] for row in ACCEPTED],
    ids=[row[0] for row in ACCEPTED],
)
def test_a_trap_comes_out_right(geocoder, name, said, found):
    entry = match(geocoder, name, said).entry
    assert entry is not None
    assert entry.entry_id == found


REFUSED = [
    ("Sarjah alone", "Sarjah", {}, {"ambiguous"}),
    (
        "Zarzour, which has no record",
        "Zarzour",
        {"near": ["khuwayn-al-kabir"]},
        {"no-point"},
    ),
    ("… in another spelling", "al-Zarzur", {"near": ["sinjar"]}, {"no-point"}),
    (
        "Rasm al-Ward, which has none",
        "Rasm al-Ward",
        {"near": ["istablat"]},
        {"no-point"},
    ),
    ("… alone", "Rasm al-Ward", {}, {"ambiguous"}),
    ("a faction", "Jaish al-Ahrar", {"near": ["saraqib"]}, {"actor"}),
    ("… in another spelling", "Jaysh al-Ahrar", {}, {"actor"}),
    ("… in Arabic", "جيش الأحرار", {}, {"actor"}),
    ("Hunayfis", "Hunayfis", {}, {"ambiguous", "no-point"}),
    (
        "… in its governorate",
        "Khunayfis",
        {"admin": ["Hama"]},
        {"ambiguous", "no-point"},
    ),
    ("a quarter of Ash-Shafah", "Al-Sour", {"near": ["ash-shafah"]}, {"no-point"}),
    ("… another", "al-Razazah", {"near": ["hajin"]}, {"no-point"}),
    ("… another", "al-Muh", {"near": ["ash-shafah"]}, {"no-point"}),
    ("Ras al-Ayn alone", "Ras al-Ayn", {}, {"ambiguous"}),
    ("… in Idlib, which has two", "Ras al-Ayn", {"admin": ["Idlib"]}, {"ambiguous"}),
    (
        "a hill beside its village",
        "Tell Sukayk hill",
        {"near": ["khan-shaykhun"]},
        {"weak", "not-found"},
    ),
]


@pytest.mark.parametrize(
    ("name", "said", "reasons"),
    [row[1:] for row in REFUSED],
    ids=[row[0] for row in REFUSED],
)
def test_a_trap_is_refused(geocoder, name, said, reasons):
    found = match(geocoder, name, said)
    assert found.entry is None
    assert found.reason in reasons


@pytest.mark.parametrize(
    ("name", "near"),
    [("Zarzour", ["gn:167891"]), ("Rasm al-Ward", ["gn:169350"])],
)
def test_the_gazetteer_alone_does_not_take_the_namesake_either(alone, name, near):
    assert match(alone, name, {"near": near}).entry is None


def test_a_quarter_says_what_it_is_part_of(geocoder):
    best = match(geocoder, "Al-Sour", {"near": ["ash-shafah"]}).candidates[0]
    assert best.entry.part_of == "ash-shafah"


def test_every_place_with_a_point_finds_itself_among_its_neighbours(geocoder):
    """Of all located places of the data, by their own name, near their record."""
    wrong = []
    for entry in geocoder.gazetteer.entries[::40]:
        if entry.lon is None or entry.lat is None:
            continue
        beside = Context(((entry.lon + 0.01, entry.lat),))
        first = geocoder.match(entry.name, beside).candidates[:1]
        wrong += [entry.name for each in first if each.distance_km > 5]
    assert not wrong
