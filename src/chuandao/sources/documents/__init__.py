"""Document files into plain text."""

from chuandao.sources.documents.extracted import Extracted
from chuandao.sources.documents.read import read_document
from chuandao.sources.documents.reasons import unread_reason

__all__ = ["Extracted", "read_document", "unread_reason"]
