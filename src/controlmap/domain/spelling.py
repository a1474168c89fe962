"""One key for the many spellings of a name, in Latin or in Arabic letters.

A name that is carried from Arabic into Latin letters is written in many ways: short
vowels are guessed, articles join the letter that follows, emphatic letters lose their
dots. What the ways share is the order of the consonants. ``docs/explanation/names.md``
says what is folded and why.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from controlmap.domain.spelling_words import (
    ARTICLES,
    EMPTY_WORDS,
    FIRST_KINDS,
    HEADS,
    KINDS,
    QUALIFIERS,
)

if TYPE_CHECKING:
    from collections.abc import Iterable


class Spelling(NamedTuple):
    """What the spellings of one name have in common.

    Attributes
    ----------
    key : str
        Consonants of the words that name the place, without articles.
    sound : str
        The same with vowels, of which three are told apart.
    qualifiers : frozenset of str
        What tells it from a neighbour of its name: great, little, north, upper, …
    kind : str
        Kind of place that a word of the name says; empty if none does.
    is_arabic : bool
        Whether it is written in Arabic letters, which leave short vowels out.
    """

    key: str
    sound: str
    qualifiers: frozenset[str]
    kind: str
    is_arabic: bool


class _Word(NamedTuple):
    """A word of a name: its sound inside and at the end of a name, and its part."""

    inside: str
    at_end: str
    qualifier: str
    kind: str
    is_bare: bool
    is_first: bool
    is_article: bool
    is_empty: bool
    is_head: bool


def spelling_of(name: str) -> Spelling:
    """Spelling key of a name.

    Examples
    --------
    >>> spelling_of("Tall aş-Şakhrayn").key == spelling_of("Tell al Sakhrein").key
    True
    >>> spelling_of("تل الصخرين").key
    'tlsxrn'
    """
    return spellings_of([name])[0]


def spellings_of(names: Iterable[str]) -> list[Spelling]:
    """Spelling keys of many names, in their order.

    What is done to letters is done to all names at once, so that a gazetteer takes a
    fraction of a second.
    """
    lines = "\n".join(name.replace("\n", " ") for name in names)
    return [_spelling(line) for line in _plain(lines).split("\n")]


_MARKS = dict.fromkeys(map(ord, "'`´ʼʹʽʾʿʻ‘’‛′ʺ\u0640\u200c\u200d"))
"""Signs of hamza and ayn, and what only joins or stretches Arabic letters."""
_PARTED_H = re.compile("(?<=[cdgkst])['`´ʼʿ‘’]h")
"""An h that a mark parts from a letter that it would join."""
_LETTERS_WITH_MARKS = (
    ("g\u0306", "gh"),
    ("c\u0327", "ch"),
    ("z\u0327", "dh"),
    ("h\u0327", "ħ"),
    ("ı", "i"),
    ("æ", "a"),
    ("œ", "u"),
)
"""Turkish letters, and of BGN/PCGN what others write dh, and an h that stands alone."""
_ACCENTS = re.compile("[\u0300-\u036f\u064b-\u065f\u0670]+")
_BRACKETS = re.compile(r"\([^()\n]*\)|\[[^\[\]\n]*\]")
_ORDINAL = re.compile(r"\b(\d+)(?:st|nd|rd|th)\b")
_NOT_WORD = re.compile(r"[^\w\n]+|_")


def _plain(text: str) -> str:
    """Small letters and spaces, without marks and without what stands in brackets."""
    text = _PARTED_H.sub("ħ", _BRACKETS.sub(" ", text).casefold()).translate(_MARKS)
    if not text.isascii():
        text = unicodedata.normalize("NFD", text)
        for written, read in _LETTERS_WITH_MARKS:
            text = text.replace(written, read)
        text = _ACCENTS.sub("", text)
    return _ORDINAL.sub(r"\1", _NOT_WORD.sub(" ", text))


@cache
def _spelling(line: str) -> Spelling:
    words = [_word(word) for word in line.split()]
    qualifiers, kind = _NONE, ""
    if not all(word.is_bare for word in words):
        words, qualifiers, kind = _parts(words)
    sound = words[-1].at_end if words else ""
    if len(words) > 1:
        sound = "".join([word.inside for word in words[:-1]]) + sound
    key = sound.translate(_NO_VOWELS)
    return Spelling(
        key or sound,
        sound,
        qualifiers,
        kind,
        not line.isascii() and bool(_ARABIC.search(line)),
    )


def _parts(words: list[_Word]) -> tuple[list[_Word], frozenset[str], str]:
    """Words that name a place, what tells it from its neighbour, and its kind."""
    words = [word for word in words if not word.is_article] or words
    kind = _kind(words)
    named = [
        word
        for at, word in enumerate(words)
        if not (word.is_empty or (kind and _says_kind(at, word)))
    ] or words
    core = [word for word in named if not word.qualifier]
    if not core:
        return named, _NONE, kind
    return core, frozenset(w.qualifier for w in named if w.qualifier), kind


def _says_kind(at: int, word: _Word) -> bool:
    return bool(word.kind) and (at == 0 or not word.is_first)


def _kind(words: list[_Word]) -> str:
    """Kind that a word says; not where it is all that a mere "hill of …" is named."""
    kinds = [word.kind for at, word in enumerate(words) if _says_kind(at, word)]
    if not kinds or all(word.is_head for word in words if not word.kind):
        return ""
    return kinds[-1]


@cache
def _word(word: str) -> _Word:
    is_arabic = not word.isascii() and _ARABIC.search(word)
    letters = _from_arabic(word) if is_arabic else _from_latin(word)
    sound = _sound(letters)
    is_feminine = letters.endswith(_CONSTRUCT) and len(sound.translate(_NO_VOWELS)) > 2
    qualifier = QUALIFIERS.get(sound, "") or QUALIFIERS.get(word, "")
    kind = KINDS.get(word, "") or FIRST_KINDS.get(word, "")
    is_article, is_empty = word in ARTICLES, word in EMPTY_WORDS
    return _Word(
        inside=_sound(letters[:-1]) if is_feminine else sound,
        at_end=sound,
        qualifier=qualifier,
        kind=kind,
        is_bare=not (qualifier or kind or is_article or is_empty),
        is_first=word in FIRST_KINDS,
        is_article=is_article,
        is_empty=is_empty,
        is_head=sound in HEADS,
    )


def _sound(letters: str) -> str:
    """Letters with three vowels, none twice in a row, without a last h."""
    heard = letters.removesuffix("h") or letters
    return _DOUBLED.sub(r"\1", _VOWELS.sub(_vowel, heard))


_NONE: frozenset[str] = frozenset()
_ARABIC = re.compile(r"[\u0621-\u06d3]")
_NO_VOWELS = str.maketrans("", "", "aiu")
_VOWELS = re.compile("(?<=.)[aeiouwy]+|^[aeiou][aeiouwy]*")
_CONSTRUCT = ("at", "et")
"""Feminine ending before another word, -at; elsewhere it is -ah, and not heard."""
_DOUBLED = re.compile(r"([^\d])\1+")
_DIGRAPHS = {
    **dict.fromkeys(("tch", "sch", "sh", "ch"), "S"),
    "kh": "x",
    "gh": "G",
    "dj": "j",
    "dh": "d",
    "th": "t",
    "ph": "f",
    "ck": "k",
}
_DIGRAPH = re.compile("|".join(_DIGRAPHS))
_HARD_C = re.compile("c(?![aeiou])")
_SINGLE = str.maketrans("cqpvgħ", "jkbwGh")
_FIRSTS = {"ou": "W", "w": "W", "y": "Y"}
_FIRST = re.compile("^(?:ou|w|y)(?=[aeiou])")
_LETTERS = str.maketrans(
    {
        **dict.fromkeys("اأإآٱىع", "a"),
        **dict.fromkeys("وؤ", "w"),
        **dict.fromkeys("يیئې", "y"),
        **dict.fromkeys("ةهەہھ", "h"),
        "ء": "",
        **dict(zip("بتثجحخدذرزسشصضط", "bttjhxddrzsSsdt", strict=True)),
        **dict(zip("ظغفقكلمنپچڤگکژ", "dGfkklmnbSwGkj", strict=True)),
    }
)


def _from_latin(word: str) -> str:
    letters = "G" + word[2:] if word.startswith("rh") else word
    letters = _DIGRAPH.sub(lambda found: _DIGRAPHS[found[0]], letters)
    if "c" in letters:
        letters = _HARD_C.sub("k", letters)
    return _FIRST.sub(lambda found: _FIRSTS[found[0]], letters.translate(_SINGLE))


def _from_arabic(word: str) -> str:
    bare = word[2:] if word.startswith("ال") and len(word) > 3 else word
    letters = re.sub("ة$", "ا", bare).translate(_LETTERS)
    if letters[:1] in {"w", "y"}:
        letters = letters[0].upper() + letters[1:]
    return letters


def _vowel(run: re.Match[str]) -> str:
    return _vowel_of(run[0])


@cache
def _vowel_of(letters: str) -> str:
    if any(letter in letters for letter in "uow"):
        return "u"
    return "i" if any(letter in letters for letter in "iy") or letters == "ee" else "a"
