"""Saving a figure for print and for readers who cannot see it.

Each figure becomes SVG, PDF and PNG of an exact width, the numbers behind it as CSV, and a record
with its text alternative and provenance. No file holds a date, a version or a random name, so
that drawing twice gives the same bytes.
"""

from __future__ import annotations

import base64
import html
import io
import json
import re
import warnings
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from casestudy.figures.legibility import illegible
from casestudy.figures.marks import is_marked_synthetic, write_footer
from casestudy.figures.redrawing import at_size
from casestudy.figures.style import DPI, figure_of, house_style
from casestudy.provenance import Provenance, merged
from casestudy.spreadsheets import formula_safe_csv

FORMATS = ("svg", "pdf", "png")


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedFigure:
    """A figure on disk, and what a reader who cannot see it is told.

    Parameters
    ----------
    path : path
        Where it was saved, without ending.
    title, alt : str
        Its title and its text alternative.
    provenance : tuple of Provenance
        Where the data came from.
    files : tuple of path
        Everything that was written.
    width_mm : float
        Width in print.
    """

    path: Path
    title: str
    alt: str
    provenance: tuple[Provenance, ...]
    files: tuple[Path, ...]
    width_mm: float

    @property
    def is_synthetic(self) -> bool:
        """Whether any of the data was made up."""
        return any(p.is_synthetic for p in self.provenance)

    def to_record(self) -> dict[str, Any]:
        """The figure in the stable shape that programs read; file names are relative to it."""
        return {
            "id": self.path.name,
            "title": self.title,
            "alt": self.alt,
            "provenance": [str(p) for p in self.provenance],
            "synthetic": self.is_synthetic,
            "files": [file.name for file in self.files],
            "width_mm": self.width_mm,
        }

    def _repr_mimebundle_(
        self, include: Collection[str] | None = None, exclude: Collection[str] | None = None
    ) -> dict[str, str]:
        """What a notebook shows: the picture with its text alternative."""
        alt = html.escape(self.alt)
        bundle = {"text/plain": f"{self.title}: {self.alt}"}
        for ending, mime in (("png", "image/png"), ("svg", "image/svg+xml")):
            file = self.path.with_name(f"{self.path.name}.{ending}")
            if file in self.files:
                data = base64.b64encode(file.read_bytes()).decode("ascii")
                style = f"width:{self.width_mm:g}mm;max-width:100%"
                image = f'<img src="data:{mime};base64,{data}" alt="{alt}" style="{style}">'
                bundle["text/html"] = image
                break
        return bundle


def save_figure(  # noqa: PLR0913
    ax: Axes,
    path: Path | str,
    *,
    width_mm: float,
    alt: str,
    title: str,
    data: pd.DataFrame,
    provenance: Iterable[Provenance],
    height_mm: float | None = None,
    formats: tuple[str, ...] = FORMATS,
) -> SavedFigure:
    """Write a figure at its size in print, with the numbers behind it and its text alternative.

    Parameters
    ----------
    ax : Axes
        What was drawn; its whole figure is saved. A figure that a face of this room made is
        drawn again if its size in print differs from the size it was drawn in.
    path : path
        Where to, without ending; its last part becomes the figure's id. Folders are made.
    width_mm, height_mm : float
        Size in print; without a height the figure is as high as it needs or was drawn.
    alt : str
        What the figure shows, for readers who cannot see it.
    title : str
        What the figure is called.
    data : DataFrame
        The numbers that were drawn, written to `<path>.csv`.
    provenance : iterable of Provenance
        Where all of the data came from; written under the figure and into the record.
    formats : tuple of str
        Any of "svg", "pdf", "png".

    Returns
    -------
    SavedFigure
        Shows itself in a notebook, with its text alternative.

    Raises
    ------
    ValueError
        If the text alternative or the title is empty, a format is unknown, or a figure that is
        marked synthetic is saved with a provenance that hides it.

    Warns
    -----
    UserWarning
        If a text is cut or two texts overlap at this size.

    Notes
    -----
    Byte-identical between runs on one version of matplotlib, not between versions. The figure is
    never cropped: cropping would change its width.
    """
    target, origins = Path(path), merged(provenance)
    figure = figure_of(ax)
    _check(target, figure, alt=alt, title=title, formats=formats, provenance=origins)
    target.parent.mkdir(parents=True, exist_ok=True)
    with house_style():
        figure = figure_of(at_size(ax, width_mm=width_mm, height_mm=height_mm))
        write_footer(figure, origins)
        _warn_if_illegible(figure, target.name, width_mm)
        written = [_written(figure, target, kind, title=title, alt=alt) for kind in formats]
    numbers, record = (target.with_name(f"{target.name}.{end}") for end in ("csv", "json"))
    numbers.write_text(formula_safe_csv(data, provenance=origins), encoding="utf-8", newline="")
    saved = SavedFigure(
        path=target, title=title, alt=alt, provenance=origins,
        files=(*written, numbers, record), width_mm=float(width_mm),
    )  # fmt: skip
    text = json.dumps(saved.to_record(), ensure_ascii=False, indent=2) + "\n"
    record.write_text(text, encoding="utf-8", newline="")
    return saved


def _check(
    target: Path,
    figure: Figure,
    *,
    alt: str,
    title: str,
    formats: tuple[str, ...],
    provenance: tuple[Provenance, ...],
) -> None:
    if not alt.strip():
        raise ValueError(
            f"figure {target.name!r} has no text alternative: say in `alt` what it shows, "
            "for readers who cannot see it"
        )
    if not title.strip():
        raise ValueError(f"figure {target.name!r} has no title: give it one in `title`")
    for kind in formats:
        if kind not in FORMATS:
            raise ValueError(
                f"figure {target.name!r}: format {kind!r} is not known; "
                f"allowed are {', '.join(FORMATS)}"
            )
    if is_marked_synthetic(figure) and not any(p.is_synthetic for p in provenance):
        raise ValueError(
            f"figure {target.name!r} draws synthetic data, but its provenance does not say so: "
            "pass the provenance of every result that was drawn"
        )


def _warn_if_illegible(figure: Figure, name: str, width_mm: float) -> None:
    faults = illegible(figure)
    if faults:
        more = f" (and {len(faults) - 1} more)" if len(faults) > 1 else ""
        warnings.warn(
            f"figure {name!r} at {width_mm:g} mm: {faults[0]}{more}; save it wider, "
            "or leave out height_mm to let it be as high as it must",
            UserWarning,
            stacklevel=3,
        )


def _written(figure: Figure, target: Path, kind: str, *, title: str, alt: str) -> Path:
    """One picture file, without anything that changes from run to run."""
    file = target.with_name(f"{target.name}.{kind}")
    if kind == "svg":
        nothing = dict.fromkeys(("Date", "Creator", "Format", "Type"))
        text = io.StringIO()
        figure.savefig(text, format="svg", metadata=nothing)
        file.write_text(_accessible(text.getvalue(), target.name, title, alt), "utf-8", newline="")
    elif kind == "pdf":
        plain = {"CreationDate": None, "ModDate": None, "Creator": None, "Producer": None}
        figure.savefig(file, format="pdf", metadata={**plain, "Title": title, "Subject": alt})
    else:
        said = {"Software": None, "Title": title, "Description": alt}
        figure.savefig(file, format="png", dpi=DPI, metadata=said)
    return file


def _accessible(svg: str, id: str, title: str, alt: str) -> str:
    """An SVG that assistive technology reads as one picture with a name and a description."""
    name = re.sub(r"[^\w-]", "-", id)
    labels = f'role="img" aria-labelledby="{name}-title {name}-desc" '
    head, root, rest = svg.partition("<svg ")
    opening, end, body = rest.partition(">")
    told = (
        f'\n <title id="{name}-title">{html.escape(title)}</title>'
        f'\n <desc id="{name}-desc">{html.escape(alt)}</desc>'
    )
    return f"{head}{root}{labels}{opening}{end}{told}{body}"
