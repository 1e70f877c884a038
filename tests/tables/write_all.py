"""Write every table and the page into a folder: what two processes must do byte by byte alike."""

from __future__ import annotations

import sys
from pathlib import Path

from casestudy import tables
from casestudy.report import reproduction_page, write_page
from tests.figures import made as results

from . import made


def write_all(folder: Path) -> None:
    """One table of each kind, and a page that holds them."""
    shown = {
        "matrix": tables.theme_matrix(results.matrix(results.SYNTHETIC, results.PUBLISHED)),
        "frequencies": tables.code_frequencies(results.frequencies()),
        "quotations": tables.quotations(results.quotation_list()),
        "crosswalk": tables.crosswalk_matrix(results.crosswalk()),
        "overview": tables.scheme_overview(results.overview(20)),
        "channels": tables.channels_by_stage(results.channels()),
        "shares": tables.response_shares(results.shares()),
        "numbers": tables.numeric_summary(results.numbers()),
        "codebook": tables.codebook(made.codebook()),
        "evidence": tables.evidence(made.evidence()),
        "ledger": tables.ledger(made.claims()),
        "sources": tables.sources(made.sources()),
        "cases": tables.cases(made.cases()),
    }
    saved = [tables.save_table(table, folder / name) for name, table in shown.items()]
    records = [{**one.to_record(), "html": one.files[0].read_text("utf-8")} for one in saved]
    page = reproduction_page(
        title="All", ledger=made.claims(), figures=[], tables=records, notebooks=[]
    )
    write_page(folder / "index.html", page)


if __name__ == "__main__":
    write_all(Path(sys.argv[1]))
