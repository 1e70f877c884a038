"""Pictures that lie in a source's folder: how large they are, and whether a region lies on one."""

from __future__ import annotations

import io
import warnings
from pathlib import Path
from typing import TYPE_CHECKING

from casestudy.errors import did_you_mean
from casestudy.regions import Region

if TYPE_CHECKING:
    from PIL.Image import Image

MOST_PIXELS = 60_000_000
"""A screenshot of 16,384 rows has about 24 million; unpacked, a picture takes three bytes each."""
BAND_QUALITY = 82
PICTURE_ENDINGS = frozenset({".png", ".jpg", ".jpeg", ".gif", ".webp", ".tif", ".tiff", ".bmp"})


def picture_names(folder: Path) -> list[str]:
    """Names of the pictures in a source's folder, in order."""
    return sorted(path.name for path in folder.iterdir() if path.suffix.lower() in PICTURE_ENDINGS)


def picture_size(path: Path) -> tuple[int, int]:
    """Width and height of a picture in pixels, read from its head: nothing is unpacked.

    Raises
    ------
    ValueError
        If the file is no picture that can be read.
    """
    from PIL import Image

    try:
        with warnings.catch_warnings():
            # a warning about many pixels is about unpacking them
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(path) as picture:
                return picture.size
    except (OSError, Image.DecompressionBombError) as error:
        raise ValueError(f"{path.name} cannot be read as a picture: {error}") from None


class PictureBands:
    """One picture at a time, cut into bands that travel quickly.

    The picture that was asked for last stays unpacked, because a band of a PNG can only be had by
    unpacking all that is above it.
    """

    def __init__(self) -> None:
        self._opened: tuple[Path, Image] | None = None

    def band(self, path: Path, *, top: int, height: int) -> bytes:
        """A horizontal band of a picture, as WebP.

        Parameters
        ----------
        path : path
            The picture.
        top, height : int
            Pixels; what lies below the picture is left out.

        Raises
        ------
        ValueError
            If the file is no picture that can be shown, or the band lies outside it.
        """
        picture = self._picture(path)
        bottom = min(top + height, picture.height)
        if not 0 <= top < bottom:
            raise ValueError(
                f"{path.name} has {picture.height} rows of pixels; no band begins at {top}"
            )
        buffer = io.BytesIO()
        picture.crop((0, top, picture.width, bottom)).save(buffer, "WEBP", quality=BAND_QUALITY)
        return buffer.getvalue()

    def _picture(self, path: Path) -> Image:
        from PIL import Image as Pictures

        if self._opened is None or self._opened[0] != path:
            width, height = picture_size(path)
            if width * height > MOST_PIXELS:
                raise ValueError(
                    f"{path.name} has {width} x {height} pixels, more than can be shown here; a "
                    "region on it can still be coded with `casestudy code --region`"
                )
            try:
                with Pictures.open(path) as found:
                    self._opened = (path, found.convert("RGB"))
            except OSError as error:
                raise ValueError(f"{path.name} cannot be read as a picture: {error}") from None
        return self._opened[1]


def check_on_picture(folder: Path, region: Region) -> None:
    """Refuse a region whose picture a source has not, or that reaches beyond it.

    Raises
    ------
    ValueError
        With the pictures there are, or the size of the picture.
    """
    names = picture_names(folder)
    if region.picture not in names:
        have = f"its pictures are {', '.join(names)}" if names else "it has no pictures"
        raise ValueError(
            f"source {folder.name!r} has no picture {region.picture!r}; "
            f"{have}{did_you_mean(region.picture, names)}"
        )
    width, height = picture_size(folder / region.picture)
    if region.x + region.width > width or region.y + region.height > height:
        raise ValueError(
            f"region {region} reaches beyond the picture, which has {width} x {height} pixels"
        )
