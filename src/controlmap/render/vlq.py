"""Integers as text: base64 VLQ, the encoding of source maps (ECMA-426)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"


def encode_vlq(numbers: Iterable[int]) -> str:
    """Text of the numbers: five bits a letter, low bits first, sign in the lowest.

    Numbers between -15 and 15 take one letter, up to 511 two, up to 16,383 three.

    Examples
    --------
    >>> encode_vlq([0, 1, -1, 16])
    'ACDgB'
    """
    letters: list[str] = []
    for number in numbers:
        rest = (number << 1) if number >= 0 else ((-number << 1) | 1)
        while rest > 31:
            letters.append(_DIGITS[(rest & 31) | 32])
            rest >>= 5
        letters.append(_DIGITS[rest])
    return "".join(letters)


def deltas(numbers: Iterable[int]) -> list[int]:
    """Each number less the one before it; the first one as it is.

    Examples
    --------
    >>> deltas([7, 9, 8])
    [7, 2, -1]
    """
    before = 0
    steps = []
    for number in numbers:
        steps.append(number - before)
        before = number
    return steps
