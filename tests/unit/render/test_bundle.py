"""Our modules, joined: by a convention that fails loudly where it is not kept."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from controlmap.errors import ControlMapError
from controlmap.render import bundle
from controlmap.render.bundle import (
    asset_text,
    join_modules,
    leaflet_script,
    leaflet_style,
    safe_script,
    script_text,
    script_texts,
    split_modules,
)
from controlmap.render.style import LANGUAGES

ASSETS = Path(bundle.__file__).parent / "assets"


def test_modules_stand_in_the_order_of_their_use():
    modules = {
        "main": 'import { two } from "./b.js";\nexport const one = two;',
        "b": "/** A comment. */\nexport function two() {\n  // more\n  return 2;\n}",
    }
    assert join_modules(modules, "main").splitlines() == [
        "(() => {",
        '"use strict";',
        "const $b = (() => {",
        "function two() {",
        "return 2;",
        "}",
        "return { two };",
        "})();",
        "const $main = (() => {",
        "const { two } = $b;",
        "const one = two;",
        "return { one };",
        "})();",
        "globalThis.ControlMap = Object.freeze($main);",
        "})();",
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('import x from "./b.js";', "main.js:1: import or export is not written"),
        ('import * as x from "./b.js";', "main.js:1: import or export"),
        ('import { two as x } from "./b.js";', "main.js:1: import or export"),
        ('import { two } from "https://x/b.js";', "main.js:1: import or export"),
        ('import {\n  two\n} from "./b.js";', "main.js:1: import or export"),
        ("export default 1;", "main.js:1: import or export"),
        ("const a = 1;\nexport { a };", "main.js:2: import or export"),
        ("  export const a = 1;", "main.js:1: import or export"),
        ('const a = await import("./b.js");', "main.js:1: import or export"),
        ("const a = `\n`;", "main.js:1: a text spans several lines"),
        ("/* a */ const b = 1;", "main.js:1: code after a comment"),
        ("/* a", "main.js: a comment has no end"),
        ('import { two } from "./c.js";', "main.js: no module c.js"),
        ('import { three } from "./b.js";', "main.js: b.js exports no three"),
        ('import { one } from "./main.js";', "imports itself: main > main"),
    ],
)
def test_what_breaks_the_convention_is_refused(text, message):
    modules = {"main": text, "b": "export const two = 2;"}
    with pytest.raises(ControlMapError, match=re.escape(message)):
        join_modules(modules, "main")


def test_every_module_is_used():
    modules = {path.stem: path.read_text("utf-8") for path in ASSETS.glob("*.js")}
    met, ring = set(), {"main", "parts", "starter"}
    while ring:
        met |= ring
        found = (re.findall(r'from "\./([\w-]+)\.js";', modules[name]) for name in ring)
        ring = {name for names in found for name in names} - met
    assert met == set(modules)


def test_the_script_is_short_and_sets_its_global():
    code, plain = script_text(), sum(len(p.read_text()) for p in ASSETS.glob("*.js"))
    assert code.count("globalThis.ControlMap=") == 1
    assert len(code) < plain / 2


def test_what_the_first_picture_needs_is_much_less_than_all():
    first, rest = script_texts()
    assert len(first) < len(rest) / 1.5


def test_two_scripts_share_modules():
    modules = {
        "main": 'import { two } from "./b.js";\nexport const one = two;',
        "parts": 'import { two } from "./b.js";\nimport { four } from "./c.js";\n'
        "export const six = two + four;",
        "b": "export const two = 2;",
        "c": 'import { two } from "./b.js";\nexport const four = two + two;',
    }
    first, rest = split_modules(modules, "main", "parts")
    last = "globalThis.ControlMap = Object.freeze($main);"
    shared = "globalThis.ControlMap = { ...$main, modules: Object.freeze({ $b }) };"
    assert first == join_modules(modules, "main").replace(last, shared)
    assert rest.splitlines() == [
        "(() => {",
        '"use strict";',
        "const { $b } = globalThis.ControlMap.modules;",
        "const $c = (() => {",
        "const { two } = $b;",
        "const four = two + two;",
        "return { four };",
        "})();",
        "const $parts = (() => {",
        "const { two } = $b;",
        "const { four } = $c;",
        "const six = two + four;",
        "return { six };",
        "})();",
        "Object.freeze(Object.assign(globalThis.ControlMap, $parts));",
        "})();",
    ]


def test_our_script_holds_no_way_to_run_a_text():
    code = script_text()
    for word in (
        "eval(",
        "new Function",
        "innerHTML",
        "insertAdjacent",
        "document.write",
    ):
        assert word not in code


def test_a_script_cannot_end_its_element():
    assert safe_script('a = "</script>" + "<!--"') == 'a = "\\x3c/script>" + "\\x3c!--"'
    for code in (script_text(), leaflet_script()):
        assert not re.search(r"</script|<!--", code, re.IGNORECASE)


def test_leaflet_carries_its_licence_and_asks_for_nothing():
    code, style = leaflet_script(), leaflet_style()
    assert "Redistribution and use in source and binary forms" in code
    assert "sourceMappingURL" not in code
    assert "url(i" not in style
    assert "url(d" not in style
    assert "\r" not in code + style


def test_the_languages_say_the_same_things():
    words = [json.loads(asset_text(f"messages.{lang}.json")) for lang in LANGUAGES]
    plural = re.compile(r"_(zero|one|two|few|many|other)$")
    keys = [{plural.sub("", key) for key in each} for each in words]
    assert all(each == keys[0] for each in keys)
    # and of the same things: each gap of a message is there in every language
    gaps = [
        {
            key: set(re.findall(r"\{\w+\}", text))
            for key, text in each.items()
            if not plural.search(key)
        }
        for each in words
    ]
    assert all(each == gaps[0] for each in gaps)
    assert all(text.strip() == text != "" for each in words for text in each.values())


def test_no_language_is_left_in_another():
    words = {
        lang: json.loads(asset_text(f"messages.{lang}.json")) for lang in LANGUAGES
    }
    same_everywhere = {"km2", "range", "when_window", "date_between"}
    for lang in LANGUAGES[1:]:
        alike = {
            key
            for key, text in words["en"].items()
            if words[lang].get(key) == text and len(text) > 9
        }
        assert alike <= same_everywhere, lang


def test_every_message_is_said_and_every_word_has_one():
    code = script_text()
    words = json.loads(asset_text("messages.en.json"))
    said_in_python = {"noscript", "index_title", "map", "zoom_in", "zoom_out"}
    said_in_python |= {key for key in words if key.startswith("told_")}
    for key in words:
        stem = re.sub(r"_(one|other)$", "", key)
        families = (f'"{key.split(".")[0]}."', f'"{key.rsplit("_", 1)[0]}_"')
        is_said = any(text in code for text in (f'"{stem}"', *families))
        assert is_said or key in said_in_python, key
