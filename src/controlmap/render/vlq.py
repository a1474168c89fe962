"""Integers as text: base64 VLQ, the encoding of source maps (ECMA-426)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import ArrayLike, NDArray

_DIGITS = np.frombuffer(
    b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/", np.uint8
)


def encode_vlq(numbers: ArrayLike | Iterable[int]) -> str:
    """Text of the numbers: five bits a letter, low bits first, sign in the lowest.

    Numbers between -15 and 15 take one letter, up to 511 two, up to 16,383 three.

    Examples
    --------
    >>> encode_vlq([0, 1, -1, 16])
    'ACDgB'
    """
    values = _integers(numbers)
    rest = np.abs(values) << 1 | (values < 0)
    letters = np.ones(len(rest), np.int64)
    higher = rest >> 5
    while higher.any():
        letters += higher > 0
        higher >>= 5
    ends = np.cumsum(letters)
    place = np.arange(letters.sum()) - np.repeat(ends - letters, letters)
    digits = (np.repeat(rest, letters) >> (5 * place)) & 31
    is_followed = place < np.repeat(letters, letters) - 1
    text: bytes = _DIGITS[digits | is_followed * 32].tobytes()
    return text.decode("ascii")


def deltas(numbers: ArrayLike | Iterable[int]) -> NDArray[np.int64]:
    """Each number less the one before it; the first one as it is.

    Examples
    --------
    >>> deltas([7, 9, 8]).tolist()
    [7, 2, -1]
    """
    return np.diff(_integers(numbers), prepend=0)


def _integers(numbers: ArrayLike | Iterable[int]) -> NDArray[np.int64]:
    if isinstance(numbers, np.ndarray):
        return numbers.astype(np.int64).ravel()
    return np.fromiter(numbers, np.int64)  # type: ignore[arg-type]  # any iterable
