"""How well sentences are found in each language, beside Punkt without a model and a plain rule.

Data: the made-up texts of `tests/sentences`, split by hand, 11 to 26 sentences a language, with the
abbreviations, ordinals, quotations and broken-off speech that splitters err on. The lists of the
package were written with these texts in sight, so the figures say what the rules can do, not what
they will do on other texts. Run: python benchmarks/sentences.py [--floor]

Reported for each language: sentences, ends that were made up and missed, F1; the same for NLTK's
Punkt without any abbreviation, and for "a mark, a blank, a capital" in the same run.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from nltk.tokenize.punkt import PunktParameters, PunktSentenceTokenizer

from casestudy.sentences import sentences
from tests.sentences.fixtures import Sample, digest, found, ours, samples

PLAIN = re.compile(r"[.!?…]+[\"'”’»“)]*(?=\s+[^a-zà-ÿ]|\s*$)")


def by_punkt(sample: Sample) -> list[int]:
    """Ends by Punkt, line by line."""
    splitter = PunktSentenceTokenizer(PunktParameters())
    lines = re.finditer(r"[^\n]+", sample.text)
    return [line.start() + end for line in lines for _, end in splitter.span_tokenize(line[0])]


def by_rule(sample: Sample) -> list[int]:
    """Ends by a mark, a blank and no small letter."""
    return [mark.end() for mark in PLAIN.finditer(sample.text)]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--floor", action="store_true", help="print what the test pins, as JSON")
    arguments = parser.parse_args()
    if arguments.floor:
        f1 = {sample.language: int(1000 * ours(sample).f1) / 1000 for sample in samples()}
        print(json.dumps({"digest": digest(), "f1": f1}, indent=1))
        return
    for sample in samples():
        told = [f"{sample.language:11} {len(sample.ends):3} sentences"]
        peers = {"ours": ours(sample)}
        peers["Punkt"] = found(by_punkt(sample), sample)
        peers["rule"] = found(by_rule(sample), sample)
        for name, result in peers.items():
            told.append(f"{name} +{result.wrong} -{result.missed} F1 {result.f1:.3f}")
        print("  ".join(told))
    text = "\n".join(sample.text for sample in samples() if sample.language == "english") * 50
    begun = time.process_time()
    n = len(sentences(text, language="english"))
    seconds = time.process_time() - begun
    print(f"{n:,} sentences of {len(text):,} characters in {seconds:.2f} s of processor time")


if __name__ == "__main__":
    main()
