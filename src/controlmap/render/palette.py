"""Colours of the parties that readers with any colour vision tell apart.

The conventional palette is that of ``actors.csv``. The safe one, which pages and
pictures use unless asked, is made of it:

1. Parties are grouped in families, each under its bloc: that of a party's first
   relation ``in_bloc``, else that of the whole that it is first a member of, else the
   party itself.
2. The families share out `ANCHORS` so that the sum over all parties of the distance
   to the conventional colour of their bloc (CIE 1976, in CIELAB) is least; where there
   are more families than anchors, the small ones have lighter shades of them.
3. The other parties of a family have shades of its colour, one for each in turn.

The anchors were found by a search over eight ranges of hue for the largest smallest
difference (CIEDE2000) of any two of them, in full and mixed with the paper, as seen
with normal vision and with deuteranopia, protanopia and tritanopia as simulated by
Machado, Oliveira and Fernandes (2009, https://doi.org/10.1109/TVCG.2009.113). Any two
differ by 17 at least in full, and by 8 in the palest tint of a firm inference.
"""

from __future__ import annotations

from datetime import date
from itertools import cycle
from typing import TYPE_CHECKING

import numpy as np

from controlmap.render.style import mix, parse_colour

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from numpy.typing import NDArray

    from controlmap.domain.dataset import Dataset
    from controlmap.domain.model import ActorLink

ANCHORS = (
    "#992c0a",
    "#007966",
    "#7d7dcb",
    "#9ad4e4",
    "#f8e020",
    "#2a1a1c",
    "#0b3299",
    "#c38526",
)
"""Rust, green, violet, sky, yellow, black, navy, ochre: no two of a lightness alike."""

_SHADES = (("#ffffff", 0.9), ("#000000", 0.86), ("#ffffff", 0.82), ("#000000", 0.74))
"""Ground and share of the shades of one colour, in turn."""

_SHADE_COST = 100.0
"""Added to a distance where a family has no anchor."""

_TO_XYZ = np.array(
    [
        [0.4124564, 0.3575761, 0.1804375],
        [0.2126729, 0.7151522, 0.0721750],
        [0.0193339, 0.1191920, 0.9503041],
    ]
)
_WHITE = np.array([0.95047, 1.0, 1.08883])


def conventional_colours(dataset: Dataset) -> dict[str, str]:
    """Colour of each actor as the data set has it, ``#rrggbb`` in small letters.

    Raises
    ------
    RecipeError
        If a colour is not written ``#rrggbb``.
    """
    colours = {key: actor.colour.lower() for key, actor in dataset.actors.items()}
    for colour in colours.values():
        parse_colour(colour)
    return colours


def safe_colours(dataset: Dataset) -> dict[str, str]:
    """Colour of each actor that any colour vision tells apart, ``#rrggbb``.

    The order of the rows of a data set makes no difference: see the module.

    Raises
    ------
    RecipeError
        If a colour is not written ``#rrggbb``.
    """
    families = _families(dataset)
    colours = _share_out(families, conventional_colours(dataset))
    for root, members in families.items():
        shades = cycle([mix(colours[root], share, on) for on, share in _SHADES])
        others = (member for member in members if member != root)
        colours |= dict(zip(others, shades, strict=False))
    return {key: colours[key] for key in dataset.actors}


def _families(dataset: Dataset) -> dict[str, list[str]]:
    """Parties of each bloc, sorted; one that no relation puts elsewhere is its own."""
    blocs = _first_targets(dataset.links, "in_bloc")
    wholes = _first_targets(dataset.links, "member_of")
    families: dict[str, list[str]] = {}
    for actor in sorted(dataset.actors):
        seen: list[str] = []
        root = actor
        while root not in blocs and root not in seen:
            seen.append(root)
            root = wholes.get(root, root)
        root = blocs.get(root, root)
        families.setdefault(root if root in dataset.actors else actor, []).append(actor)
    return families


def _first_targets(links: Iterable[ActorLink], relation: str) -> dict[str, str]:
    """What each party is first in such a relation to."""
    chosen = [link for link in links if link.relation == relation]
    chosen.sort(key=lambda k: (k.valid.earliest or date.min, k.target_id))
    targets: dict[str, str] = {}
    for link in chosen:
        targets.setdefault(link.actor_id, link.target_id)
    return targets


def _share_out(
    families: Mapping[str, list[str]], conventional: Mapping[str, str]
) -> dict[str, str]:
    """Colour of each family's root, all together as near the conventional as can be."""
    from scipy.optimize import linear_sum_assignment

    roots = sorted(families)
    if not roots:
        return {}
    rounds = -(-len(roots) // len(ANCHORS))
    pool = [mix(anchor, 0.8**r, "#ffffff") for r in range(rounds) for anchor in ANCHORS]
    wanted = lab_of([conventional[root] for root in roots])
    apart = np.linalg.norm(wanted[:, None] - lab_of(pool)[None], axis=2)
    sizes = np.array([len(families[root]) for root in roots])
    is_shade = np.arange(len(pool)) // len(ANCHORS)
    cost = sizes[:, None] * (apart + _SHADE_COST * is_shade)
    chosen = linear_sum_assignment(np.round(cost, 6))[1]
    return {root: pool[i] for root, i in zip(roots, chosen, strict=True)}


def lab_of(colours: Iterable[str]) -> NDArray[np.float64]:
    """CIELAB (D65) of colours written ``#rrggbb``, shape (n, 3).

    Examples
    --------
    >>> lab_of(["#ffffff"]).round(1).tolist()
    [[100.0, -0.0, 0.0]]
    """
    rgb = np.array([parse_colour(colour) for colour in colours], np.float64) / 255
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    return lab_of_linear(linear)


def lab_of_linear(linear: NDArray[np.float64]) -> NDArray[np.float64]:
    """CIELAB (D65) of linear red, green and blue from 0 to 1, shape (n, 3)."""
    part = linear @ _TO_XYZ.T / _WHITE
    curve = np.where(part > 216 / 24389, np.cbrt(part), (24389 / 27 * part + 16) / 116)
    x, y, z = curve.T
    return np.stack([116 * y - 16, 500 * (x - y), 200 * (y - z)], axis=1)
