"""Channels by purchasing stage, as a work names them: an order of mention, not a rank."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from casestudy.evidence import Evidence
from casestudy.provenance import Provenance, kinds
from casestudy.results import as_html, as_text

NOTES = (
    "A channel that is not named for a stage is unknown: a blank is not zero.",
    "The numbers give the order of mention, which is not a rank.",
)
"""The notes that every table of channels carries."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ChannelTable:
    """Which channels a work names for which stage, and in which order.

    Parameters
    ----------
    stages, channels : tuple of str
        In the order in which the rows first name them.
    mention : array of int, shape (n_stages, n_channels)
        Order of mention from 1; 0 where the channel is not named for the stage, which is unknown.
    pages : tuple of str
        For each stage the page or pages of its rows.
    """

    stages: tuple[str, ...]
    channels: tuple[str, ...]
    mention: npt.NDArray[np.int64]
    pages: tuple[str, ...]
    notes: tuple[str, ...] = ()
    provenance: tuple[Provenance, ...] = ()

    @property
    def named_counts(self) -> npt.NDArray[np.int64]:
        """How many stages name each channel, shape (n_channels,)."""
        return np.asarray(np.count_nonzero(self.mention, axis=0), dtype=np.int64)

    def to_frame(self) -> pd.DataFrame:
        """One row a stage and channel: stage, channel, mention, named, provenance.

        `named` says whether the work names the channel for the stage; where it does not, nothing
        is known of the channel's use.
        """
        frame = pd.DataFrame(
            {
                "stage": np.repeat(np.array(self.stages, dtype=object), len(self.channels)),
                "channel": np.tile(np.array(self.channels, dtype=object), len(self.stages)),
                "mention": self.mention.ravel(),
                "named": self.mention.ravel() > 0,
                "provenance": kinds(self.provenance),
            }
        )
        return frame.astype(dict.fromkeys(["stage", "channel", "provenance"], "str"))

    _repr_html_ = as_html
    __repr__ = as_text


def channels_by_stage(stage_channels: Evidence) -> ChannelTable:
    """Which channels a work names for each stage, in its order of mention.

    Parameters
    ----------
    stage_channels : Evidence
        Rows with the columns `stage`, `channel` and `mention`, a whole number from 1. If there is a
        column `named`, only rows with "yes" are read. A channel without a row is unknown.

    Returns
    -------
    ChannelTable
        Stages and channels in the order of the rows. Notes repeat what the rows note.

    Raises
    ------
    ValueError
        If a column is missing, a mention is not a whole number from 1, or a stage names a channel
        twice.

    Notes
    -----
    The number is the place in a sentence. It is neither a rank nor a share, and it cannot be
    compared between stages.

    Examples
    --------
    >>> rows = pd.DataFrame([{"id": "C1", "statement": "Email comes first.", "work": "w",
    ...     "page": "1", "seen_in": "", "status": "published", "note": "", "stage": "buying",
    ...     "channel": "email", "mention": "1", "provenance": "published"}])
    >>> found = channels_by_stage(Evidence(name="channels", frame=rows))
    >>> found.stages, found.channels, found.mention.tolist()
    (('buying',), ('email',), [[1]])
    """
    frame = _named_rows(stage_channels)
    stages, channels = tuple(frame["stage"].unique()), tuple(frame["channel"].unique())
    mention = np.zeros((len(stages), len(channels)), dtype=np.int64)
    at = pd.Index(stages).get_indexer(pd.Index(frame["stage"]))
    across = pd.Index(channels).get_indexer(pd.Index(frame["channel"]))
    mention[at, across] = _mentions(stage_channels.name, frame)
    pages = frame.groupby("stage", sort=False)["page"].unique()
    return ChannelTable(
        stages=stages,
        channels=channels,
        mention=mention,
        pages=tuple(", ".join(pages[stage]) for stage in stages),
        notes=(*NOTES, *_row_notes(frame)),
        provenance=stage_channels.provenance,
    )


def _named_rows(stage_channels: Evidence) -> pd.DataFrame:
    """The rows that name a channel for a stage, each pair once."""
    frame = stage_channels.frame
    for column in ("stage", "channel", "mention"):
        if column not in frame.columns:
            raise ValueError(
                f"evidence {stage_channels.name!r} has no column {column!r}; channels by stage "
                "need stage, channel and mention: add the column"
            )
    named = frame[frame["named"] == "yes"] if "named" in frame.columns else frame
    twice = named[named.duplicated(["stage", "channel"])]
    if len(twice):
        row = twice.iloc[0]
        raise ValueError(
            f"evidence {stage_channels.name!r}, id {row['id']!r}: the channel {row['channel']!r} "
            f"is named twice for the stage {row['stage']!r}; keep one row for each pair"
        )
    return named


def _mentions(name: str, frame: pd.DataFrame) -> npt.NDArray[np.int64]:
    """The order of mention of each row as a number."""
    wrong = frame[~frame["mention"].astype("str").str.fullmatch(r"[1-9][0-9]*")]
    if len(wrong):
        row = wrong.iloc[0]
        raise ValueError(
            f"evidence {name!r}, id {row['id']!r}: mention {row['mention']!r} is not allowed; "
            "write a whole number from 1, the place in the order of mention"
        )
    return frame["mention"].to_numpy(dtype=np.int64)


def _row_notes(frame: pd.DataFrame) -> list[str]:
    """What the rows note: once for all, or with the statement that a note belongs to."""
    notes = []
    for note, rows in frame[frame["note"] != ""].groupby("note", sort=False):
        stages = ", ".join(rows["stage"].unique())
        statement = f" {rows['statement'].iloc[0]}" if len(rows) == 1 else ""
        notes.append(f"{stages}:{statement} {note}")
    return notes
