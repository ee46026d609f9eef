"""Document files into plain text."""

from chuandao.sources.documents.batch import Reading, read_document, read_documents
from chuandao.sources.documents.expand import Source, expand
from chuandao.sources.documents.extracted import Extracted
from chuandao.sources.documents.reasons import unread_reason

__all__ = [
    "Extracted",
    "Reading",
    "Source",
    "expand",
    "read_document",
    "read_documents",
    "unread_reason",
]
