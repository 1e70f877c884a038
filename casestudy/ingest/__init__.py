"""Outside files become words: one door for transcripts, pages and documents.

`read_file` looks at the bytes of a file, never at its name, and hands back a `Reading`: one text,
its turns, cues, paragraphs or blocks with their places in the original, and everything that a
person should know about it. `read_answers` takes a survey's open answers, one reading each;
`WebArchive` looks through an archive of pages. Nothing is written and nothing is fetched.
"""

from casestudy.ingest.answers import read_answers
from casestudy.ingest.archive_records import is_archive
from casestudy.ingest.export_table import LAYOUTS, ExportColumn, Layout, SurveyExport
from casestudy.ingest.exports import read_export
from casestudy.ingest.original import MAX_FILE_BYTES
from casestudy.ingest.pagehtml import page_html
from casestudy.ingest.readers import read_file
from casestudy.ingest.reading import Comment, HumanCode, Reading
from casestudy.ingest.savedpage import SavedPage, saved_page
from casestudy.ingest.webarchive import ArchivedPage, UnreadPage, WebArchive

__all__ = [
    "LAYOUTS",
    "MAX_FILE_BYTES",
    "ArchivedPage",
    "Comment",
    "ExportColumn",
    "HumanCode",
    "Layout",
    "Reading",
    "SavedPage",
    "SurveyExport",
    "UnreadPage",
    "WebArchive",
    "is_archive",
    "page_html",
    "read_answers",
    "read_export",
    "read_file",
    "saved_page",
]
