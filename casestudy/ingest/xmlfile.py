"""XML transcripts: TEI with utterances and ELAN annotations."""

from __future__ import annotations

from casestudy.ingest import elan, tei
from casestudy.ingest.original import Original
from casestudy.ingest.reading import Reading
from casestudy.ingest.xmltree import local, tree


def read(original: Original) -> Reading:
    """Read an XML file whose root is known."""
    root = tree(original, original.data)
    name = local(root)
    if name == "ANNOTATION_DOCUMENT":
        return elan.read_tree(original, root)
    if name in ("TEI", "TEI.2", "teiCorpus"):
        return tei.read_tree(original, root)
    raise original.bad(
        f"is XML with the root {name!r}, which is not read; allowed are ELAN (.eaf) and TEI; "
        "export it as .docx, .vtt or text"
    )
