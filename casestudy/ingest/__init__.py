"""Outside files become words: one door for transcripts, pages and documents.

`read_file` looks at the bytes of a file, never at its name, and hands back a `Reading`: one text,
its turns, cues, paragraphs or blocks with their places in the original, and everything that a
person should know about it. Nothing is written and nothing is fetched.
"""

from casestudy.ingest.readers import read_file
from casestudy.ingest.reading import Comment, HumanCode, Reading

__all__ = ["Comment", "HumanCode", "Reading", "read_file"]
