"""What Python packs, the page unpacks: each kind of deflated block."""

from __future__ import annotations

import base64
import random
import zlib

import pytest

from controlmap.render.bundle import asset_text, join_modules
from controlmap.render.pack import pack

pytestmark = pytest.mark.browser

NOISE = "".join(map(chr, random.Random(4).choices(range(0x20, 0x2FFF), k=40_000)))
TEXTS = {
    "empty": "",
    "a letter": "a",
    "one letter again and again": "a" * 70_000,
    "words": "قرية تل abc \u2028 </script> " * 4_000,
    "noise": NOISE,
    "far apart": NOISE[:9_000] + "x" * 20_000 + NOISE[:9_000],
}
KINDS = {
    "stored": (0, zlib.Z_DEFAULT_STRATEGY),
    "fixed": (9, zlib.Z_FIXED),
    "letters alone": (9, zlib.Z_HUFFMAN_ONLY),
}
FEW_LETTERS = "".join(random.Random(7).choices("ab", k=60_000))


@pytest.fixture
def blank(open_map):
    """A page with the module and nothing else."""
    modules = {
        "main": 'import { unpack, unpackSoon } from "./unpack.js";\n'
        "export const read = unpack;\nexport const readSoon = unpackSoon;",
        "unpack": asset_text("unpack.js"),
        "inflate": asset_text("inflate.js"),
    }
    return open_map(f"<!DOCTYPE html><script>{join_modules(modules, 'main')}</script>")


@pytest.fixture
def unpack(blank):
    return lambda packed: blank.evaluate("(text) => ControlMap.read(text)", packed)


OLD_BROWSERS = {
    "none": "",
    "that inflates nothing": "delete window.DecompressionStream;",
    "without raw data": "window.DecompressionStream = class {"
    " constructor() { throw new TypeError('Unsupported compression format'); } };",
    "without base64": "delete Uint8Array.fromBase64;",
}


@pytest.mark.parametrize("old", OLD_BROWSERS.values(), ids=OLD_BROWSERS)
@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_the_browser_unpacks_the_same(blank, old, text):
    read = f"(text) => {{ {old} return ControlMap.readSoon(text); }}"
    assert blank.evaluate(read, pack(text)) == text


def test_the_browser_refuses_what_ends_too_early(blank):
    cut = base64.b64encode(base64.b64decode(pack(TEXTS["words"]))[:-40]).decode()
    with pytest.raises(Exception, match="ompress"):
        blank.evaluate("(text) => ControlMap.readSoon(text)", cut)


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_a_packed_text_comes_back(unpack, text):
    assert unpack(pack(text)) == text


@pytest.mark.parametrize(
    "text", [TEXTS["words"] + NOISE, FEW_LETTERS], ids=["many letters", "few letters"]
)
@pytest.mark.parametrize("kind", KINDS)
def test_other_kinds_of_blocks_are_read_too(unpack, kind, text):
    level, strategy = KINDS[kind]
    deflate = zlib.compressobj(level, zlib.DEFLATED, -15, 9, strategy)
    packed = deflate.compress(text.encode()) + deflate.flush()
    assert unpack(base64.b64encode(packed).decode()) == text


def test_what_ends_too_early_is_refused(unpack):
    cut = base64.b64encode(base64.b64decode(pack(TEXTS["words"]))[:-40]).decode()
    with pytest.raises(Exception, match="ends too early"):
        unpack(cut)
