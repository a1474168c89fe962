"""What no script of ours may do: markup from a text, code from a text, and so on."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ASSETS = Path(__file__).parent.parent / "src/controlmap/render/assets"
MODULES = sorted(ASSETS.glob("*.js"))
PAGES = sorted(ASSETS.parent.glob("*.py"))

FORBIDDEN = {
    "markup from a text": r"\.(?:inner|outer)HTML\b|\binsertAdjacentHTML\b"
    r"|\bdocument\.write(?:ln)?\b|\bcreateContextualFragment\b|\bDOMParser\b"
    r"|\bsrcdoc\b|\bsetHTML(?:Unsafe)?\b|\bparseHTML(?:Unsafe)?\b",
    "code from a text": r"\beval\b|\bnew\s+Function\b|\bFunction\s*\("
    r"|\bset(?:Timeout|Interval)\(\s*[\"'`]|\bimport\s*\(|javascript:",
    "a handler as an attribute": r"setAttribute\(\s*[\"'`]on",
    "a style that the policy refuses": r"setAttribute\(\s*[\"'`]style|cssText"
    r"|createElement\(\s*[\"'`]style",
    "the network": r"\bfetch\b|\bXMLHttpRequest\b|\bWebSocket\b|\bEventSource\b"
    r"|\bsendBeacon\b|\bimportScripts\b|\bnew\s+(?:Worker|SharedWorker|Image)\b",
    "what a sandbox refuses": r"\b(?:local|session)Storage\b|\bindexedDB\b"
    r"|\bdocument\.cookie\b|\b(?:alert|confirm|prompt)\s*\(",
}


def code_of(path):
    """The text of a module without its comments."""
    text = path.read_text("utf-8")
    return re.sub(r"/\*.*?\*/|^\s*//.*$", "", text, flags=re.DOTALL | re.MULTILINE)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_a_module_does_none_of_it(path):
    code = code_of(path)
    for what, pattern in FORBIDDEN.items():
        found = re.search(pattern, code)
        assert found is None, f"{path.name}: {what}: {found[0]}"


@pytest.mark.parametrize(
    "sample",
    [
        "part.innerHTML = name;",
        "part.outerHTML = name;",
        "part.insertAdjacentHTML('beforeend', name);",
        "document.write(name);",
        "eval(name);",
        "new Function(name)();",
        "Function(name)();",
        "setTimeout('alert(1)', 1);",
        "part.setAttribute('onclick', name);",
        "fetch(name);",
        "localStorage.setItem(name, name);",
    ],
)
def test_each_of_them_is_found(sample):
    assert any(re.search(pattern, sample) for pattern in FORBIDDEN.values())


def test_a_target_of_its_own_stands_with_its_rel():
    """A link that opens apart has noopener and noreferrer, wherever it is made."""
    for path in [*MODULES, *PAGES]:
        for line in path.read_text("utf-8").splitlines():
            if "_blank" in line and "closest(" not in line:
                assert "noopener noreferrer" in line, f"{path.name}: {line.strip()}"
