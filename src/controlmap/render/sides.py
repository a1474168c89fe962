"""The sides that a payload names: each list of them once, meant by its number."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from controlmap.domain.model import Side
    from controlmap.render.numbering import Numbering


class SidesTable:
    """Numbers the lists of sides in the order in which they are first met.

    Parameters
    ----------
    names : Numbering
    """

    def __init__(self, names: Numbering) -> None:
        self._names = names
        self._numbers: dict[tuple[Side, ...], int] = {}

    def number(self, sides: Iterable[Side]) -> int:
        """Number of a list of sides."""
        return self._numbers.setdefault(tuple(sides), len(self._numbers))

    def rows(self) -> list[list[list[int]]]:
        """Lists of sides in order, each party by its number, leaders first."""
        return [self._names.sides(sides) for sides in self._numbers]
