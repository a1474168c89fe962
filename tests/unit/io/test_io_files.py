"""Files are written whole or not at all."""

from __future__ import annotations

import pytest

from controlmap.io.files import replace_file, write_text


def test_a_file_holds_the_text_in_utf8_with_plain_line_ends(tmp_path):
    path = write_text(tmp_path / "a.txt", "عين\nb\n")
    assert path == tmp_path / "a.txt"
    assert path.read_bytes() == "عين\nb\n".encode()


def test_folders_are_made(tmp_path):
    write_text(str(tmp_path / "x" / "y" / "a.txt"), "a")
    assert (tmp_path / "x" / "y" / "a.txt").read_text("utf-8") == "a"


def test_a_file_is_replaced_and_nothing_is_left_beside_it(tmp_path):
    write_text(tmp_path / "a.txt", "old and long")
    write_text(tmp_path / "a.txt", "new")
    assert [(each.name, each.read_text("utf-8")) for each in tmp_path.iterdir()] == [
        ("a.txt", "new")
    ]


def test_a_failure_leaves_the_old_file_as_it_was(tmp_path):
    write_text(tmp_path / "a.txt", "old")
    with pytest.raises(UnicodeEncodeError, match="surrogates not allowed"):
        write_text(tmp_path / "a.txt", "new \ud800")
    assert [(each.name, each.read_text("utf-8")) for each in tmp_path.iterdir()] == [
        ("a.txt", "old")
    ]


def test_replace_file(tmp_path):
    (tmp_path / "a").write_text("a", "utf-8")
    (tmp_path / "b").write_text("b", "utf-8")
    assert replace_file(tmp_path / "a", tmp_path / "b") == tmp_path / "b"
    assert [each.name for each in tmp_path.iterdir()] == ["b"]
    assert (tmp_path / "b").read_text("utf-8") == "a"
