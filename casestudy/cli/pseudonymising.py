"""Commands that put labels in place of names: find, tick, replace, put back, hand on, look."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from casestudy.cli.arguments import Json, StudyFolder
from casestudy.cli.output import FOUND_WRONG, put, put_json, put_rows, say
from casestudy.cli.passphrases import asked_passphrase, given_passphrase
from casestudy.progress import progress

if TYPE_CHECKING:
    from casestudy.pseudonymising import StudyPseudonyms
    from casestudy.pseudonyms import LeakReport

app = typer.Typer(
    help=(
        "Put labels in place of names: find them, tick them, replace them everywhere, check that "
        "none is left, make a copy for others, and go back.\n\n"
        "Begin with: casestudy pseudonymise candidates"
    ),
    no_args_is_help=True,
    rich_markup_mode=None,
)

KeyFile = Annotated[
    Path | None, typer.Option("--key", help="The key; else pseudonyms.key.toml in the study.")
]
PassphraseFile = Annotated[
    Path | None,
    typer.Option(help="File with the passphrase; else CASESTUDY_PASSPHRASE, else it is asked for."),
]
Languages = Annotated[str, typer.Option(help="Spoken languages, whose endings may hang on a name.")]
By = Annotated[str, typer.Option(help="Who does it.")]
SPOKEN = "english,finnish"
MOST_SHOWN = 40
"""Candidates that are shown on the terminal; the file has all."""


@app.command("candidates")
def candidates(
    known: Annotated[
        Path | None, typer.Option(help="File with names that you know, one a line.")
    ] = None,
    write: Annotated[
        bool, typer.Option("--write/--no-write", help="Write the list to tick.")
    ] = True,
    study_folder: StudyFolder = None,
    key_file: KeyFile = None,
    passphrase_file: PassphraseFile = None,
    as_json: Json = False,
) -> None:
    """List what could lead to a person, and write it to a file in which you tick.

    The file is pseudonyms.candidates.toml; it holds names, so git ignores it. Run again later: what
    you ticked stays ticked.
    """
    names = _of_study(study_folder, key_file, passphrase_file)
    listed = known.read_text("utf-8").splitlines() if known else []
    found = names.candidates(known=[line.strip() for line in listed if line.strip()])
    path = names.write_ticks(found) if write else None
    rows = found.to_frame().to_dict("records")
    if as_json:
        contexts = [{**row, "contexts": found.contexts[str(row["candidate"])]} for row in rows]
        put_json({"file": str(path) if path else "", "candidates": contexts, "notes": found.notes})
        return
    shown = ("candidate", "kind", "n", "n_sources", "variant_of", "reason", "example")
    put_rows(rows[:MOST_SHOWN], shown, width=36)
    if len(rows) > MOST_SHOWN:
        say(f"and {len(rows) - MOST_SHOWN} more, which the file has")
    for note in found.notes:
        say(note)
    if path:
        say(f"Tick in {path}, then: casestudy pseudonymise key")


@app.command("key")
def key(  # noqa: PLR0913, PLR0917 (a command line has as many options as people need)
    tick: Annotated[
        list[str] | None, typer.Option(help="A candidate to tick; may be given several times.")
    ] = None,
    add: Annotated[
        list[str] | None, typer.Option(help="A name that is no candidate; several times.")
    ] = None,
    kind: Annotated[str, typer.Option(help="What the added names are.")] = "person",
    label: Annotated[
        str, typer.Option(help="Label on the key that the added names are forms of.")
    ] = "",
    encrypt: Annotated[
        bool, typer.Option("--encrypt", help="Encrypt the key with a passphrase.")
    ] = False,
    study_folder: StudyFolder = None,
    key_file: KeyFile = None,
    passphrase_file: PassphraseFile = None,
    as_json: Json = False,
) -> None:
    """Make the key from what is ticked, or extend it; labels that are given never change.

    Whoever holds the key can undo every replacement: keep it apart. It is shown by labels alone.
    """
    names = _of_study(study_folder, key_file, passphrase_file, encrypt=encrypt)
    if tick or not (add or (encrypt and names.key_path.exists())):
        names.extend_key(tick or ())
    old = names.key
    if add:
        old = old.with_forms(label, *add) if label else old.with_names(add, kind=kind)
    if add or encrypt:
        names.write_key(old)
    rows = [
        {"label": entry.label, "kind": entry.kind, "forms": len(entry.originals)}
        for entry in names.key
    ]
    if as_json:
        put_json({"file": str(names.key_path), "encrypted": names.is_encrypted, "labels": rows})
    else:
        put_rows(rows, ("label", "kind", "forms"))
        sealed = "encrypted" if names.is_encrypted else "readable by its owner"
        say(f"{names.key_path} ({sealed}): {len(rows)} labels")
        say("Next: casestudy pseudonymise apply --dry-run")


@app.command("apply")
def apply(  # noqa: PLR0917 (see above)
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only say how many places of which files.")
    ] = False,
    languages: Languages = SPOKEN,
    by: By = "",
    study_folder: StudyFolder = None,
    key_file: KeyFile = None,
    passphrase_file: PassphraseFile = None,
    as_json: Json = False,
) -> None:
    """Put labels in place of names in the study: texts, codings, memos, cases, answers.

    Each source is changed by an edit, so every coding of every coder gets a receipt. It can be run
    again at any time, and `casestudy pseudonymise restore` takes it back.
    """
    names = _of_study(study_folder, key_file, passphrase_file, languages=languages)
    try:
        with progress("Replacing", _n_sources(names)) as step:
            done = names.apply(by=by, dry_run=dry_run, on_progress=step)
    except KeyboardInterrupt:
        say("some files have labels and some have names: run it again to finish")
        raise
    rows = done.to_frame().to_dict("records")
    if as_json:
        put_json({"act": done.act, "dry_run": dry_run, "files": rows, "labels": done.labels,
                  "counts": done.counts, "notes": done.notes})  # fmt: skip
        return
    put_rows(rows, ("file", "what", "places", "codings"), width=70)
    would = "would be replaced" if dry_run else "replaced"
    say(f"{done.n_places} places {would} in {len(rows)} files" if rows else "nothing to replace")
    if done.n_codings:
        counted = ", ".join(f"{n} {outcome}" for outcome, n in done.counts.items())
        say(f"{done.n_codings} codings: {counted}")
    for note in done.notes:
        say(note)


@app.command("restore")
def restore(
    by: By = "",
    study_folder: StudyFolder = None,
    key_file: KeyFile = None,
    passphrase_file: PassphraseFile = None,
    as_json: Json = False,
) -> None:
    """Put the names back: what nobody touched since comes back letter by letter."""
    names = _of_study(study_folder, key_file, passphrase_file)
    with progress("Restoring", _n_sources(names)) as step:
        done = names.restore(by=by, on_progress=step)
    rows = done.to_frame().to_dict("records")
    if as_json:
        put_json({"files": rows, "notes": done.notes})
        return
    put_rows(rows, ("file", "how", "labels_left", "codings"), width=70)
    say(f"{len(rows)} files restored" if rows else "nothing to restore")
    for note in done.notes:
        say(note)


@app.command("export")
def export(
    folder: Annotated[Path, typer.Argument(help="Folder for the copy, outside the study.")],
    languages: Languages = SPOKEN,
    study_folder: StudyFolder = None,
    key_file: KeyFile = None,
    passphrase_file: PassphraseFile = None,
    as_json: Json = False,
) -> None:
    """Write a copy of the study for others: no name on the key stands in any byte of it.

    Originals and earlier texts are left out; logs, ids and the names of files have labels; every
    file of the copy is then looked over. The study itself is not changed.
    """
    names = _of_study(study_folder, key_file, passphrase_file, languages=languages)
    with progress("Copying", _n_sources(names)) as step:
        made = names.copy(folder, on_progress=step)
    rows = made.to_frame().to_dict("records")
    if as_json:
        put_json({"folder": str(made.folder), "files": rows, "left_out": made.left_out,
                  **_leaks_record(made.leaks), "notes": made.notes})  # fmt: skip
    else:
        put(str(made.folder))
        say(f"{len(rows)} files and sources copied; left out: {', '.join(made.left_out)}")
        for note in made.notes:
            say(note)
        _show_leaks(made.leaks)
    if made.leaks.n_exact:
        raise typer.Exit(FOUND_WRONG)


@app.command("leaks")
def leaks(  # noqa: PLR0917 (see above)
    paths: Annotated[
        list[Path] | None, typer.Argument(help="Files and folders; else what others would get.")
    ] = None,
    near: Annotated[
        bool, typer.Option("--near/--no-near", help="With near misses, or exact places only.")
    ] = True,
    languages: Languages = SPOKEN,
    study_folder: StudyFolder = None,
    key_file: KeyFile = None,
    passphrase_file: PassphraseFile = None,
    as_json: Json = False,
) -> None:
    """Look for names that still stand: in texts, tables, figures, notebooks, names of files.

    Exit code 1 if a form on the key was found. A near miss (a misspelling, a part of a name) is for
    you to judge.
    """
    names = _of_study(study_folder, key_file, passphrase_file, languages=languages)
    found = names.leaks(*(paths or ()))
    if as_json:
        put_json({**_leaks_record(found, near=near), "notes": found.notes})
    else:
        _show_leaks(found, near=near)
        for note in found.notes:
            say(note)
    if found.n_exact:
        raise typer.Exit(FOUND_WRONG)


def _of_study(
    study_folder: Path | None,
    key_file: Path | None,
    passphrase_file: Path | None,
    *,
    languages: str = SPOKEN,
    encrypt: bool = False,
) -> StudyPseudonyms:
    """The study's pseudonyms, with the passphrase if the key has or shall have one."""
    from dataclasses import replace

    from casestudy.opening import open_study

    names = open_study(study_folder).pseudonyms
    spoken = tuple(filter(None, map(str.strip, languages.split(","))))
    names = replace(names, key_file=key_file, languages=spoken)
    if names.is_encrypted or encrypt:
        is_new = not names.is_encrypted
        passphrase = given_passphrase(passphrase_file) or asked_passphrase(is_new=is_new)
        names = replace(names, passphrase=passphrase)
    return names


def _n_sources(names: StudyPseudonyms) -> int:
    from casestudy.store import SourceShelf

    return len(SourceShelf(names.folder))


def _leaks_record(found: LeakReport, *, near: bool = True) -> dict[str, object]:
    frame = found.to_frame()
    frame = frame if near else frame[frame["match"] == "exact"]
    unread = [{"where": one.where, "why": one.why} for one in found.unread]
    return {"exact": found.n_exact, "near": found.n_near, "looked_at": found.n_texts,
            "leaks": frame.to_dict("records"), "unread": unread}  # fmt: skip


def _show_leaks(found: LeakReport, *, near: bool = True) -> None:
    frame = found.to_frame()
    frame = frame if near else frame[frame["match"] == "exact"]
    rows = frame.to_dict("records")
    put_rows(rows, ("where", "line", "found", "label", "match", "reason"), width=60)
    for one in found.unread:
        say(f"not looked at, or in part: {one.where}: {one.why}")
    say(
        f"{found.n_texts} files looked at: {found.n_exact} exact places, {found.n_near} near misses"
    )
