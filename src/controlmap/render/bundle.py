"""The scripts and styles of a page, as text: ours joined, Leaflet from its package.

Our ES modules are joined in Python, so that no map needs Node. For that they keep to
a narrow convention, and anything else is refused with its line:

- ``import { a, b } from "./name.js";`` on a line of its own, before it is used;
- ``export function`` (``async`` too), ``export const`` or ``export class`` at the start
  of a line;
- no default, renamed, re-exported or dynamic import or export, and no circle;
- a text in backticks ends on its line;
- a block comment starts and ends its lines, or is a JSDoc cast ``/** @type … */``.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from controlmap.errors import ControlMapError

if TYPE_CHECKING:
    from collections.abc import Mapping

GLOBAL_NAME = "ControlMap"
"""Global of the page that holds what ``main.js`` and ``parts.js`` export."""

STARTER_NAME = "ControlMapStarter"
"""Global of the page that holds what ``starter.js`` exports."""

_IMPORT = re.compile(r'import \{ (\w+(?:, \w+)*) \} from "\./([\w-]+)\.js";')
_EXPORT = re.compile(r"export ((?:(?:async )?function|const|class) (\w+)\b.*)")
_MODULE_WORD = re.compile(r"^\s*(import|export)\b|\bimport\s*\(")
_CAST = re.compile(r"/\*\* @\w+ .*?\*/ ?")
_CSS_IMAGE = re.compile(r"url\(images/([\w-]+\.png)\)")


def asset_text(name: str) -> str:
    """Text of one of our files in ``render/assets``."""
    return files("controlmap.render").joinpath("assets", name).read_text("utf-8")


@cache
def script_texts() -> tuple[str, str]:
    """Our modules as two scripts: what a first picture needs, then the rest.

    The first sets the global ``ControlMap``, the second one adds to it.
    """
    first, rest = split_modules(_modules(), "main", "parts")
    return safe_script(_minified(first)), safe_script(_minified(rest))


def script_text() -> str:
    """Our modules as one script."""
    return "".join(script_texts())


def starter_text() -> str:
    """What runs a script that a page holds packed; the global ``ControlMapStarter``."""
    code = join_modules(_modules(), "starter", STARTER_NAME)
    return safe_script(_minified(code))


def _minified(code: str) -> str:
    """The same script with short names: what is to be read is in ``assets``."""
    import minify

    short: str = minify.string("application/javascript", code)
    return f"{short};\n"  # which another script may follow


def _modules() -> dict[str, str]:
    folder = files("controlmap.render").joinpath("assets")
    return {
        file.name.removesuffix(".js"): file.read_text("utf-8")
        for file in folder.iterdir()
        if file.name.endswith(".js")
    }


def leaflet_script() -> str:
    """Leaflet with its licence, from the installed XStatic package."""
    code = _leaflet_file("leaflet.js").decode("utf-8")
    code = re.sub(r"\n//# sourceMappingURL=\S+\s*$", "\n", code)
    return safe_script(f"/*!\n{asset_text('leaflet-licence.txt')}*/\n{code}")


@cache
def page_style() -> str:
    """Our style of a page, without comments and needless space."""
    return _short_style(asset_text("page.css") + asset_text("frame.css"))


@cache
def leaflet_style() -> str:
    """Leaflet's style without its images: no part of a page of ours shows them."""
    style = _leaflet_file("leaflet.css").decode("utf-8").replace("\r\n", "\n")
    return _short_style(_CSS_IMAGE.sub("none", style))


def _short_style(style: str) -> str:
    import minify

    return str(minify.string("text/css", style))


def safe_script(code: str) -> str:
    """Give the code so that no text in it ends the script element it stands in."""
    return re.sub(r"<(?=/script|!--|script)", r"\\x3c", code, flags=re.IGNORECASE)


def join_modules(
    modules: Mapping[str, str], main: str, global_name: str = GLOBAL_NAME
) -> str:
    """One script of ES modules that keep to the convention of this module.

    Parameters
    ----------
    modules : mapping of str to str
        Text of each module by its name without ``.js``.
    main : str
        The module whose exports become a global of the page.
    global_name : str
        Name of the global.

    Raises
    ------
    ControlMapError
        If a module is missing, imports itself in a circle, imports what the other
        does not export, or breaks the convention.
    """
    joined, _ = _joined(modules, main)
    last = f"globalThis.{global_name} = Object.freeze({_variable(main)});"
    return _script(*joined.values(), last)


def split_modules(modules: Mapping[str, str], main: str, parts: str) -> tuple[str, str]:
    """Two scripts: the modules that one needs, then what another one needs besides.

    The first makes what ``main`` exports the global ``ControlMap`` of the page, the
    second adds what ``parts`` exports.

    Parameters
    ----------
    modules : mapping of str to str
        As of `join_modules`.
    main, parts : str
        The two modules.

    Raises
    ------
    ControlMapError
        As of `join_modules`.
    """
    first, _ = _joined(modules, main)
    both, needed = _joined(modules, parts)
    rest = [name for name in both if name not in first]
    used = {other for name in rest for other in needed[name] if other in first}
    shared = f"{{ {', '.join(_variable(name) for name in sorted(used))} }}"
    page = f"globalThis.{GLOBAL_NAME}"
    return (
        _script(
            *first.values(),
            f"{page} = {{ ...{_variable(main)}, modules: Object.freeze({shared}) }};",
        ),
        _script(
            f"const {shared} = {page}.modules;",
            *(both[name] for name in rest),
            f"Object.freeze(Object.assign({page}, {_variable(parts)}));",
        ),
    )


def _joined(
    modules: Mapping[str, str], main: str
) -> tuple[dict[str, str], dict[str, list[str]]]:
    """Code of each module needed, in the order to run it; and what each needs."""
    joined: dict[str, str] = {}
    exports: dict[str, list[str]] = {}
    needed: dict[str, list[str]] = {}

    def add(name: str, chain: tuple[str, ...]) -> None:
        if name in chain:
            circle = " > ".join((*chain, name))
            raise ControlMapError(f"{name}.js: imports itself: {circle}")
        if name in joined:
            return
        if name not in modules:
            raise ControlMapError(f"{chain[-1]}.js: no module {name}.js")
        imports, exports[name], code = _read_module(name, modules[name])
        needed[name] = [other for other, _ in imports]
        for other, names in imports:
            add(other, (*chain, name))
            if missing := set(names) - set(exports[other]):
                listed = ", ".join(sorted(missing))
                raise ControlMapError(f"{name}.js: {other}.js exports no {listed}")
        joined[name] = _wrapped(name, imports, exports[name], code)

    add(main, ())
    return joined, needed


def _script(*lines: str) -> str:
    """Script in a scope of its own."""
    return "\n".join(["(() => {", '"use strict";', *lines, "})();", ""])


def _read_module(
    name: str, text: str
) -> tuple[list[tuple[str, list[str]]], list[str], list[str]]:
    """Imports, names exported, and lines of code without comments."""
    imports: list[tuple[str, list[str]]] = []
    exports: list[str] = []
    code: list[str] = []
    for number, line in _code_lines(name, text):
        if found := _IMPORT.fullmatch(line):
            imports.append((found[2], found[1].split(", ")))
        elif found := _EXPORT.fullmatch(line):
            exports.append(found[2])
            code.append(found[1])
        elif _MODULE_WORD.search(line):
            raise ControlMapError(
                f"{name}.js:{number}: import or export is not written as "
                "controlmap.render.bundle wants it"
            )
        else:
            code.append(line.strip())
    return imports, exports, code


def _code_lines(name: str, text: str) -> list[tuple[int, str]]:
    """Lines that hold code, with their numbers, without comments."""
    lines: list[tuple[int, str]] = []
    is_comment = False
    for number, raw in enumerate(text.splitlines(), start=1):
        line = _CAST.sub("", raw).rstrip()
        start = line.strip()
        if is_comment or start.startswith("/*"):
            is_comment = not start.endswith("*/")
            if "*/" in start and is_comment:
                raise ControlMapError(f"{name}.js:{number}: code after a comment")
        elif line.count("`") % 2:
            raise ControlMapError(f"{name}.js:{number}: a text spans several lines")
        elif start and not start.startswith("//"):
            lines.append((number, line))
    if is_comment:
        raise ControlMapError(f"{name}.js: a comment has no end")
    return lines


def _wrapped(
    name: str,
    imports: list[tuple[str, list[str]]],
    exports: list[str],
    code: list[str],
) -> str:
    """Code of a module in a scope of its own."""
    taken = [
        f"const {{ {', '.join(names)} }} = {_variable(other)};"
        for other, names in imports
    ]
    lines = [f"const {_variable(name)} = (() => {{", *taken, *code]
    return "\n".join([*lines, f"return {{ {', '.join(exports)} }};", "})();"])


def _variable(module: str) -> str:
    return "$" + module.replace("-", "_")


def _leaflet_file(name: str) -> bytes:
    return files("xstatic.pkg.leaflet").joinpath("data", name).read_bytes()
