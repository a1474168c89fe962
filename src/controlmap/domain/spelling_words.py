"""Words inside names that are not the name: articles, directions, kinds of place."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


def _by_word(lists: Mapping[str, str]) -> Mapping[str, str]:
    return {word: meaning for meaning, words in lists.items() for word in words.split()}


ARTICLES = _words(
    "al el ul il ar er as es ash esh ech ach at et ath ad ed adh edh az ez an en"
)
"""The article, alone or as it sounds before a sun letter."""

QUALIFIERS = _by_word(
    {
        "great": "kabir kabira kibir kubra kbir kbira great greater big large",
        "little": "saGir saGira suGra suGir saGra sGir sGira little lesser small",
        "north": "Samal Samali Simali Sumali Smali north northern",
        "south": "kibli kabli kbli kibali janub janubi jinubi jnubi south southern",
        "east": "Sark Sarki Sarka Srki east eastern",
        "west": "Garb Garbi Grbi west western",
        "upper": "fuk fuka fukani fuGani fukana upper",
        "lower": "taht tahta tahtani thtani sufla lower",
        "middle": "Wasta Wastani Wusta Wustani Wstani middle central",
    }
)
"""Words that tell neighbours of one name apart, as they sound, and in English."""

KINDS = _by_word(
    {
        "airbase": "airbase airport airfield airstrip aerodrome",
        "base": "base barracks battalion brigade camp garrison regiment division academy",
        "checkpoint": "checkpoint roadblock",
        "crossing": "crossing",
        "hill": "hill hills mount mountain mountains summit",
        "dam": "dam",
        "facility": "bridge factory mine prison silos station university college school "
        "hospital refinery farm farms quarry depot depots warehouses",
        "neighbourhood": "district neighbourhood neighborhood quarter suburb housing",
    }
)
"""Words that say what kind of place a name is of, before or behind it."""

FIRST_KINDS = _by_word(
    {
        "airbase": "مطار",
        "base": "فوج لواء معسكر ثكنة قاعدة كتيبة",
        "checkpoint": "حاجز",
        "crossing": "معبر",
        "hill": "jabal jebel jabel djebel جبل تلة",
        "dam": "سد",
        "facility": "جسر معمل سجن صوامع محطة",
        "neighbourhood": "حي",
    }
)
"""The same in Arabic, where they stand first; behind a name they are part of it."""

EMPTY_WORDS = _words(
    "town village city hamlet of the in air military army area قرية مدينة بلدة "
    "ناحية منطقة"
)
"""Words beside a name that say nothing of it."""

HEADS = _words("tal til tl tul kafr kfar kafar kfr xirba xarba xrb abu umu um")
"""First words of many names, as they sound, which are no name alone: hill, ruin, …"""
