"""Data of worked examples: rows are coders, columns are units, a dot is missing."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from casestudy.agreement import ReliabilityData, from_array, from_counts, from_table

_ROWS = {
    "A": """\
0 1 0 0 0 0 0 0 1 0
1 1 1 0 0 1 0 0 0 0
""",
    "A'": """\
1 1 0 0 0 0 0 0 0 0
0 1 1 0 0 1 0 1 0 0
""",
    'A"': """\
1 1 2 2 2 2 2 3 3 3 3 3
1 2 2 2 2 2 3 3 3 3 3 3
""",
    "B": """\
1 1 2 2 4 3 3 3 5 4 4 1
2 1 2 2 2 3 3 3 5 4 4 4
""",
    "C": """\
1 2 3 3 2 1 4 1 2 . . .
1 2 3 3 2 2 4 1 2 5 . 3
. 3 3 3 2 3 4 2 2 5 1 .
1 2 3 3 2 4 4 1 2 5 1 .
""",
    "D": """\
. . . . . 3 4 1 2 1 1 3 3 . 3
1 . 2 1 3 3 4 3 . . . . . . .
. . 2 1 3 4 4 . 2 1 1 3 3 . 4
""",
    "E": """\
0 1 0 1 1 0 0 0 1 1 1 1
0 1 0 1 0 0 0 0 1 1 0 1
0 1 1 0 0 1 0 0 1 0 0 0
""",
    "F": """\
1 1 3 3 3 3 3 2 2 2 2 4
1 3 3 3 3 3 2 2 2 2 2 4
""",
    "G": """\
1 1 2 4 1 2 1 3 2
1 2 2 4 4 2 2 3 2
1 2 2 4 4 2 3 3 2
""",
    "H": """\
1 1 2 . 0 0 1 1 2 2 . 0 1 3 1 1 2 1 1 0 0 0 2 0 1 0 0 1 1 1 1 2 2 3 2 2 2 2 2 1
1 1 3 0 0 0 0 . 2 1 1 0 2 3 1 1 1 2 1 0 0 0 3 0 2 1 0 2 1 1 1 1 2 2 2 2 2 2 2 1
2 0 3 0 0 0 2 2 2 1 0 0 2 2 1 1 2 3 0 0 1 . 3 0 . 1 0 1 2 2 0 2 . 2 2 3 2 . 2 1
. 1 3 . . . . 0 . 1 0 0 2 2 . . . 3 1 . 1 0 3 0 2 1 1 2 2 . . 1 2 2 . . . 1 2 .
2 . . 0 0 0 1 . 2 . . . . 3 1 1 2 . . 0 . 0 . . 2 . 0 . . 2 0 . 2 . 2 2 2 2 . 1
""",
}

ABOUT = {
    "A": "Krippendorff 2011, example A: binary, two coders (from its coincidences)",
    "A'": "Krippendorff 2004, p. 224",
    'A"': "Krippendorff 2004, p. 227",
    "B": "Krippendorff 2011, example B",
    "C": "Krippendorff 2011, examples C and D; 2004, p. 230; 2018, p. 290",
    "D": "Krippendorff's alpha in Wikipedia, three coders and 15 units",
    "E": "Krippendorff 2018, p. 306",
    "F": "Krippendorff 2018, p. 310",
    "G": "Krippendorff 1980, p. 139",
    "H": "Hayes & Krippendorff 2007; its first 15 units are Gwet's 15 subjects and 5 observers",
    "I": "Fleiss 1971: 30 subjects, six psychiatrists each, five diagnoses",
    "T1": "Cohen 1960, p. 37",
    "T2": "Cohen 1960, p. 45, and 1968",
    "T3": "Artstein & Poesio 2008, example 1",
    "T4": "Artstein & Poesio 2008, example 2",
    "T5": "Gwet, diagnosis of 223 patients",
    "T6": "Gwet, 100 abstracts",
    "T7a": "Krippendorff 2004, p. 246, even margins",
    "T7b": "Krippendorff 2004, p. 246, uneven margins",
    "T8": "prevalence paradox, DKPro's first Gwet fixture",
}

_FLEISS_ROWS = """
00060 03003 01401 00006 03030 20400 00402 20310 20040 00006
10050 11040 03300 10050 02031 00501 30012 51000 02040 10203
00006 01050 02013 20040 10041 05010 40002 02040 10500 00006
"""
FLEISS_1971 = [[int(digit) for digit in row] for row in _FLEISS_ROWS.split()]

TABLES = {
    "T1": [[25, 12, 3], [13, 2, 15], [12, 16, 2]],
    "T2": [[88, 14, 18], [10, 40, 10], [2, 6, 12]],
    "T3": [[20, 10], [20, 50]],
    "T4": [[46, 0, 0], [6, 32, 6], [0, 0, 10]],
    "T5": [[40, 6, 4, 15], [4, 25, 1, 5], [4, 2, 21, 9], [17, 13, 12, 45]],
    "T6": [[13, 0, 0], [0, 20, 7], [0, 4, 56]],
    "T7a": [[12, 9, 9], [9, 14, 9], [9, 9, 20]],
    "T7b": [[12, 18, 18], [0, 14, 18], [0, 0, 20]],
    "T8": [[80, 7], [8, 5]],
}


def array_of(name: str) -> npt.NDArray[np.float64]:
    """An example as numbers with NaN; `H[:15]` is the first part of H."""
    if name == "H[:15]":
        return array_of("H")[:, :15]
    rows = _ROWS[name].strip().splitlines()
    return np.array([[np.nan if v == "." else float(v) for v in row.split()] for row in rows])


def data_of(name: str, level: str = "nominal") -> ReliabilityData:
    """An example as reliability data."""
    if name == "I":
        return from_counts(FLEISS_1971, level=level)
    if name in TABLES:
        return from_table(TABLES[name], level=level)
    return from_array(array_of(name), level=level)
