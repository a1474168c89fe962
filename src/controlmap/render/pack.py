"""Texts of a page packed: deflated (RFC 1951), in base64."""

from __future__ import annotations

import base64
import json
import zlib
from typing import TYPE_CHECKING, Any

from controlmap.render.policy import json_block

if TYPE_CHECKING:
    from collections.abc import Mapping

_LEVEL = 8
"""Of zlib: the last one, 9, takes twice as long for three bytes in a thousand."""

_RAW = -15
"""Window of zlib without its header and check sum, of 2^15 bytes."""


def pack(text: str) -> str:
    """Text of letters, digits, ``+``, ``/`` and ``=`` that holds ``text``."""
    deflate = zlib.compressobj(_LEVEL, zlib.DEFLATED, _RAW, 9)
    packed = deflate.compress(text.encode("utf-8")) + deflate.flush()
    return base64.b64encode(packed).decode("ascii")


def data_block(payload: Mapping[str, Any], view: Mapping[str, Any]) -> str:
    """JSON of the data of a page, fit for a script element.

    ``main`` holds the payload and the view, packed; ``evidence`` what only cards and
    lists of sources need, apart, so that it is not read before.
    """
    main = {key: value for key, value in payload.items() if key != "evidence"}
    return json_block(
        {
            "format": payload["format"],
            "version": payload["version"],
            "main": pack(_json({"timeline": main, "view": view})),
            "evidence": pack(_json(payload["evidence"])),
        }
    )


def _json(data: object) -> str:
    return json.dumps(data, ensure_ascii=True, separators=(",", ":"), allow_nan=False)
