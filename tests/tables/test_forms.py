"""HTML, LaTeX, Word and CSV: escaping, structure, formulas, records."""

from __future__ import annotations

import csv
import json
import re
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from lxml import html as lxml_html

from casestudy import tables
from casestudy.provenance import Provenance
from casestudy.spreadsheets import formula_safe
from casestudy.tables import Column, Table, save_table
from casestudy.tables.latex import LINES_PER_PAGE
from casestudy.tables.markup import latex_escaped
from tests.figures import made as results

from . import made

NASTY = "<script>alert('x')</script> & \"quoted\""


def table(**changes: object) -> Table:
    settings: dict[str, object] = {
        "title": f"Title {NASTY}",
        "columns": (Column(name=f"Head {NASTY}"), Column(name="n", align="right")),
        "rows": ((f"cell {NASTY}", "1"), ("second", "2")),
        "notes": (f"note {NASTY}",),
        "provenance": (made.PUBLISHED,),
        "data": pd.DataFrame({"name": ["a", "b"], "n": [1 / 3, -2]}),
        **changes,
    }
    return Table(**settings)  # type: ignore[arg-type]


def test_html_escapes_everything() -> None:
    page = table().as_html()
    assert "<script" not in page
    assert page.count("&lt;script&gt;") == 5
    root = lxml_html.fromstring(page)
    assert root.findtext(".//caption").strip() == f"Title {NASTY}"
    assert root.xpath("string(.//p[@class='note'])") == f"note {NASTY}"


def test_html_has_scopes_and_a_caption() -> None:
    root = lxml_html.fromstring(table().as_html())
    assert [th.get("scope") for th in root.xpath(".//thead//th")] == ["col", "col"]
    assert [th.get("scope") for th in root.xpath(".//tbody//th")] == ["row", "row"]
    assert len(root.xpath(".//table/caption")) == 1
    assert root.get("role") == "group"
    assert root.get("aria-label") == f"Title {NASTY}"
    assert root.get("tabindex") == "0"
    assert "right" in root.xpath(".//tbody//td")[0].get("class").split()


def test_looks_reach_nothing_outside_the_table() -> None:
    style = re.search(r"<style>(.*?)</style>", table()._repr_html_(), re.DOTALL)
    assert style
    selectors = re.findall(r"([^{}]+)\{", style[1])
    assert selectors
    each = [one.strip() for selector in selectors for one in selector.split(",")]
    assert all(one.startswith(".casestudy-table") for one in each)


def test_provenance_stands_in_each_form() -> None:
    shown = table()
    assert "Data: published: lakso2021, p. 2" in shown.as_html()
    assert "Data: published: lakso2021, p. 2" in shown.as_latex()
    assert "published: lakso2021, p. 2" in shown.as_csv()


def test_rows_must_fit_the_columns() -> None:
    with pytest.raises(ValueError, match="row 1: 1 cells do not fit 2 columns"):
        table(rows=(("alone",),))
    with pytest.raises(ValueError, match="align 'middle' is not known"):
        Column(name="n", align="middle")


@pytest.mark.parametrize(
    ("sign", "said"),
    [
        ("&", r"\&"), ("%", r"\%"), ("$", r"\$"), ("#", r"\#"), ("_", r"\_"),
        ("{", r"\{"), ("}", r"\}"), ("~", r"\textasciitilde{}"), ("^", r"\textasciicircum{}"),
        ("\\", r"\textbackslash{}"), ("<", r"\textless{}"), (">", r"\textgreater{}"),
        ("[", "{[}"), ("*", "{*}"), ("→", r"\ensuremath{\rightarrow}"),
        ("äÄß“–é", "äÄß“–é"), ("две 二", "две 二"), ("a\nb\tc", "a b c"), ("--", "-{}-"),
        ("\\input{x}", r"\textbackslash{}input\{x\}"),
    ],
)  # fmt: skip
def test_latex_escapes(sign: str, said: str) -> None:
    assert latex_escaped(sign) == said


def test_latex_structure() -> None:
    text = table(title="50% & more", columns=(Column(name="a_b"), Column(name="n"))).as_latex()
    assert r"\caption{50\% \& more}" in text
    assert r"a\_b & n \tabularnewline" in text
    for command in (r"\toprule", r"\midrule", r"\bottomrule"):
        assert text.count(command) == 1
    assert text.count(r"\begin{table}") == text.count(r"\end{table}") == 1
    assert r"\footnotesize" in text


def test_latex_breaks_long_texts() -> None:
    rows = ((("word " * 40).strip(), ("more " * 30).strip()),)
    text = table(rows=rows).as_latex()
    shares = [float(share) for share in re.findall(r"p\{([\d.]+)\\linewidth\}", text)]
    assert len(shares) == 2
    assert 0.7 < sum(shares) < 1
    assert r"\raggedright word" in text


def test_latex_numbers_the_columns_of_a_wide_table() -> None:
    names = [f"a theme with number {i}" for i in range(11)]
    columns = (Column(name="Scheme"), *(Column(name=name, align="right") for name in names))
    text = table(columns=columns, rows=(("s", *["1"] * 11),)).as_latex()
    assert "Scheme & (1) & (2)" in text
    assert "(1) a theme with number 0; (2) a theme with number 1" in text


def test_latex_continues_a_long_table() -> None:
    rows = tuple((f"row {i}", str(i)) for i in range(2 * LINES_PER_PAGE + 1))
    text = table(title="Long", rows=rows).as_latex()
    assert text.count(r"\begin{tabular}") == 3
    assert text.count(r"\caption{Long (continued)}") == 2
    assert text.count(r"\addtocounter{table}{-1}") == 2
    assert all(f"row {i} &" in text for i in range(len(rows)))


@pytest.mark.skipif(not shutil.which("pdflatex"), reason="pdflatex is not installed")
def test_latex_compiles(tmp_path: Path) -> None:
    nasty = "".join(chr(n) for n in range(32, 127)) + "äöüßéñ“”–…→≥−×±"
    shown = [
        table(rows=(("[5pt] *", "1"), (nasty, "-"))),
        table(rows=tuple((f"{nasty} {i}", "2") for i in range(60))),
        tables.theme_matrix(results.matrix(n_cases=6)),
        tables.codebook(made.codebook()),
        tables.ledger(made.claims()),
        tables.quotations(results.quotation_list()),
        tables.scheme_overview(results.overview(50)),
    ]
    body = "\n".join(one.as_latex() for one in shown)
    document = (
        "\\documentclass{article}\n\\usepackage{booktabs}\n\\begin{document}\n"
        f"{body}\n\\end{{document}}\n"
    )
    (tmp_path / "t.tex").write_text(document, "utf-8")
    run = subprocess.run(
        ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "t.tex"],
        cwd=tmp_path, capture_output=True, text=True, check=False, errors="replace",
    )  # fmt: skip
    assert run.returncode == 0, run.stdout[-2000:]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n"])
def test_no_text_becomes_a_formula(start: str) -> None:
    assert formula_safe(f"{start}cmd|' /C calc'!A0") == f"'{start}cmd|' /C calc'!A0"


def test_numbers_are_never_touched() -> None:
    cells = [-1, -0.5, np.float64(-2.5), "-0.5", "+3", "-1e-9", "=", ""]
    assert [formula_safe(cell) for cell in cells] == [*cells[:6], "'=", ""]


def test_csv_holds_unrounded_values_and_provenance_last() -> None:
    rows = list(csv.reader(table().as_csv().splitlines()))
    assert rows == [
        ["name", "n", "provenance"],
        ["a", "0.3333333333333333", "published: lakso2021, p. 2"],
        ["b", "-2.0", "published: lakso2021, p. 2"],
    ]


def test_csv_guards_heads_and_cells_of_results() -> None:
    data = pd.DataFrame({"=head": ["@cell"], "provenance": ["synthetic"], "n": [1]})
    assert table(data=data).as_csv() == "'=head,n,provenance\n'@cell,1,synthetic\n"
    text = tables.quotations(results.quotation_list()).as_csv()
    assert ",'=SUM(1)," in text
    assert "'=1+1 <script>" in tables.evidence(made.evidence()).as_csv()


def test_save_table(tmp_path: Path) -> None:
    saved = save_table(tables.response_shares(results.shares()), tmp_path / "new" / "07_shares")
    names = [file.name for file in saved.files]
    ends = ("html", "tex", "docx", "xlsx", "csv", "json")
    assert names == [f"07_shares.{end}" for end in ends]
    record = json.loads(saved.files[-1].read_text("utf-8"))
    assert record == saved.to_record()
    assert record["id"] == "07_shares"
    assert record["synthetic"] is True
    assert record["files"] == names
    assert record["provenance"] == [str(results.SYNTHETIC)]
    assert "<table>" in saved._repr_html_()


def test_saved_html_reads_the_same_in_any_encoding(tmp_path: Path) -> None:
    shown = table(rows=(("äiti “–” 🙂", "1"),))
    content = save_table(shown, tmp_path / "t").files[0].read_bytes()
    assert content.isascii()
    root = lxml_html.fromstring(content)
    assert root.xpath("string(.//tbody//th)") == "äiti “–” 🙂"


def test_a_table_without_title_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="table 't' has no title"):
        save_table(table(title=" "), tmp_path / "t")


def test_a_terminal_shows_aligned_columns_notes_and_provenance() -> None:
    made = Table(
        title="Cases",
        columns=(Column(name="Case"), Column(name="n", align="right")),
        rows=(("abb", "2"), ("word " * 30, "12")),
        notes=("note " * 30,),
        provenance=(Provenance(kind="synthetic", generator="tests"),),
    )
    lines = repr(made).splitlines()
    assert lines[0] == "Cases (SYNTHETIC DATA)"
    assert lines[1].split() == ["Case", "n"]
    assert lines[2].split() == ["abb", "2"]
    assert len(lines[1]) == len(lines[2]) == len(lines[3])
    assert lines[3].endswith("word …  12")
    assert all(len(line) <= 100 for line in lines)
    assert lines[-1] == "Data: SYNTHETIC: tests"


def test_what_was_saved_is_told_by_name_and_not_by_place(tmp_path: Path) -> None:
    shown = repr(save_table(table(notes=()), tmp_path / "folder" / "one"))
    assert shown.startswith("Title")
    assert "one.html, one.tex" in shown
    assert str(tmp_path) not in shown
