"""Entry point: the commands, and errors as messages and exit codes.

0 all is well, 1 the data have problems, 2 the call cannot be carried out.
"""

from __future__ import annotations

import sys

import typer

from controlmap.cli.add import add
from controlmap.cli.animate import animate
from controlmap.cli.area import area
from controlmap.cli.build import build
from controlmap.cli.changes import changes
from controlmap.cli.check import check
from controlmap.cli.cite import cite
from controlmap.cli.claims import claims
from controlmap.cli.coverage import coverage
from controlmap.cli.delays import delays
from controlmap.cli.disagreements import disagreements
from controlmap.cli.embed import embed
from controlmap.cli.film import film
from controlmap.cli.geocode import geocode
from controlmap.cli.layers import layers
from controlmap.cli.map import map_
from controlmap.cli.policies import policies
from controlmap.cli.sources import sources
from controlmap.cli.state import state
from controlmap.cli.still import still
from controlmap.cli.verify import verify
from controlmap.errors import ControlMapError, DatasetError

app = typer.Typer(
    name="controlmap",
    help="Dated, sourced reports of who holds which place, turned into maps.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # to load rich for the help alone takes 0.15 s
)
app.command()(check)
app.command()(state)
app.command()(changes)
app.command()(claims)
app.command()(sources)
app.command()(delays)
app.command()(area)
app.command()(disagreements)
app.command()(policies)
app.command()(coverage)
app.command()(layers)
app.command("map")(map_)
app.command()(animate)
app.command()(still)
app.command()(film)
app.command()(build)
app.command()(cite)
app.command()(verify)
app.command()(add)
app.command()(geocode)
app.command()(embed)


def main() -> None:
    """Run the command that the arguments name."""
    try:
        app()
    except DatasetError as error:
        _say(f"{error}\nthe data have problems; nothing was made", 1)
    except ControlMapError as error:
        _say(f"controlmap: {error}", 2)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(1)
    except OSError as error:
        _say(f"controlmap: {error}", 2)


def _say(message: str, code: int) -> None:
    print(message, file=sys.stderr)
    sys.exit(code)
