"""Draw and save everything into a folder: what two processes must do byte by byte alike."""

from __future__ import annotations

import sys
from pathlib import Path

from casestudy import figures

from . import made


def draw_all(folder: Path) -> None:
    """Save one figure of each kind."""
    drawn = {
        "matrix": (figures.theme_matrix, made.matrix(made.SYNTHETIC, made.PUBLISHED)),
        "frequencies": (figures.code_frequencies, made.frequencies()),
        "crosswalk": (figures.crosswalk_matrix, made.crosswalk()),
        "years": (figures.schemes_by_year, made.overview(12)),
        "channels": (figures.channels_by_stage, made.channels()),
        "shares": (figures.response_shares, made.shares()),
        "hub": (figures.concept_map, made.hub(5, n_parts=2)),
        "tree": (figures.concept_map, made.hub(3, n_parts=2, layout="tree")),
        "mixed": (figures.concept_map, made.mixed()),
        "ring": (figures.concept_map, made.ring()),
        "loose": (figures.concept_map, made.loose()),
    }
    for name, (face, result) in drawn.items():
        figures.save_figure(
            face(result),  # type: ignore[operator]
            folder / name,
            width_mm=114 if name == "hub" else 174,
            alt=f"The figure {name} with “signs” & ä.",
            title=name,
            data=result.to_frame(),
            provenance=result.provenance,
        )


if __name__ == "__main__":
    draw_all(Path(sys.argv[1]))
