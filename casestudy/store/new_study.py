"""A new study folder: the shape of a study, with a codebook to start from."""

from __future__ import annotations

from pathlib import Path

from casestudy.errors import BadFile
from casestudy.store import layout
from casestudy.store.durable import write_durably
from casestudy.store.schemes import read_codebook
from casestudy.store.study_file import write_new_study_record

FOLDERS = (
    layout.SCHEMES,
    layout.SOURCES,
    layout.CODINGS,
    layout.MEMOS,
    layout.SURVEYS,
    layout.NOTEBOOKS,
    "figures",
    "tables",
)
PACKAGE = Path(__file__).parents[1]


def make_study_folder(folder: Path, *, title: str = "", scheme: Path | None = None) -> Path:
    """Make a study folder that can be coded in at once.

    Parameters
    ----------
    folder : path
        Where; it may exist if it is empty.
    title : str
        Title of the study; the folder's name if none is given.
    scheme : path, optional
        The coding scheme to begin with; the ten themes of customer intimacy if none is given.

    Raises
    ------
    FileExistsError
        If the folder exists and is not empty.
    BadFile
        If the scheme is not sound.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise FileExistsError(
            f"{folder} exists and is not empty; choose another name, nothing was changed"
        )
    is_ours = scheme is None
    scheme = scheme or starter_file("customer_intimacy.toml")
    codebook = read_codebook(scheme)
    for name in FOLDERS:
        (folder / name).mkdir(parents=True, exist_ok=True)
    write_durably(folder / layout.SCHEMES / f"{codebook.id}.toml", scheme.read_bytes())
    if is_ours:
        features = starter_file(layout.SITE_FEATURES)
        write_durably(folder / layout.SCHEMES / layout.SITE_FEATURES, features.read_bytes())
    write_durably(folder / ".gitignore", layout.IGNORED.encode())
    write_durably(folder / ".gitattributes", layout.ATTRIBUTES.encode())
    write_new_study_record(folder, title=title or folder.name, codebook=codebook.id)
    return folder


def starter_file(name: str) -> Path:
    """A file that new studies begin with, from the checkout or from the installed package.

    Raises
    ------
    BadFile
        If it is missing.
    """
    for path in (PACKAGE / "starter" / name, PACKAGE.parent / layout.SCHEMES / name):
        if path.exists():
            return path
    raise BadFile(PACKAGE / "starter" / name, "the file is missing; reinstall casestudy")
