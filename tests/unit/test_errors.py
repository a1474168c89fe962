"""Issues say where, what and which rule; errors carry what a caller needs."""

from __future__ import annotations

import pytest

from controlmap.errors import (
    ControlMapError,
    DatasetError,
    DateError,
    GeometryError,
    Issue,
    MissingExtraError,
    RecipeError,
    UnknownNameError,
)

ISSUES = [
    (Issue("a.csv", 7, "valid", "is wrong", "edtf"), "a.csv:7:valid: is wrong [edtf]"),
    (Issue("a.csv", 7, "", "is empty", "empty-line"), "a.csv:7: is empty [empty-line]"),
    (
        Issue("a.csv", 0, "", "is missing", "missing-file"),
        "a.csv: is missing [missing-file]",
    ),
    (
        Issue("a.json", 0, "actors", "is old", "package-schema"),
        "a.json:actors: is old [package-schema]",
    ),
]


@pytest.mark.parametrize(("issue", "text"), ISSUES)
def test_an_issue_reads_file_line_field_message_rule(issue, text):
    assert str(issue) == text


def test_issues_stand_in_order_of_file_and_line():
    issues = [
        Issue("b.csv", 1, "", "x", "r"),
        Issue("a.csv", 10, "", "x", "r"),
        Issue("a.csv", 9, "", "x", "r"),
        Issue("a.csv", 0, "", "x", "r"),
    ]
    assert [(i.file, i.line) for i in sorted(issues)] == [
        ("a.csv", 0),
        ("a.csv", 9),
        ("a.csv", 10),
        ("b.csv", 1),
    ]


def test_a_dataset_error_says_every_issue():
    issues = [issue for issue, _ in ISSUES]
    error = DatasetError(iter(issues))
    assert error.issues == tuple(issues)
    assert str(error).splitlines() == [text for _, text in ISSUES]


@pytest.mark.parametrize(
    ("candidates", "text"),
    [
        ((), "'x': no such place"),
        (("a", "b"), "'x': no such place: a, b"),
    ],
)
def test_an_unknown_name_lists_its_candidates(candidates, text):
    error = UnknownNameError("x", "no such place", iter(candidates))
    assert str(error) == text
    assert error.name == "x"
    assert error.candidates == candidates


@pytest.mark.parametrize(
    ("error", "usual"),
    [
        (DateError("x"), ValueError),
        (UnknownNameError("x", "y"), LookupError),
        (DatasetError([]), ControlMapError),
        (GeometryError("x"), ControlMapError),
        (RecipeError("x"), ControlMapError),
        (MissingExtraError("x"), ControlMapError),
    ],
)
def test_every_error_is_one_of_controlmap(error, usual):
    assert isinstance(error, ControlMapError)
    assert isinstance(error, usual)
