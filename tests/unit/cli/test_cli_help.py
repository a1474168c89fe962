import subprocess
import sys

import pytest
import typer
from typer.testing import CliRunner

from controlmap.cli.main import app

HEAVY = {
    "folium",
    "frictionless",
    "geopandas",
    "numpy",
    "pandas",
    "pyproj",
    "scipy",
    "shapely",
}
COMMANDS = ("check", "state", "layers", "map", "animate", "build")
ASK = """
import sys
from controlmap.cli.main import main
sys.argv = ["controlmap", *sys.argv[1:]]
try:
    main()
except SystemExit as stopped:
    print("code", stopped.code)
print("loaded", *sorted({name.partition(".")[0] for name in sys.modules}))
"""


@pytest.mark.parametrize("words", [["--help"], ["state", "--help"], []], ids=" ".join)
def test_help_loads_nothing_heavy(words):
    run = subprocess.run(
        [sys.executable, "-c", ASK, *words], capture_output=True, text=True, check=True
    )
    loaded = set(run.stdout.splitlines()[-1].split()[1:])
    assert "controlmap" in loaded
    assert loaded.isdisjoint(HEAVY)


def test_the_package_alone_loads_nothing_heavy():
    ask = "import sys, controlmap; print(*sys.modules)"
    run = subprocess.run(
        [sys.executable, "-c", ask], capture_output=True, text=True, check=True
    )
    assert set(run.stdout.split()).isdisjoint(HEAVY)


def test_help_names_each_command():
    result = CliRunner().invoke(app, ["--help"])
    assert result.exit_code == 0
    for command in COMMANDS:
        assert f" {command} " in result.stdout


@pytest.mark.parametrize(
    ("command", "options"),
    [
        ("check", ["--data", "--schemas"]),
        ("state", ["--on", "--as-of", "--by", "--only-sources", "--json", "--data"]),
        (
            "layers",
            [
                "--on",
                "--output",
                "-o",
                "--format",
                "--as-of",
                "--by",
                "--zone",
                "--data",
            ],
        ),
        ("map", ["--on", "--output", "-o", "--as-of", "--by", "--zone", "--data"]),
        (
            "animate",
            ["--from", "--to", "--output", "-o", "--as-of", "--by", "--zone", "--data"],
        ),
        ("build", ["--check", "--data"]),
    ],
)
def test_help_of_a_command_names_its_options(command, options):
    result = CliRunner().invoke(app, [command, "--help"], env={"COLUMNS": "200"})
    assert (result.exit_code, result.stderr) == (0, "")
    for option in options:
        assert option in result.stdout


def test_what_answers_from_the_records_can_be_asked_as_known_on_a_day():
    whole_files = {"check", "build", "cite", "verify", "embed"}  # a recipe has it
    whole_files |= {"add", "geocode"}  # these ask for no answer
    for name, command in typer.main.get_command(app).commands.items():
        options = {each for parameter in command.params for each in parameter.opts}
        assert ("--as-of" in options) is (name not in whole_files), name


def test_without_a_command_help_is_shown(controlmap):
    ran = controlmap()
    assert ran.code == 2
    assert "Commands" in ran.out + ran.err


def test_an_unknown_command(controlmap):
    ran = controlmap("stat")
    assert ran.code == 2
    assert "stat" in ran.err
