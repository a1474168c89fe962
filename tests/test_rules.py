"""Each rule has a broken data set under ``tests/data`` that gives its message.

A case holds the files in which it differs from ``sound``, names in ``REMOVED`` those
that it lacks, and in ``expected.txt`` has every line that the check must print.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from controlmap.domain.rules import RULES
from controlmap.errors import DatasetError
from controlmap.io.dataset import check_dataset, read_dataset

ROOT = Path(__file__).parent
CASES = sorted(
    folder.name
    for folder in (ROOT / "data").iterdir()
    if (folder / "expected.txt").is_file()
)
SOURCE = ROOT.parent / "src/controlmap"


def laid_over_sound(case, target):
    """Folder of a case, complete."""
    shutil.copytree(ROOT / "data/sound", target)
    for path in (ROOT / "data" / case).iterdir():
        if path.name == "REMOVED":
            for name in path.read_text("utf-8").split():
                (target / name).unlink()
        elif path.name != "expected.txt":
            shutil.copy(path, target)
    return target


def lines_of(issues):
    return [f"{issue}{' (warning)' if issue.is_warning else ''}" for issue in issues]


def rule_ids():
    """Identifiers of all rules: of the records, and of the files."""
    found = {rule.__name__.replace("_", "-") for rule in RULES}
    for module in ("tables", "records", "dataset"):
        text = (SOURCE / f"io/{module}.py").read_text("utf-8")
        found |= set(re.findall(r'"([a-z0-9]+(?:-[a-z0-9]+)+|edtf)"[,)\n]', text))
    return found - {"missing-folder", "utf-8", "utf-8-sig"}


def test_the_sound_data_set_has_no_issue():
    assert check_dataset(ROOT / "data/sound").issues == ()
    assert len(read_dataset(ROOT / "data/sound").changes) == 5


@pytest.mark.parametrize("case", CASES)
def test_a_case_gives_its_messages(case, tmp_path):
    folder = laid_over_sound(case, tmp_path / "data")
    expected = (ROOT / "data" / case / "expected.txt").read_text("utf-8")
    issues = check_dataset(folder).issues
    assert lines_of(issues) == expected.splitlines()
    assert case in {issue.rule for issue in issues}


@pytest.mark.parametrize("case", CASES)
def test_errors_forbid_use_and_warnings_do_not(case, tmp_path):
    folder = laid_over_sound(case, tmp_path / "data")
    checked = check_dataset(folder, gazetteer=False)
    if checked.errors:
        with pytest.raises(DatasetError, match=re.escape(str(checked.errors[0]))):
            read_dataset(folder)
    else:
        assert read_dataset(folder).changes


def test_each_rule_has_a_case():
    assert rule_ids() == set(CASES)


def test_a_missing_folder_is_said(tmp_path):
    (issue,) = check_dataset(tmp_path / "nowhere").issues
    assert str(issue) == f"{tmp_path / 'nowhere'}: no such folder of data [missing-folder]"
