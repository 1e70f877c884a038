"""The command line: arguments in, one public call, text out.

Results go to standard output, words to standard error. Exit codes: 0 done, 1 done and something
found wrong, 2 could not do it. `--json` on every command gives a stable shape for programs.
"""

from __future__ import annotations

import sys

import typer

from casestudy.cli import (
    adjudication,
    agreement,
    capturing,
    coding,
    editing,
    folders,
    joint,
    pseudonymising,
    showing,
    surveys,
    websites,
)
from casestudy.cli.output import COULD_NOT, put, say
from casestudy.errors import SourceChanged, sentence_of

app = typer.Typer(
    name="casestudy",
    help=(
        "Multiple-case studies: bring in interviews and websites, code them, see the evidence by "
        "theme and case, rerun a published study.\n\n"
        "Begin with: casestudy new my-study"
    ),
    epilog="Exit codes: 0 done, 1 done and something found wrong, 2 could not do it.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.command("new")(folders.new)
app.command("import")(folders.import_)
app.command("capture")(capturing.capture)
app.command("sources")(showing.sources)
app.command("transcript")(showing.transcript)
app.command("edit")(editing.edit)
app.command("orphans")(editing.orphans)
app.command("code")(coding.code)
app.command("rate")(coding.rate)
app.command("desk")(coding.desk)
app.command("code-by-rule")(coding.code_by_rule)
app.command("codings")(showing.codings)
app.command("matrix")(showing.matrix)
app.command("audit")(websites.audit)
app.command("changes")(websites.changes)
app.command("agreement")(agreement.agreement)
app.command("adjudicate")(adjudication.adjudicate)
app.command("joint")(joint.joint)
app.add_typer(surveys.app, name="survey")
app.add_typer(pseudonymising.app, name="pseudonymise")
app.command("reproduce")(folders.reproduce)
app.command("check")(folders.check)


def _print_version(wanted: bool) -> None:
    if wanted:
        from casestudy import __version__

        put(__version__)
        raise typer.Exit


@app.callback()
def _options(
    version: bool = typer.Option(
        False,
        "--version",
        help="Print the version and stop.",
        is_eager=True,  # before it is found that no command was given
        callback=_print_version,
    ),
) -> None:
    """Options of the program itself."""


def main() -> None:
    """Run the command line; what a person did wrong is one sentence, not a traceback."""
    try:
        app()
    except (ValueError, LookupError, OSError, ImportError, SourceChanged) as error:
        said = sentence_of(error) if isinstance(error, OSError) else error
        say(f"casestudy: {said}")
        sys.exit(COULD_NOT)
    except KeyboardInterrupt:
        say("casestudy: interrupted; everything that was reported as done is kept")
        sys.exit(COULD_NOT)
