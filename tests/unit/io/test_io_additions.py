from pathlib import Path

import pytest

from controlmap.errors import ControlMapError
from controlmap.io import files
from controlmap.io.additions import draft_addition, make_change_id, with_row
from controlmap.io.dataset import read_dataset
from controlmap.io.files import replace_all
from unit.cli.small_data import make_data, names_in

ROW = {
    "change_id": "wire-far-held",
    "place_id": "far",
    "valid": "2019-12-01",
    "event": "held",
    "status": "controlled",
    "controllers": "blue",
    "source": "wire",
    "confidence": "high",
    "place_precision": "exact",
    "outcome": "stands",
}
SOURCE = {
    "source_id": "agency",
    "publisher": "Agency",
    "title": "Report",
    "perspective": "independent",
    "chain": "agency",
}


@pytest.fixture
def folder(tmp_path):
    return make_data(tmp_path / "data")


def bytes_in(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


class TestRow:
    @pytest.mark.parametrize("line_end", [b"\n", b"\r\n", b"\r"])
    def test_it_stands_behind_the_bytes_with_the_line_ends_of_the_file(self, line_end):
        table = b"a,b" + line_end + b'"x,\ny",2' + line_end
        added = with_row(table, {"b": "3", "a": "z"})
        assert added == table + b"z,3" + line_end

    def test_a_last_line_without_an_end_gets_one(self):
        assert with_row(b"a,b\n1,2", {"a": "3"}) == b"a,b\n1,2\n3,\n"
        assert with_row(b"a,b", {"a": "3"}) == b"a,b\n3,\n"

    def test_the_columns_are_those_of_the_file_behind_its_mark_too(self):
        table = "\ufeffb,a\n".encode()
        assert with_row(table, {"a": "x, y", "b": "ب"}) == table + 'ب,"x, y"\n'.encode()

    @pytest.mark.parametrize("text", ["one\ntwo", "one\rtwo", "\r\n"])
    def test_a_line_break_is_refused(self, text):
        with pytest.raises(ControlMapError, match="b: has a line break"):
            with_row(b"a,b\n", {"b": text})

    @pytest.mark.parametrize("row", [{"c": "1"}, {"a": "\ud800"}])
    def test_what_cannot_be_written(self, row):
        with pytest.raises(ControlMapError, match="the row cannot be written"):
            with_row(b"a,b\n", row)


class TestDraft:
    def test_it_writes_nothing_but_says_what_it_would(self, folder):
        before = bytes_in(folder)
        addition = draft_addition(folder, {"control_changes": ROW})
        assert bytes_in(folder) == before
        path = folder / "control_changes.csv"
        assert addition.lines == {path: 8}
        assert addition.contents[path].startswith(before[path.name])
        assert addition.checked.errors == ()
        assert "wire-far-held" in addition.checked.dataset.changes_by_id

    def test_rows_of_two_tables_are_checked_together_and_written(self, folder):
        rows = {"sources": SOURCE, "control_changes": {**ROW, "source": "agency[2]"}}
        draft_addition(folder, rows).write()
        dataset = read_dataset(folder)
        assert dataset.sources["agency"].publisher == "Agency"
        assert str(dataset.changes[-1].source) == "agency[2]"
        assert not [name for name in names_in(folder) if "writing" in name]

    def test_problems_carry_the_line_that_the_row_would_have(self, folder):
        addition = draft_addition(folder, {"control_changes": {**ROW, "source": "x"}})
        [issue] = addition.checked.errors
        assert issue.where == "control_changes.csv:8:source"

    def test_a_file_that_changed_meanwhile_is_left_alone(self, folder):
        addition = draft_addition(folder, {"control_changes": ROW})
        path = folder / "control_changes.csv"
        path.write_bytes(path.read_bytes() + b"\n")
        before = bytes_in(folder)
        with pytest.raises(ControlMapError, match="changed meanwhile"):
            addition.write()
        assert bytes_in(folder) == before


@pytest.mark.parametrize("fails_at", [0, 1])
def test_files_are_replaced_together_or_not_at_all(tmp_path, monkeypatch, fails_at):
    paths = [tmp_path / name for name in ("one", "two")]
    for path in paths:
        path.write_bytes(b"old")
    calls = []

    def fail_once(source, target):
        calls.append(target)
        if len(calls) - 1 == fails_at:
            raise OSError("disk full")
        return Path(source).replace(target)

    with monkeypatch.context() as patch:
        patch.setattr(files, "replace_file", fail_once)
        with pytest.raises(OSError, match="disk full"):
            replace_all(dict.fromkeys(paths, b"new"))
    assert [path.read_bytes() for path in paths] == [b"old", b"old"]
    assert names_in(tmp_path) == ["one", "two"]
    replace_all(dict.fromkeys(paths, b"new"))
    assert [path.read_bytes() for path in paths] == [b"new", b"new"]


def test_an_identifier_is_new_and_written_as_one():
    taken = {"wire-2-mill-held"}
    assert make_change_id("wire-2", "mill", "held", taken) == "wire-2-mill-held-2"
    assert make_change_id("w", "m", "attack_repelled", taken) == "w-m-attack-repelled"
