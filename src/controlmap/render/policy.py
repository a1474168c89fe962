"""A Content-Security-Policy that lets a page run its own scripts and nothing else."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from html import escape
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

POLICY_MARK = "<!--content-policy-->"
"""Stands in a page where its policy is to go."""

_UNSAFE_IN_JSON = re.compile(
    "[<>&\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)

_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
_UNPLAIN = re.compile(r"[^\w .,:()/-]")


def json_block(data: object) -> str:
    r"""JSON of ``data`` that cannot leave the script element it stands in.

    ``<``, ``>``, ``&``, line separators, marks that turn the direction of text and
    lone surrogates are written as escapes.

    Examples
    --------
    >>> json_block({"a": "</script>"})
    '{"a":"\\u003c/script\\u003e"}'
    """
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return _UNSAFE_IN_JSON.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def inert_name(text: str) -> str:
    """Name of a layer that folium's control shows as the text, whatever it is.

    The control takes a name for a Jinja template when it is rendered, and for HTML when
    it is shown: all but letters, digits and plain signs are written as references, and
    what would turn the text beside it is left out.

    Examples
    --------
    >>> inert_name("War {{ 7 * 7 }}")
    'War &#123;&#123; 7 &#42; 7 &#125;&#125;'
    """
    return _UNPLAIN.sub(lambda found: f"&#{ord(found[0])};", _TURNING.sub("", text))


def isolated(text: str) -> str:
    """HTML that shows the text and keeps its direction from its neighbours.

    Examples
    --------
    >>> isolated("A & B")
    '<bdi>A &amp; B</bdi>'
    """
    return f"<bdi>{escape(_TURNING.sub('', text))}</bdi>"


class _InlineBlocks(HTMLParser):
    """Collects the texts of the script and style elements of a page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.scripts: list[str] = []
        self.styles: list[str] = []
        self._current: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, Any]]) -> None:
        given = dict(attrs)
        is_code = given.get("type") in {None, "", "text/javascript", "module"}
        if tag == "script" and is_code and "src" not in given:
            self.scripts.append("")
            self._current = self.scripts
        elif tag == "style":
            self.styles.append("")
            self._current = self.styles

    def handle_data(self, data: str) -> None:
        if self._current is not None:
            self._current[-1] += data

    def handle_endtag(self, tag: str) -> None:
        if tag in {"script", "style"}:
            self._current = None


def content_policy(
    page: str, *, scripts: Iterable[str] = (), image_hosts: Iterable[str] = ()
) -> str:
    """Policy that allows the inline scripts and styles of ``page`` by their hashes.

    No request may leave the page, but for images from ``image_hosts``.

    Parameters
    ----------
    page : str
        HTML with all its scripts and styles, which must not change any more.
    scripts : iterable of str
        Texts of the scripts that the page holds packed, and adds to itself.
    image_hosts : iterable of str
        Origins of tile servers, as ``https://host``.
    """
    blocks = _InlineBlocks()
    blocks.feed(page)
    blocks.close()
    return _policy(
        _directive("script-src", [*blocks.scripts, *scripts]),
        _directive("style-src", blocks.styles),
        image_hosts,
    )


def _policy(scripts: str, styles: str, image_hosts: Iterable[str]) -> str:
    return "; ".join(
        (
            "default-src 'none'",
            scripts,
            styles,
            " ".join(("img-src", "data:", *image_hosts)),
            "base-uri 'none'",
            "form-action 'none'",
        )
    )


def with_policy(
    page: str, *, scripts: Iterable[str] = (), image_hosts: Iterable[str] = ()
) -> str:
    """Give the page with its policy in the place that its mark keeps.

    Halves of a character, which no file can hold, become question marks.

    Parameters
    ----------
    page : str
        HTML with ``POLICY_MARK`` in its head, before any text of the data.
    scripts : iterable of str
        Texts of the scripts that the page holds packed.
    image_hosts : iterable of str
        Origins of tile servers, as ``https://host``.
    """
    page = whole_characters(page)
    policy = content_policy(page, scripts=scripts, image_hosts=image_hosts)
    return _with_meta(page, policy)


def with_policy_of_files(page: str, *, image_hosts: Iterable[str] = ()) -> str:
    """Give the page with the policy that it runs files of its own site alone.

    Parameters
    ----------
    page : str
        HTML with ``POLICY_MARK`` in its head, and no script or style in it.
    image_hosts : iterable of str
        Origins of tile servers, as ``https://host``.
    """
    policy = _policy("script-src 'self'", "style-src 'self'", image_hosts)
    return _with_meta(page, policy)


def whole_characters(text: str) -> str:
    """Text with question marks for halves of a character, which no file can hold."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _with_meta(page: str, policy: str) -> str:
    meta = f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
    return page.replace(POLICY_MARK, meta, 1)


def _directive(name: str, texts: Iterable[str]) -> str:
    hashes = [f"'sha256-{_sha256(text)}'" for text in dict.fromkeys(texts)]
    return " ".join((name, *(hashes or ["'none'"])))


def _sha256(text: str) -> str:
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return base64.b64encode(digest).decode("ascii")
