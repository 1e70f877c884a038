"""XML transcripts: TEI, ELAN and other programs for speech, and captions in XML."""

from __future__ import annotations

from collections.abc import Callable

from lxml import etree

from casestudy.ingest import elan, tei, xmlcaptions, xmlspeech
from casestudy.ingest.original import Original
from casestudy.ingest.reading import Reading
from casestudy.ingest.xmltree import local, tree

ROOTS: dict[str, Callable[[Original, etree._Element], Reading]] = {
    "ANNOTATION_DOCUMENT": elan.read_tree,
    "TEI": tei.read_tree,
    "TEI.2": tei.read_tree,
    "teiCorpus": tei.read_tree,
    "tt": xmlcaptions.ttml,
    "transcript": xmlcaptions.youtube,
    "timedtext": xmlcaptions.youtube,
    "basic-transcription": xmlspeech.exmaralda,
    "folker-transcription": xmlspeech.folker,
    "Trans": xmlspeech.transcriber,
}
"""For each name of a root how its file is read."""


def read(original: Original) -> Reading:
    """Read an XML file whose root is known."""
    root = tree(original, original.data)
    reader = ROOTS.get(local(root))
    if reader is None:
        raise original.bad(
            f"is XML with the root {local(root)!r}, which is not read; allowed are ELAN (.eaf), "
            "TEI, TTML, EXMARaLDA (.exb), FOLKER and Transcriber (.trs); "
            "export it as .docx, .vtt or text"
        )
    return reader(original, root)
