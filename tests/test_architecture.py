"""The house: sizes, docstrings, who prints, and what no file may name."""

from __future__ import annotations

import ast
import csv
import json
import re
import shutil
import subprocess
import unicodedata
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "src"
MODULES = sorted(SOURCE.rglob("*.py"))

MAX_MODULE_LINES = 400
MAX_FUNCTION_LINES = 45
MAX_PARAMETERS = 6
PRINTERS = {"print", "pprint", "sys.stdout.write", "sys.stderr.write"}

Function = ast.FunctionDef | ast.AsyncFunctionDef

# Written in parts, so that this file holds none of them.
HOSTS = [
    ("pypi", "org"),
    ("pythonhosted", "org"),
    ("npmjs", "org"),
    ("npmjs", "com"),
    ("crates", "io"),
    ("deb.debian", "org"),
    ("proxy.golang", "org"),
]
MACHINE_FOLDERS = ["home", "root", "tmp", "work", "Users"]


def module_id(path):
    return path.relative_to(SOURCE).as_posix()


def functions(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [node for node in ast.walk(tree) if isinstance(node, Function)]


def lines_without_docstring(function):
    lines = function.end_lineno - function.lineno + 1
    if ast.get_docstring(function) is None:
        return lines
    docstring = function.body[0]
    return lines - (docstring.end_lineno - docstring.lineno + 1)


def parameters(function):
    """Names of the parameters, without self and cls."""
    found = function.args
    named = [*found.posonlyargs, *found.args, *found.kwonlyargs]
    named += [each for each in (found.vararg, found.kwarg) if each is not None]
    return [each.arg for each in named if each.arg not in {"self", "cls"}]


def public_definitions(body, prefix=""):
    """Names of the classes, functions and methods that a user can see."""
    for node in body:
        if not isinstance(node, (Function, ast.ClassDef)) or node.name.startswith("_"):
            continue
        if not is_overload(node):
            yield prefix + node.name, node
        if isinstance(node, ast.ClassDef):
            yield from public_definitions(node.body, f"{prefix}{node.name}.")


def is_overload(node):
    return any(
        ast.unparse(each).endswith("overload")
        or ast.unparse(each).endswith((".setter", ".deleter"))
        for each in node.decorator_list
    )


def is_command_line(path):
    return path.is_relative_to(SOURCE / "controlmap" / "cli")


@pytest.mark.parametrize("path", MODULES, ids=module_id)
def test_a_module_has_one_subject(path):
    lines = len(path.read_text(encoding="utf-8").splitlines())
    assert lines <= MAX_MODULE_LINES


@pytest.mark.parametrize("path", MODULES, ids=module_id)
def test_a_function_does_one_thing(path):
    long = {
        f"{function.name}:{function.lineno}": lines
        for function in functions(path)
        if (lines := lines_without_docstring(function)) > MAX_FUNCTION_LINES
    }
    assert not long


@pytest.mark.parametrize(
    "path", [each for each in MODULES if not is_command_line(each)], ids=module_id
)
def test_a_function_has_few_parameters(path):
    # A command has as many options as it needs: its module is left out.
    wide = {
        f"{function.name}:{function.lineno}": names
        for function in functions(path)
        if len(names := parameters(function)) > MAX_PARAMETERS
    }
    assert not wide


@pytest.mark.parametrize("path", MODULES, ids=module_id)
def test_public_names_are_documented(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    bare = [
        name
        for name, node in public_definitions(tree.body)
        if ast.get_docstring(node) is None
    ]
    assert ast.get_docstring(tree) is not None
    assert not bare


@pytest.mark.parametrize(
    "path", [each for each in MODULES if not is_command_line(each)], ids=module_id
)
def test_only_the_command_line_prints(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    prints = [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func) in PRINTERS
    ]
    assert not prints


# The text of src/ holds no place: all that is known of places stands in data/. Left out
# are the words that are parts of many names, some of which are all of a name too.
WORD_LISTS = {"controlmap/domain/spelling_words.py"}


def words(text):
    """Words of a text in plain lower-case letters, underscores and marks dropped."""
    plain = unicodedata.normalize("NFKD", text)
    letters = "".join(each for each in plain if not unicodedata.combining(each))
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", letters)
    return re.findall(r"[^\W\d_]+", spaced.casefold())


def names_of_recorded_places():
    with (ROOT / "data" / "control_changes.csv").open(encoding="utf-8") as rows:
        recorded = {row["place_id"] for row in csv.DictReader(rows)}
    features = json.loads((ROOT / "data" / "places.geojson").read_text("utf-8"))
    names = set()
    for feature in features["features"]:
        place = feature["properties"]
        if place["place_id"] in recorded:
            aliases = place.get("aliases") or []
            if isinstance(aliases, str):
                aliases = aliases.split(";")
            names |= {place["place_id"], place["name"], *aliases}
            names.add(place.get("name_ar") or "")
    found = {" ".join(words(name)) for name in names}
    return {name for name in found if len(name.replace(" ", "")) >= 5}


def test_no_place_is_named_in_the_source():
    names = names_of_recorded_places()
    assert names
    found = []
    for path in sorted(SOURCE.rglob("*")):
        if module_id(path) in WORD_LISTS:
            continue
        if path.suffix in {".py", ".js", ".mjs", ".css", ".html", ".json", ".toml"}:
            text = f" {' '.join(words(path.read_text(encoding='utf-8')))} "
            found += [f"{module_id(path)}: {n}" for n in names if f" {n} " in text]
    assert not sorted(found)


# No file may depend on where it was written.


def project_files():
    """Files that git tracks or would track; outside a checkout, all but the made."""
    listing = tracked_by_git()
    if listing is not None:
        return sorted(path for name in listing if (path := ROOT / name).is_file())
    made = {"build", "dist", "__pycache__"}
    caches = {each for each in ROOT.glob(".*") if each.is_dir() and each.name != ".ci"}
    return sorted(
        path
        for path in ROOT.rglob("*")
        if path.is_file()
        and not made & set(path.relative_to(ROOT).parts)
        and not caches & set(path.parents)
    )


def tracked_by_git():
    """Names of files, or None where this is no checkout or there is no git."""
    git = shutil.which("git")
    if git is None or not (ROOT / ".git").exists():
        return None
    listing = subprocess.run(
        [git, "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    if listing.returncode != 0:
        return None
    return listing.stdout.decode().rstrip("\0").split("\0")


def test_no_file_names_a_registry_or_a_machine():
    hosts = "|".join(rf"\b{re.escape('.'.join(host))}\b" for host in HOSTS)
    folders = "|".join(MACHINE_FOLDERS)
    forbidden = re.compile(rf"{hosts}|(?<![\w.*}})-])/(?:{folders})/\w")
    found = []
    for path in project_files():
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue  # a picture or another binary file
        found += [
            f"{path.relative_to(ROOT)}: {hit[0]}" for hit in forbidden.finditer(text)
        ]
    assert not found
