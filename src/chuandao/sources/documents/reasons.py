"""Why a document was not read, as a value of the catalogue's list ``unread_reason``."""

from chuandao.catalog.values import values

_REASONS = {
    "no_file": ("file_not_found", "document_is_folder", "document_not_a_file"),
    "graded": ("graded_document",),
    "encrypted": ("encrypted_document",),
    "damaged": (
        "damaged_document",
        "damaged_picture",
        "unsafe_document",
        "document_unreadable",
    ),
    "low_quality": ("unreadable_text", "recognised_too_poorly"),
    "too_large": (
        "document_too_large",
        "archive_too_large",
        "archive_too_deep",
        "document_too_many_pages",
    ),
    "timeout": ("document_timeout",),
    "memory": ("document_memory",),
    "crashed": ("document_crashed", "reading_impossible"),
    "empty": ("document_empty", "no_text", "archive_empty"),
    "converter_missing": ("libreoffice_missing",),
    "converter_failed": ("converter_failed",),
    "scan_without_ocr": ("not_read_image", "pages_without_text"),
    "packed": ("not_read_archive",),
}
_REASON = {code: reason for reason, codes in _REASONS.items() for code in codes}
_OTHER = "unknown_format"


def unread_reason(code: str) -> str:
    """Return the reason for the code of a ``DocumentError``.

    Examples
    --------
    >>> unread_reason("graded_document"), unread_reason("not_read_rtf")
    ('graded', 'unknown_format')
    """
    reason = values("unread_reason").resolve(_REASON.get(code, _OTHER))
    return reason or _OTHER
