"""Questions to the person at the terminal, asked again until the answer will do."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from rich.console import Console
from rich.prompt import Confirm, InvalidResponse, Prompt
from rich.text import Text

from controlmap.errors import ControlMapError

Check = Callable[[str], str]
"""What an answer stands for; an error that it raises is told, and the question asked
again."""


class _Question(Prompt):
    """A question whose answer is checked."""

    check: Check = staticmethod(str)
    illegal_choice_message = "that is none of the choices"

    def process_response(self, value: str) -> str:
        """Give what the answer stands for."""
        if not value.strip():
            raise InvalidResponse("an answer is needed")
        try:
            return self.check(super().process_response(value))
        except ControlMapError as error:
            raise InvalidResponse(Text(str(error))) from error


def ask(
    words: str,
    *,
    choices: Sequence[str] = (),
    default: str | None = None,
    check: Check = str,
) -> str:
    """Answer to a question, which goes to standard error.

    Parameters
    ----------
    words : str
    choices : sequence of str
        All answers that will do; empty for any.
    default : str or None
        What an empty answer stands for; None where one is needed.
    check : callable
        Turns an answer into what it stands for, or raises a `ControlMapError`.
    """
    question = _Question(
        Text(words),
        console=_console(),
        choices=list(choices) or None,
        show_default=bool(default),
    )
    question.check = check
    return question() if default is None else question(default=default)


def confirm(words: str) -> bool:
    """Whether a question is answered with yes."""
    return Confirm.ask(Text(words), console=_console())


def show(lines: Iterable[str]) -> None:
    """Print lines beside the questions."""
    for line in lines:
        _console().print(Text(line))


def _console() -> Console:
    return Console(stderr=True, highlight=False, soft_wrap=True)
