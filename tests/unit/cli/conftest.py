"""The small data, and the commands run as a shell would."""

from __future__ import annotations

import sys
from dataclasses import dataclass

import pytest

from controlmap.cli.main import main
from unit.cli.small_data import break_data, make_data


@dataclass(frozen=True)
class Ran:
    """What a command left."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        """Lines of the output, with single spaces."""
        return [" ".join(line.split()) for line in self.out.splitlines()]


@pytest.fixture
def controlmap(monkeypatch, capsys):
    """Run a command line, errors and exit code included."""

    def run(*words: object) -> Ran:
        monkeypatch.setattr(sys, "argv", ["controlmap", *map(str, words)])
        capsys.readouterr()
        with pytest.raises(SystemExit) as stopped:
            main()
        code = stopped.value.code
        said = capsys.readouterr()
        return Ran(0 if code is None else int(code), said.out, said.err)

    return run


@pytest.fixture(scope="session")
def unchanged(tmp_path_factory):
    """The small data set, for tests that only read it."""
    return make_data(tmp_path_factory.mktemp("cli") / "data")


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A folder to work in, with the small data set and no maps yet."""
    make_data(tmp_path / "data")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def broken(project):
    """The same with a broken record."""
    break_data(project / "data")
    return project
