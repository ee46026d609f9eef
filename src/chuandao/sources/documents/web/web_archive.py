"""Web pages saved with their pictures in one file (.mht, .mhtml)."""

from email import policy
from email.errors import MessageError
from email.message import Message
from email.parser import BytesParser

from chuandao.errors import DocumentError
from chuandao.sources.documents.decode import decode
from chuandao.sources.documents.extracted import Content
from chuandao.sources.documents.txt import text_content
from chuandao.sources.documents.web.html import declared_encoding, read_html

_PAGES = ("text/html", "application/xhtml+xml")
_MOST_PARTS = 2000


def read_web_archive(data: bytes) -> Content:
    """Return the main text of the first page of a web archive; of a plain text part as it stands.

    Raises
    ------
    DocumentError
        ``damaged_document``: it holds neither.
    """
    try:
        parts = _parts(data)
        for kinds, read in ((_PAGES, read_html), (("text/plain",), text_content)):
            for part in parts:
                if part.get_content_type() in kinds and (page := part.get_payload(decode=True)):
                    declared = part.get_content_charset() or declared_encoding(bytes(page))
                    return read(decode(bytes(page), declared))
    except (MessageError, LookupError, ValueError, TypeError, AttributeError, IndexError) as error:
        raise DocumentError("damaged_document") from error
    raise DocumentError("damaged_document")


def _parts(data: bytes) -> list[Message]:
    head = data.lstrip(b" \t\r\n\xef\xbb\xbf")
    message = BytesParser(Message, policy=policy.compat32).parsebytes(head)
    return [part for _, part in zip(range(_MOST_PARTS), message.walk(), strict=False)]
