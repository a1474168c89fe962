"""Frames into the file of a film: GIF by Pillow, MP4 and WebM by ffmpeg."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import numpy as np

from controlmap.errors import MissingExtraError, RecipeError
from controlmap.io.files import draft_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from numpy.typing import NDArray
    from PIL import Image

    Frame = NDArray[np.uint8]

FORMATS = ("gif", "mp4", "webm")

_CODECS = {"mp4": "libx264", "webm": "libvpx-vp9"}
_SETTINGS = {
    "mp4": ["-crf", "20", "-preset", "medium", "-movflags", "+faststart"],
    "webm": ["-crf", "28", "-b:v", "0", "-deadline", "good", "-cpu-used", "4"],
}
_SAME_BYTES = [
    *("-threads", "2", "-map_metadata", "-1"),
    *("-fflags", "+bitexact", "-flags:v", "+bitexact"),
]
"""No stamp of time or version, and a number of threads that no machine decides."""

_COLOURS = [
    *("-vf", "scale=out_color_matrix=bt709:out_range=tv"),
    *("-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709"),
    *("-color_range", "tv"),
]


def check_film(path: Path, pixels: tuple[int, int], fps: int) -> str:
    """Format of a film that can be written, by the end of its name.

    Raises
    ------
    RecipeError
        If there is no such format, its size is odd where it must be even, or its
        speed is beyond what players show.
    MissingExtraError
        If ffmpeg is needed and not there.
    """
    file_format = path.suffix.removeprefix(".").lower()
    if file_format not in FORMATS:
        known = ", ".join(f".{each}" for each in FORMATS)
        raise RecipeError(f"{path.name}: the end of a film's name is one of {known}")
    if not 1 <= fps <= 50:
        raise RecipeError(f"{fps} frames a second are not between 1 and 50")
    if file_format in _CODECS:
        _ffmpeg()
        if pixels[0] % 2 or pixels[1] % 2:
            size = f"{pixels[0]}x{pixels[1]}"
            raise RecipeError(
                f"a film of {file_format} has an even width and height, not {size}"
            )
    return file_format


def write_film(
    path: Path,
    frames: Iterable[Frame],
    *,
    pixels: tuple[int, int],
    fps: int,
    samples: Iterable[Frame],
) -> Path:
    """Film of some frames, written whole or not at all.

    Parameters
    ----------
    path : Path
        Its end says the format: gif, mp4 or webm.
    frames : iterable of ndarray of uint8, shape (height, width, 3)
        Taken one at a time.
    pixels : tuple of int
        Width and height.
    fps : int
        Frames a second.
    samples : iterable of ndarray of uint8
        Frames that the 256 colours of a GIF are taken from.

    Raises
    ------
    RecipeError, MissingExtraError
        As of `check_film`.
    """
    file_format = check_film(path, pixels, fps)
    with draft_of(path) as draft:
        if file_format == "gif":
            _write_gif(draft, frames, samples, fps)
        else:
            _write_video(draft, frames, pixels, fps)
    return path


def _write_gif(
    path: Path, frames: Iterable[Frame], samples: Iterable[Frame], fps: int
) -> None:
    """Write all frames with one palette, so that what stays the same is not written."""
    from PIL import Image

    palette = Image.new("P", (1, 1))
    palette.putpalette(_commonest_colours(samples).tobytes())

    def reduced() -> Iterator[Image.Image]:
        for frame in frames:
            image = Image.fromarray(frame)
            yield image.quantize(palette=palette, dither=Image.Dither.NONE)

    images = reduced()
    next(images).save(
        path,
        "GIF",
        save_all=True,
        append_images=images,
        duration=10 * round(100 / fps),
        loop=0,
    )


def _commonest_colours(samples: Iterable[Frame]) -> NDArray[np.uint8]:
    """Colours that most pixels have, at most 256, shape (n, 3).

    A map is flat colours: these are kept as they are, and what lies between two of
    them along an edge takes the nearest.
    """
    counts: Counter[int] = Counter()
    for frame in samples:
        codes = frame.astype(np.uint32) @ np.array([65_536, 256, 1], np.uint32)
        values, times = np.unique(codes, return_counts=True)
        counts.update(dict(zip(values.tolist(), times.tolist(), strict=True)))
    kept = sorted(counts, key=lambda code: (-counts[code], code))[:256]
    codes = np.array(kept, np.uint32)
    return np.column_stack([codes >> 16, codes >> 8 & 255, codes & 255]).astype(
        np.uint8
    )


def _write_video(
    path: Path, frames: Iterable[Frame], pixels: tuple[int, int], fps: int
) -> None:
    file_format = path.suffix.removeprefix(".").lower()
    writer = _ffmpeg().write_frames(
        str(path),
        pixels,
        fps=fps,
        codec=_CODECS[file_format],
        quality=None,
        macro_block_size=1,
        output_params=[*_SETTINGS[file_format], *_COLOURS, *_SAME_BYTES],
    )
    writer.send(None)
    try:
        for frame in frames:
            writer.send(np.ascontiguousarray(frame))
    finally:
        writer.close()


def _ffmpeg() -> Any:  # noqa: ANN401 - the library carries no types
    try:
        import imageio_ffmpeg
    except ImportError as error:
        raise MissingExtraError(
            "MP4 and WebM need ffmpeg: pip install 'controlmap[film]', or make a GIF"
        ) from error
    return imageio_ffmpeg
