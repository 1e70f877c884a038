"""Pictures that lie in a source's folder: how large they are, and whether a region lies on one."""

from __future__ import annotations

import warnings
from pathlib import Path

from casestudy.errors import did_you_mean
from casestudy.regions import Region

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
