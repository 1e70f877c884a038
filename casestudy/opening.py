"""A study found, opened or begun."""

from __future__ import annotations

from pathlib import Path

from casestudy.store import make_study_folder
from casestudy.store.layout import STUDY_FILE
from casestudy.study import Study


def open_study(folder: Path | str | None = None) -> Study:
    """The study in a folder.

    Parameters
    ----------
    folder : path, optional
        The folder that holds `study.toml`. If not given, the current folder or the nearest one
        above it that does, so that a notebook of the study finds it.

    Raises
    ------
    BadFile
        If there is no study, or `study.toml` is malformed.
    """
    here = Path.cwd()
    above = (at for at in (here, *here.parents) if (at / STUDY_FILE).exists())
    return Study(next(above, here) if folder is None else Path(folder))


def new_study(folder: Path | str, *, title: str = "", scheme: Path | None = None) -> Study:
    """A new study in a new or empty folder, with the ten customer-intimacy themes to begin with.

    Parameters
    ----------
    folder : path
        Where.
    title : str
        Title; the folder's name if none is given.
    scheme : path, optional
        Another coding scheme to begin with.
    """
    return Study(make_study_folder(Path(folder), title=title, scheme=scheme))
