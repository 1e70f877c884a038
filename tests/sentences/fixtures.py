"""The hand-made sentences of each language, and how well the splitter finds where they end."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from casestudy.sentences import sentences

FOLDER = Path(__file__).parent
WITHOUT_BLANKS = ("chinese", "japanese")


@dataclass(frozen=True)
class Sample:
    """A text of one language, and where its sentences end."""

    language: str
    text: str
    ends: tuple[int, ...]


@dataclass(frozen=True)
class Found:
    """How many ends were found, made up, and missed."""

    right: int
    wrong: int
    missed: int

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        return 2 * self.right / (2 * self.right + self.wrong + self.missed)


def samples() -> list[Sample]:
    """All of them, by language."""
    return [sample(path) for path in sorted(FOLDER.glob("*.txt"))]


def sample(path: Path) -> Sample:
    """The sample of one file: a sentence a line, a blank line between paragraphs."""
    joint = "" if path.stem in WITHOUT_BLANKS else " "
    text, ends = "", []
    for paragraph in path.read_text("utf-8").strip().split("\n\n"):
        text += "\n\n" if text else ""
        for number, line in enumerate(paragraph.split("\n")):
            text += joint * (number > 0) + line
            ends.append(len(text))
    return Sample(path.stem, text, tuple(ends))


def digest() -> str:
    """A hash of all samples."""
    told = "".join(f"{each.language}\0{each.text}\0{each.ends}" for each in samples())
    return hashlib.sha256(told.encode()).hexdigest()


def found(ends: list[int], sample: Sample) -> Found:
    """What a splitter's ends are worth."""
    right = len(set(ends) & set(sample.ends))
    return Found(right, len(ends) - right, len(sample.ends) - right)


def ours(sample: Sample) -> Found:
    """What the package finds."""
    return found([end for _, end in sentences(sample.text, language=sample.language)], sample)
