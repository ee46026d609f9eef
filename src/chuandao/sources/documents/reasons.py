"""Why a document was not read, as a value of the catalogue's list ``unread_reason``."""

from chuandao.catalog.values import values

_REASONS = {
    "file_not_found": "no_file",
    "document_is_folder": "no_file",
    "document_not_a_file": "no_file",
    "graded_document": "graded",
    "encrypted_document": "encrypted",
    "damaged_document": "damaged",
    "unsafe_document": "damaged",
    "document_unreadable": "damaged",
    "unreadable_text": "low_quality",
    "document_too_large": "too_large",
    "archive_too_large": "too_large",
    "document_empty": "empty",
    "no_text": "empty",
    "not_read_doc": "converter_missing",
    "not_read_image": "scan_without_ocr",
    "pages_without_text": "scan_without_ocr",
    "document_too_many_pages": "too_large",
}
_OTHER = "unknown_format"


def unread_reason(code: str) -> str:
    """Return the reason for the code of a ``DocumentError``.

    Examples
    --------
    >>> unread_reason("graded_document"), unread_reason("not_read_rtf")
    ('graded', 'unknown_format')
    """
    reason = values("unread_reason").resolve(_REASONS.get(code, _OTHER))
    return reason or _OTHER
