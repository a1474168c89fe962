"""The data package of the project itself keeps its promises."""

from __future__ import annotations

import re
import runpy
from pathlib import Path

import pytest
from frictionless import Package

from controlmap.io.dataset import check_dataset

ROOT = Path(__file__).parent.parent
DATA = ROOT / "data"

# Their data may not be passed on, or are maps of others: nothing here comes from them.
NOT_OURS = ("acled", "isw", "institute for the study of war", "deepstate", "liveuamap")


@pytest.fixture(scope="module")
def checked():
    return check_dataset(DATA)


def words(text):
    return f" {' '.join(re.findall(r'[a-z0-9]+', text.casefold()))} "


def test_no_rule_is_broken(checked):
    assert [str(issue) for issue in checked.errors] == []
    assert checked.dataset.changes


def test_an_outside_validator_accepts_the_package():
    report = Package.from_descriptor(str(DATA / "datapackage.json")).validate()
    assert report.valid, report.flatten(["path", "rowNumber", "fieldName", "note"])


def test_every_source_has_an_address_or_the_readme_says_why_not(checked):
    readme = (DATA / "README.md").read_text("utf-8")
    used = {change.source.source_id for change in checked.dataset.changes}
    used |= {claim.source.source_id for claim in checked.dataset.claims}
    used |= {link.source for link in checked.dataset.links if link.source}
    sources = checked.dataset.sources
    unsaid = [
        each for each in sorted(used) if not sources[each].url and each not in readme
    ]
    assert used
    assert not unsaid


def test_every_source_is_cited(checked):
    dataset = checked.dataset
    cited = {change.source.source_id for change in dataset.changes}
    cited |= {change.denied_by for change in dataset.changes}
    cited |= {claim.source.source_id for claim in dataset.claims}
    cited |= {link.source for link in dataset.links}
    assert set(dataset.sources) <= cited


def test_nothing_comes_from_those_who_forbid_it(checked):
    for source in checked.dataset.sources.values():
        said = words(
            f"{source.publisher} {source.source_id} {source.chain} {source.url}"
        )
        assert not [name for name in NOT_OURS if f" {name} " in said]
    for change in checked.dataset.changes:
        said = words(" ".join(change.also_at))
        assert not [name for name in NOT_OURS if f" {name} " in said]
    for name in ("datapackage.json", "gazetteer.csv", "places.geojson", "zone.geojson"):
        said = words((DATA / name).read_text("utf-8"))
        assert not [each for each in NOT_OURS if f" {each} " in said]


def test_notes_are_short(checked):
    # Facts and a citation are stored, never an article's sentences.
    assert max(len(change.note) for change in checked.dataset.changes) <= 200


def test_features_stand_one_a_line():
    for name in ("places.geojson", "zone.geojson"):
        lines = (DATA / name).read_text("utf-8").splitlines()
        assert all(line.startswith('{"type":"Feature"') for line in lines[1:-1])


def test_files_have_plain_line_ends():
    for path in DATA.iterdir():
        content = path.read_bytes()
        assert b"\r" not in content
        assert content.endswith(b"\n")
        assert not content.startswith(b"\xef\xbb\xbf")


def test_the_readme_gives_the_agreement_of_both_codings(capsys, monkeypatch):
    monkeypatch.chdir(ROOT)
    runpy.run_path(str(ROOT / "bench/agreement.py"), run_name="__main__")
    told = capsys.readouterr().out.splitlines()
    readme = (DATA / "README.md").read_text("utf-8")
    table = [line for line in told if line.startswith("|")]
    assert len(table) > 5
    assert "\n".join(table) in readme
    for name in ("places in the first coding", "places in both"):
        count = next(line for line in told if line.startswith(name)).split(": ")[1]
        assert f" {count}" in readme
