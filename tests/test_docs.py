"""The documentation says what is so: examples run, every command has its place."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

import controlmap
from controlmap.cli.main import app
from controlmap.domain.rules import RULES

ROOT = Path(__file__).parent.parent
COMMANDS = typer.main.get_command(app).commands


def text_of(name):
    return (ROOT / name).read_text(encoding="utf-8")


def python_of(name):
    """The Python blocks of a page, as one program."""
    blocks = re.findall(r"^```python\n(.*?)^```", text_of(name), re.DOTALL | re.M)
    assert blocks
    return "\n".join(blocks)


def section_of(name, heading):
    """The text under a heading, up to the next of its level."""
    found = re.search(
        rf"^## {heading}\n(.*?)(?=^## |\Z)", text_of(name), re.DOTALL | re.M
    )
    assert found, f"{name} has no section {heading!r}"
    return found[1]


def options_of(command):
    """Long options of a command, else its short ones; without those all share."""
    names = {
        max(each.opts, key=len) for each in command.params if each.opts[0][0] == "-"
    }
    return names - {"--data", "--help"}


def file_rules():
    """Identifiers of the rules that reading a file may break."""
    found = set()
    for module in (ROOT / "src/controlmap/io").glob("*.py"):
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Dict):
                texts = [v.value for v in node.values if isinstance(v, ast.Constant)]
                found |= {each for each in texts if "-" in str(each)}
            if isinstance(node, ast.Call):
                called = ast.unparse(node.func).rpartition(".")[2]
                if called in {"say", "Issue", "_say"}:
                    texts = [a for a in node.args if isinstance(a, ast.Constant)]
                    found |= {text.value for text in texts[-1:]}
    rules = {each for each in found if re.fullmatch("[a-z]+(-[a-z]+)*", str(each))}
    assert rules
    return rules


@pytest.mark.parametrize("page", ["README.md", "docs/tutorial.md"])
def test_the_example_runs(page, tmp_path, monkeypatch, capsys):
    (tmp_path / "data").symlink_to(ROOT / "data")
    monkeypatch.chdir(tmp_path)
    exec(compile(python_of(page), page, "exec"), {})
    assert capsys.readouterr().out
    assert (tmp_path / "idlib.html").stat().st_size > 10_000


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_a_command_has_help(name):
    result = CliRunner().invoke(app, [name, "--help"])
    assert result.exit_code == 0
    assert COMMANDS[name].help
    assert all(each.help for each in COMMANDS[name].params if each.opts[0][0] == "-")


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_a_command_stands_in_the_readme(name):
    assert re.search(rf"^\| `controlmap {name}\b", text_of("README.md"), re.M)


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_a_command_and_its_options_stand_in_the_reference(name):
    section = section_of("docs/reference/cli.md", name)
    missing = {each for each in options_of(COMMANDS[name]) if f"`{each}" not in section}
    assert not missing


def test_the_reference_has_no_other_commands():
    headings = set(re.findall(r"^## (\w+)$", text_of("docs/reference/cli.md"), re.M))
    assert headings == set(COMMANDS)


def test_public_names_stand_in_the_reference():
    page = text_of("docs/reference/api.md")
    missing = [
        name for name in controlmap.__all__ if not re.search(rf"\b{name}\b", page)
    ]
    assert not missing


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_a_rule_of_the_check_stands_in_the_reference_with_its_fix(rule):
    rule_id = rule.__name__.replace("_", "-")
    fix = rule.__doc__.splitlines()[0]
    assert f"| `{rule_id}` | {fix} |" in text_of("docs/reference/rules.md")


def test_a_rule_of_the_files_stands_in_the_reference():
    page = text_of("docs/reference/rules.md")
    missing = {each for each in file_rules() if f"| `{each}` |" not in page}
    assert not missing


def test_links_between_files_lead_somewhere():
    pages = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("data/*.md")]
    broken = []
    for page in pages:
        for target in re.findall(r"\]\(([^)#]+)[^)]*\)", page.read_text("utf-8")):
            local = not target.startswith(("http:", "https:", "mailto:"))
            if local and not (page.parent / target).exists():
                broken.append(f"{page.relative_to(ROOT)}: {target}")
    assert not broken
