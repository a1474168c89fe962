"""Films are written whole or not at all, and always with the same bytes."""

from __future__ import annotations

import subprocess
import sys

import imageio_ffmpeg
import numpy as np
import pytest
from PIL import Image

from controlmap.errors import MissingExtraError, RecipeError
from controlmap.io.films import FORMATS, check_film, write_film

PIXELS = (64, 48)
COLOURS = [(200, 40, 40), (40, 120, 200), (244, 241, 234)]


def frames():
    """A square that moves over paper, one frame for each colour."""
    for number, colour in enumerate(COLOURS):
        frame = np.full((*PIXELS[::-1], 3), 244, np.uint8)
        frame[8:40, 8 * number : 8 * number + 32] = colour
        yield frame


def write(path, made=None, **more):
    made = list(frames()) if made is None else made
    options = {"pixels": PIXELS, "fps": 8, "samples": list(frames()), **more}
    return write_film(path, made, **options)


def read(path):
    """Frames of a film, as a player shows them, shape (n, height, width, 3)."""
    if path.suffix == ".gif":
        with Image.open(path) as picture:
            count = picture.n_frames
            shown = []
            for number in range(count):
                picture.seek(number)
                shown.append(np.asarray(picture.convert("RGB")))
            return np.array(shown)
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-loglevel", "error", "-i", str(path)]
    raw = subprocess.run(
        [*command, "-f", "rawvideo", "-pix_fmt", "rgb24", "-"],
        check=True,
        capture_output=True,
    )
    return np.frombuffer(raw.stdout, np.uint8).reshape(-1, *PIXELS[::-1], 3)


@pytest.mark.parametrize("ending", FORMATS)
def test_frames_come_back(tmp_path, ending):
    path = write(tmp_path / f"film.{ending}")
    shown, made = read(path), np.array(list(frames()))
    assert shown.shape == made.shape
    assert np.abs(shown.astype(int) - made).mean() < 4
    inside = shown[:, 16:32, 24:28].astype(int)
    for number, colour in enumerate(COLOURS):
        assert np.abs(inside[number] - colour).max() < 12
    assert [each.name for each in tmp_path.iterdir()] == [path.name]


@pytest.mark.parametrize("ending", FORMATS)
def test_twice_the_same_bytes(tmp_path, ending):
    one, other = (write(tmp_path / f"{name}.{ending}") for name in "ab")
    assert one.read_bytes() == other.read_bytes()


def test_a_gif_keeps_flat_colours_as_they_are_and_goes_round(tmp_path):
    path = write(tmp_path / "film.gif", fps=10)
    assert (read(path) == np.array(list(frames()))).all()
    with Image.open(path) as picture:
        assert (picture.info["loop"], picture.info["duration"]) == (0, 100)


def test_a_gif_of_more_colours_than_it_can_have(tmp_path):
    steps = np.arange(64, dtype=np.uint8) * 4
    frame = np.zeros((48, 64, 3), np.uint8)
    frame[..., 0], frame[..., 1] = steps, steps[:48, None]
    path = write(tmp_path / "film.gif", [frame], samples=[frame])
    assert read(path).shape == (1, 48, 64, 3)


@pytest.mark.parametrize("ending", FORMATS)
def test_a_failure_leaves_the_old_film(tmp_path, ending):
    path = tmp_path / f"film.{ending}"
    path.write_bytes(b"old")

    def broken():
        yield from frames()
        raise ValueError("no more")

    with pytest.raises(ValueError, match="no more"):
        write(path, broken())
    assert path.read_bytes() == b"old"
    assert [each.name for each in tmp_path.iterdir()] == [path.name]


@pytest.mark.parametrize(
    ("name", "pixels", "fps", "message"),
    [
        ("film.avi", PIXELS, 8, r"one of \.gif, \.mp4, \.webm"),
        ("film", PIXELS, 8, "the end of a film's name"),
        ("film.mp4", (65, 48), 8, "an even width and height, not 65x48"),
        ("film.webm", (64, 47), 8, "an even width and height, not 64x47"),
        ("film.gif", PIXELS, 0, "0 frames a second"),
        ("film.gif", PIXELS, 51, "51 frames a second"),
    ],
)
def test_what_cannot_be_written(tmp_path, name, pixels, fps, message):
    with pytest.raises(RecipeError, match=message):
        write(tmp_path / name, pixels=pixels, fps=fps)
    assert list(tmp_path.iterdir()) == []


def test_without_ffmpeg_the_extra_is_named(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "imageio_ffmpeg", None)
    with pytest.raises(MissingExtraError, match=r"controlmap\[film\]"):
        check_film(tmp_path / "film.mp4", PIXELS, 8)
    assert check_film(tmp_path / "film.GIF", PIXELS, 8) == "gif"
