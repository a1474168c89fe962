"""How colours look to readers with other colour vision, and how unlike two are."""

from __future__ import annotations

from itertools import combinations

import numpy as np

from controlmap.render.palette import lab_of, lab_of_linear
from controlmap.render.style import parse_colour

VISION = {
    "protanopia": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "deuteranopia": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
    "tritanopia": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ],
}
"""On linear red, green, blue: Machado, Oliveira and Fernandes 2009, severity 1."""


def seen(colours, vision):
    """CIELAB of colours as a reader sees them, shape (n, 3)."""
    if vision == "normal":
        return lab_of(colours)
    rgb = np.array([parse_colour(colour) for colour in colours]) / 255
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    return lab_of_linear(np.clip(linear @ np.array(VISION[vision]).T, 0, 1))


def difference(one, other):
    """CIEDE2000 of two colours in CIELAB: Sharma, Wu and Dalal 2005."""
    (l_1, a_1, b_1), (l_2, a_2, b_2) = one, other
    c_mean = (np.hypot(a_1, b_1) + np.hypot(a_2, b_2)) / 2
    grey = 0.5 * (1 - np.sqrt(c_mean**7 / (c_mean**7 + 25**7)))
    a_1, a_2 = a_1 * (1 + grey), a_2 * (1 + grey)
    c_1, c_2 = np.hypot(a_1, b_1), np.hypot(a_2, b_2)
    h_1, h_2 = (np.degrees(np.arctan2(b, a)) % 360 for a, b in ((a_1, b_1), (a_2, b_2)))
    turn = (h_2 - h_1 + 180) % 360 - 180 if c_1 * c_2 else 0.0
    hue = (h_1 + turn / 2) % 360 if c_1 * c_2 else h_1 + h_2
    light, chroma = (l_1 + l_2) / 2, (c_1 + c_2) / 2
    d_hue = 2 * np.sqrt(c_1 * c_2) * np.sin(np.radians(turn / 2))
    s_hue = (
        1
        - 0.17 * np.cos(np.radians(hue - 30))
        + 0.24 * np.cos(np.radians(2 * hue))
        + 0.32 * np.cos(np.radians(3 * hue + 6))
        - 0.20 * np.cos(np.radians(4 * hue - 63))
    )
    by_light = (l_2 - l_1) / (
        1 + 0.015 * (light - 50) ** 2 / np.sqrt(20 + (light - 50) ** 2)
    )
    by_chroma = (c_2 - c_1) / (1 + 0.045 * chroma)
    by_hue = d_hue / (1 + 0.015 * chroma * s_hue)
    blue = np.radians(60 * np.exp(-(((hue - 275) / 25) ** 2)))
    rotation = -2 * np.sqrt(chroma**7 / (chroma**7 + 25**7)) * np.sin(blue)
    return float(
        np.sqrt(by_light**2 + by_chroma**2 + by_hue**2 + rotation * by_chroma * by_hue)
    )


def least_difference(colours, vision):
    """CIEDE2000 of the two colours that are hardest to tell apart."""
    return min(difference(a, b) for a, b in combinations(seen(colours, vision), 2))


def contrast(one, other):
    """Contrast ratio of two colours: WCAG 2.2, from 1 to 21."""

    def light(colour):
        rgb = np.array(parse_colour(colour)) / 255
        linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
        return float(linear @ [0.2126, 0.7152, 0.0722])

    high, low = sorted((light(one), light(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)
