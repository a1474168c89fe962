"""What a manifest says of itself, and how it is cited."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import date

import pytest

from builders import source
from controlmap.domain.citation import bibtex, citation_line, csl_item
from controlmap.domain.manifest import Manifest, plain, source_lines
from controlmap.errors import ManifestError

MANIFEST = Manifest(
    kind="page",
    title="The square",
    dataset="Test data",
    zone="square",
    zone_name="Square",
    controlmap="9.9",
    parameters={"first_day": "2019-11-01", "last_day": "2019-12-10", "as_of": None},
    inputs={"b.csv": "22", "a.csv": "11"},
    sources=source_lines([source("wire"), source("press")]),
    licences=("CC0",),
)


def with_parameters(**more):
    return replace(MANIFEST, parameters={**MANIFEST.parameters, **more})


def test_it_comes_back_from_json():
    assert Manifest.from_dict(json.loads(json.dumps(MANIFEST.to_dict()))) == MANIFEST
    told = replace(MANIFEST, recipe={"file": "a.toml", "sha256": "00"}).with_files(
        {"page": "33"}
    )
    assert Manifest.from_dict(told.to_dict()) == told


def test_it_says_policy_as_of_and_one_hash_of_all_inputs():
    values = MANIFEST.to_dict()
    assert (values["policy"], values["as_of"]) == ("merged", None)
    other = with_parameters(policy="corroborated", as_of="2019-12-31").to_dict()
    assert (other["policy"], other["as_of"]) == ("corroborated", "2019-12-31")
    turned = replace(MANIFEST, inputs={"a.csv": "11", "b.csv": "22"})
    assert turned.inputs_sha256 == values["inputs_sha256"]
    changed = replace(MANIFEST, inputs={"a.csv": "11", "b.csv": "23"})
    assert changed.inputs_sha256 != values["inputs_sha256"]


def test_sources_are_listed_by_publisher_and_licence():
    rows = source_lines(
        [
            source("b"),
            replace(source("a"), publisher="B"),
            replace(source("c"), licence="CC0"),
        ]
    )
    assert rows == (
        {"publisher": "B", "licence": "", "ids": ["a", "b"]},
        {"publisher": "C", "licence": "CC0", "ids": ["c"]},
    )


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"format": "another"}, "no manifest of controlmap"),
        ({"version": 2}, "version 2; this controlmap reads version 1"),
        ({"kind": 3}, "without a sound kind"),
        ({"inputs": []}, "without a sound inputs"),
        ({"sources": ["x"]}, "without a sound sources"),
        ({"recipe": "x"}, "without a sound recipe"),
        ({"parameters": {}}, "without a sound parameters"),
        ({"title": None}, "without a sound title"),
    ],
)
def test_what_is_no_manifest(change, message):
    with pytest.raises(ManifestError, match=message):
        Manifest.from_dict({**MANIFEST.to_dict(), **change})
    with pytest.raises(ManifestError, match="no manifest"):
        Manifest.from_dict([])


@dataclass(frozen=True)
class _Chosen:
    day: date
    names: tuple[str, ...]
    more: object = None


def test_plain_values():
    value = _Chosen(date(2019, 1, 2), ("a", "b"), {"x": frozenset({2, 1})})
    assert plain(value) == {
        "day": "2019-01-02",
        "names": ["a", "b"],
        "more": {"x": [1, 2]},
    }


def test_the_line_to_cite():
    digest = MANIFEST.inputs_sha256[:12]
    assert citation_line(MANIFEST) == (
        "The square. Square, 2019-11-01 to 2019-12-10; data: Test data, 2 sources, "
        f"SHA-256 {digest}; controlmap 9.9, policy merged."
    )
    day = with_parameters(last_day="2019-11-01", as_of="2019-12-31")
    assert "Square, 2019-11-01, as known on 2019-12-31; data" in citation_line(day)
    bare = replace(MANIFEST, title="", dataset="", sources=())
    assert citation_line(bare).startswith("Square. Square, 2019-11-01 to")
    assert "data: 0 sources" in citation_line(bare)


def test_a_hostile_title_acts_on_nothing():
    manifest = replace(MANIFEST, title="a\x1b[31m\nb\u202ec")
    assert citation_line(manifest).startswith("a [31m b c. ")


def test_bibtex():
    entry = bibtex(replace(MANIFEST, title="Fish & Chips {50 %} \\x_y~^"))
    assert entry.startswith("@misc{controlmap-square-2019-11-01-2019-12-10-")
    assert (
        r"title = {{Fish \& Chips \{50 \%\} \textbackslash{}x\_y\textasciitilde{}"
        r"\textasciicircum{}}}," in entry
    )
    assert entry.count("{") == entry.count("}")


def test_csl():
    item = csl_item(MANIFEST)
    assert (item["type"], item["title"]) == ("map", "The square")
    assert csl_item(replace(MANIFEST, kind="layers-of-day"))["type"] == "dataset"
