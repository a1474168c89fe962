"""Each rule has a broken data set under ``tests/data`` that gives its messages.

A case holds the files in which it differs from ``sound``, names in ``REMOVED`` those
that it lacks (``.`` for the whole folder), and in ``expected.txt`` has every line that
the check must print. A case has every outcome of its rule.
"""

from __future__ import annotations

import ast
import re
import shutil
from pathlib import Path

import pytest
from frictionless import Package

from controlmap.domain.rules import RULES
from controlmap.errors import DatasetError
from controlmap.io.dataset import check_dataset, read_dataset

ROOT = Path(__file__).parent
SOUND = ROOT / "data/sound"
CASES = sorted(
    folder.name
    for folder in (ROOT / "data").iterdir()
    if (folder / "expected.txt").is_file()
)
SOURCE = ROOT.parent / "src/controlmap"
SAY = {"Issue": 4, "warning": 4, "say": 3}
"""Calls that name a rule, and where among their arguments."""


@pytest.fixture
def laid_over_sound(tmp_path, monkeypatch):
    """Makes the folder ``data`` of a case, complete, in the working directory."""
    monkeypatch.chdir(tmp_path)

    def lay(case):
        shutil.copytree(SOUND, "data")
        for path in (ROOT / "data" / case).iterdir():
            if path.name == "REMOVED":
                for name in path.read_text("utf-8").split():
                    gone = Path("data", name)
                    shutil.rmtree(gone) if gone.is_dir() else gone.unlink()
            elif path.name != "expected.txt":
                shutil.copy(path, "data")
        return Path("data")

    return lay


def lines_of(issues):
    return [f"{issue}{' (warning)' if issue.is_warning else ''}" for issue in issues]


def rules_said(path):
    """Rules that the calls of a module name."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call):
            at = SAY.get(ast.unparse(node.func).rpartition(".")[2], 99)
            if len(node.args) > at and isinstance(node.args[at], ast.Constant):
                yield node.args[at].value
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "_RULES":
            yield from (value.value for value in node.value.values)


def rule_ids():
    modules = [*(SOURCE / "io").glob("*.py"), *(SOURCE / "domain").glob("*.py")]
    said = {rule for path in modules for rule in rules_said(path)}
    named = {rule.__name__.replace("_", "-") for rule in RULES}
    assert named < said
    return said


def test_the_sound_data_set_has_no_issue():
    assert check_dataset(SOUND).issues == ()
    dataset = read_dataset(SOUND)
    assert (len(dataset.changes), len(dataset.places)) == (17, 7)
    assert dataset.title == "An invented valley"
    assert dataset.licences == ("CC0 1.0", "CC-BY-4.0")


def test_an_outside_validator_accepts_the_sound_data_set():
    report = Package.from_descriptor(str(SOUND / "datapackage.json")).validate()
    assert report.valid, report.flatten(["path", "rowNumber", "fieldName", "note"])


@pytest.mark.parametrize("case", CASES)
def test_a_case_gives_its_messages(case, laid_over_sound):
    expected = (ROOT / "data" / case / "expected.txt").read_text("utf-8")
    issues = check_dataset(laid_over_sound(case)).issues
    assert lines_of(issues) == expected.splitlines()
    assert case in {issue.rule for issue in issues}


@pytest.mark.parametrize("case", CASES)
def test_a_case_holds_no_file_that_is_as_in_sound(case):
    for path in (ROOT / "data" / case).iterdir():
        sound = SOUND / path.name
        assert not sound.exists() or path.read_bytes() != sound.read_bytes()


@pytest.mark.parametrize("case", CASES)
def test_errors_forbid_use_and_warnings_do_not(case, laid_over_sound):
    folder = laid_over_sound(case)
    checked = check_dataset(folder, gazetteer=False)
    if checked.errors:
        assert set(checked.errors) | set(checked.warnings) == set(checked.issues)
        with pytest.raises(DatasetError, match=re.escape(str(checked.errors[0]))):
            read_dataset(folder)
    else:
        assert read_dataset(folder).changes


def test_each_rule_has_a_case():
    assert rule_ids() == set(CASES)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_a_rule_says_the_fix(rule):
    first = rule.__doc__.splitlines()[0]
    assert first[0].isupper()
    assert first.endswith(".")


def test_a_rule_stands_once():
    assert len(set(RULES)) == len(RULES)


def test_what_is_not_read_is_not_checked(laid_over_sound):
    folder = laid_over_sound("missing-file")
    rules = [(i.file, i.rule) for i in check_dataset(folder, gazetteer=False).issues]
    assert ("gazetteer.csv", "missing-file") not in rules
    assert ("zone.geojson", "missing-file") in rules
