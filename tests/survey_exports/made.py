"""One made-up survey in the layouts of survey programs: eight people, each state of an answer."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path

import pandas as pd
import pyreadstat

from casestudy.questionnaire import Questionnaire
from casestudy.store import read_questionnaire
from tests.ingest.made import workbook

FORM = Path(__file__).parent / "customers.toml"
SEGMENTS, TENURES = ["channel", "oem", "enduser"], ["lt1", "y1_3", "gt3"]
USES, OBJECTS = ["plan", "rep", "mnt", "rnd", "oth"], ["price", "quality", "delivery", "support"]
LEVELS = ["Strongly disagree", "Disagree", "Neither agree nor disagree", "Agree", "Strongly agree"]

# who, segment, tenure, uses, words, four ratings (d: don't know, blank: left blank),
# certified (-: not asked), recommend, ranks of the four objects, comment
PEOPLE = [
    ("R1", "channel", "lt1", "plan rep", "", "5 4 3 2", "-", "10", "1 2 3 4", "Good, mostly"),
    ("R2", "oem", "y1_3", "rep oth", "training", "d 1 _ 5", "yes", "6", "4 3 2 1", ""),
    ("R3", "oem", "gt3", "mnt", "", "1 1 1 1", "", "0", "2 1 4 3", 'Say "no"\nor yes'),
    ("R4", "enduser", "gt3", "plan rep mnt rnd", "", "2 3 d 4", "-", "", "1 3 2 4", "价格"),
    ("R5", "oem", "lt1", "rnd", "", "_ _ _ _", "no", "9", "3 4 1 2", "=1+1"),
    ("R6", "enduser", "y1_3", "plan", "", "5 5 5 5", "-", "8", "1 2 4 3", "N/A"),
]


def form() -> Questionnaire:
    return read_questionnaire(FORM)


def label(item: str, value: str) -> str:
    choices = form()[item].choices
    return next((c.label for c in choices if c.value == value), value)


def levels(cells: str) -> list[str]:
    """The labels of four ratings."""
    named = {"d": "Don't know", "_": ""} | {str(n): text for n, text in enumerate(LEVELS, 1)}
    return [named[cell] for cell in cells.split()]


def coded(cells: str, dont_know: str, blank: str, before: str = "") -> list[str]:
    named = {"d": before + dont_know, "_": blank} | {str(n): f"{before}{n}" for n in range(1, 6)}
    return [named[cell] for cell in cells.split()]


def csv_text(rows: Sequence[Sequence[str]], delimiter: str = ",") -> str:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(rows)
    return text.getvalue()


def order(ranks: str) -> list[str]:
    """The objects from the first rank on."""
    placed = dict(zip(ranks.split(), OBJECTS, strict=True))
    return [placed[str(rank)] for rank in range(1, 5)]


TEXTS = [item.text for item in form().items]
SAT = [f"How much do you agree? [{form()[f'sat_{n}'].text}]" for n in range(1, 5)]


def google_forms() -> str:
    ranks = [f"Rank what matters most [{label('ranking', one)}]" for one in OBJECTS]
    head = ["Timestamp", TEXTS[0], TEXTS[1], TEXTS[2], *SAT, TEXTS[8], TEXTS[9], *ranks, TEXTS[11]]
    rows = [head]
    for _, seg, ten, uses, words, sat, oem, nps, rank, said in PEOPLE:
        used = ", ".join(
            [label("uses", u) for u in uses.split() if u != "oth"] + [words] * bool(words)
        )
        told = {"-": ""}.get(oem, label("oem_cert", oem))
        rows.append(
            ["2026/05/04", label("segment", seg), label("tenure", ten), used, *levels(sat), told, nps,  # noqa: E501
             *rank.split(), said]
        )  # fmt: skip
    return csv_text(rows)


def microsoft_forms() -> bytes:
    names = [form()[f"sat_{n}"].text for n in range(1, 5)]
    head = ["Id", "Start time", "Completion time", "Email", *TEXTS[:3], *names, TEXTS[8], TEXTS[9],
            "Rank what matters most", TEXTS[11]]  # fmt: skip
    rows = [head]
    for who, seg, ten, uses, words, sat, oem, nps, rank, said in PEOPLE:
        used = [label("uses", u) for u in uses.split() if u != "oth"] + [words] * bool(words)
        told = {"-": ""}.get(oem, label("oem_cert", oem))
        ordered = "".join(label("ranking", one) + ";" for one in order(rank))
        rows.append(
            [who, "9:00", "9:05", "anonymous", label("segment", seg), label("tenure", ten),
             "".join(one + ";" for one in used), *levels(sat), told, nps, ordered, said]
        )  # fmt: skip
    return workbook({"Sheet1": rows})


def surveymonkey() -> str:
    uses = [*(label("uses", u) for u in USES[:4]), "Other (please specify)"]
    names = [form()[f"sat_{n}"].text for n in range(1, 5)]
    head = ["Respondent ID", "Collector ID", TEXTS[0], TEXTS[1],
            "What do you use the product for? (Select all that apply.)", "", "", "", "",
            "How much do you agree?", "", "", "", TEXTS[8], TEXTS[9], TEXTS[10], "", "", "",
            TEXTS[11]]  # fmt: skip
    parts = ["", "", "Response", "Response", *uses, *names, "Response", "Response",
             *(label("ranking", one) for one in OBJECTS), "Open-Ended Response"]  # fmt: skip
    rows = [head, parts]
    for who, seg, ten, used, words, sat, oem, nps, rank, said in PEOPLE:
        ticks = [label("uses", u) if u in used.split() else "" for u in USES[:4]]
        told = {"-": ""}.get(oem, label("oem_cert", oem))
        rows.append([who, "1", label("segment", seg), label("tenure", ten), *ticks, words,
                     *levels(sat), told, nps, *rank.split(), said])  # fmt: skip
    return csv_text(rows)


def qualtrics() -> str:
    stem = "What do you use the product for? (select all that apply) - Selected Choice - "
    tags = ["ResponseId", "Q1", "Q2", *(f"Q3_{n}" for n in range(1, 6)), "Q3_5_TEXT",
            *(f"Q4_{n}" for n in range(1, 5)), "Q5", "Q6", *(f"Q7_{n}" for n in range(1, 5)),
            "Q8"]  # fmt: skip
    words = ["Response ID", TEXTS[0], TEXTS[1], *(stem + label("uses", u) for u in USES),
             stem.replace("Selected Choice - ", "") + "Other - Text",
             *(f"How much do you agree? - {form()[f'sat_{n}'].text}" for n in range(1, 5)), TEXTS[8],  # noqa: E501
             TEXTS[9], *(f"{TEXTS[10]} - {label('ranking', one)}" for one in OBJECTS),
             TEXTS[11]]  # fmt: skip
    rows = [tags, words, ['{"ImportId":"QID1"}' for _ in tags]]
    for who, seg, ten, used, own, sat, oem, nps, rank, said in PEOPLE:
        ticks = ["1" if u in used.split() else "" for u in USES]
        told = {"-": "", "": "-99", "yes": "1", "no": "2"}[oem]
        rows.append([who, str(SEGMENTS.index(seg) + 1), str(TENURES.index(ten) + 1), *ticks, own,
                     *coded(sat, "98", "-99"), told, nps, *rank.split(), said])  # fmt: skip
    return "\ufeff" + csv_text(rows)


def limesurvey_rows(shown: str, unticked: str) -> list[list[str]]:
    rows = []
    for who, seg, ten, used, own, sat, oem, nps, rank, said in PEOPLE:
        ticks = ["Y" if u in used.split() else unticked for u in USES[:4]]
        told = {"-": shown, "": "", "yes": "Y", "no": "N"}[oem]
        places = [f"A{OBJECTS.index(one) + 1}" for one in order(rank)]
        rows.append([who, "2026-05-04", "3", "en", f"A{SEGMENTS.index(seg) + 1}",
                     f"A{TENURES.index(ten) + 1}", *ticks, own, *coded(sat, "98", "", "A"), told, nps,  # noqa: E501
                     *places, said])  # fmt: skip
    return rows


def limesurvey(unticked: str = "") -> str:
    head = ["id", "submitdate", "lastpage", "startlanguage", "Q1", "Q2",
            *(f"Q3[SQ00{n}]" for n in range(1, 5)), "Q3[other]",
            *(f"Q4[SQ00{n}]" for n in range(1, 5)), "Q5", "Q6",
            *(f"Q7[{n}]" for n in range(1, 5)), "Q8"]  # fmt: skip
    rows = [
        [c if not c.startswith("=") else f"'{c}" for c in r] for r in limesurvey_rows("", unticked)
    ]
    return "\ufeff" + csv_text([head, *rows], ";") + "\r\n"


def limesurvey_vv() -> str:
    codes = ["id", "submitdate", "lastpage", "startlanguage", "Q1", "Q2",
             *(f"Q3_SQ00{n}" for n in range(1, 5)), "Q3_other",
             *(f"Q4_SQ00{n}" for n in range(1, 5)), "Q5", "Q6",
             *(f"Q7_{n}" for n in range(1, 5)), "Q8"]  # fmt: skip
    rows = limesurvey_rows("{question_not_shown}", "")
    lines = [[f"Words {n}" for n in range(len(codes))], codes, *rows]
    return "\n".join("\t".join(c.replace("\n", "{newline}") for c in line) for line in lines) + "\n"


def redcap() -> str:
    head = ["record_id", "segment", "tenure", *(f"uses___{u}" for u in USES), "uses_other",
            *(f"sat_{n}" for n in range(1, 5)), "oem_cert", "nps",
            *(f"rank_{one}" for one in OBJECTS), "comment"]  # fmt: skip
    rows = [head]
    for who, seg, ten, used, own, sat, oem, nps, rank, said in PEOPLE:
        ticks = ["1" if u in used.split() else "0" for u in USES]
        told = {"-": "", "": "", "yes": "1", "no": "0"}[oem]
        rows.append([who, str(SEGMENTS.index(seg) + 1), str(TENURES.index(ten) + 1), *ticks, own,
                     *coded(sat, "98", ""), told, nps, *rank.split(), said])  # fmt: skip
    return csv_text(rows)


def kobo() -> str:
    head = ["start", "about/segment", "about/tenure", "about/uses",
            *(f"about/uses/{u}" for u in USES), "about/uses_other", *(f"sat/sat_{n}" for n in range(1, 5)),  # noqa: E501
            "oem_cert", "nps", "ranking", "comment", "_id", "_uuid"]  # fmt: skip
    rows = [head]
    for who, seg, ten, used, own, sat, oem, nps, rank, said in PEOPLE:
        ticks = ["1" if u in used.split() else "0" for u in USES]
        told = {"-": "", "": ""}.get(oem, oem)
        rows.append(["9:00", seg, ten, used, *ticks, own, *coded(sat, "dk", ""), told, nps,
                     " ".join(order(rank)), said, who, f"u-{who}"])  # fmt: skip
    return csv_text(rows, ";")


def write_sav(path: Path) -> None:
    """The survey as an SPSS file with value labels and missing values."""
    columns: dict[str, list[object]] = {"id": [person[0] for person in PEOPLE]}
    columns["Q1"] = [float(SEGMENTS.index(p[1]) + 1) for p in PEOPLE]
    columns["Q2"] = [float(TENURES.index(p[2]) + 1) for p in PEOPLE]
    for u in USES:
        columns[f"Q3_{u}"] = [float(u in p[3].split()) for p in PEOPLE]
    columns["use_other_text"] = [p[4] for p in PEOPLE]
    for n in range(4):
        columns[f"Q4_{n + 1}"] = [float(coded(p[5], "98", "99")[n]) for p in PEOPLE]
    told = {"-": float("nan"), "": 99.0, "yes": 1.0, "no": 2.0}
    columns["Q5"] = [told[p[6]] for p in PEOPLE]
    columns["Q6"] = [float(p[7] or 99) for p in PEOPLE]
    for n, one in enumerate(OBJECTS):
        columns[f"Q7_{one}"] = [float(p[8].split()[n]) for p in PEOPLE]
    columns["Q8"] = [p[9] for p in PEOPLE]
    scale = {float(n): text for n, text in enumerate(LEVELS, 1)} | {
        98.0: "Don't know",
        99.0: "None",
    }
    labels = {f"Q4_{n}": scale for n in range(1, 5)}
    labels["Q5"] = {1.0: "Yes", 2.0: "No", 99.0: "None"}
    labels |= {f"Q3_{u}": {0.0: "Not selected", 1.0: "Selected"} for u in USES}
    gone = {f"Q4_{n}": [{"lo": 98.0, "hi": 99.0}] for n in range(1, 5)}
    gone |= {"Q5": [99.0], "Q6": [99.0]}
    pyreadstat.write_sav(
        pd.DataFrame(columns), str(path), variable_value_labels=labels, missing_ranges=gone
    )


LAYOUTS = {
    "google_forms.csv": google_forms,
    "microsoft_forms.xlsx": microsoft_forms,
    "surveymonkey.csv": surveymonkey,
    "qualtrics.csv": qualtrics,
    "limesurvey.csv": limesurvey,
    "limesurvey_n.csv": lambda: limesurvey("N"),
    "limesurvey_vv.csv": limesurvey_vv,
    "redcap.csv": redcap,
    "kobo.csv": kobo,
}


def write_layout(folder: Path, name: str) -> Path:
    """One layout as a file."""
    path = folder / name
    if name.endswith(".sav"):
        write_sav(path)
        return path
    content = LAYOUTS[name]()
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return path
