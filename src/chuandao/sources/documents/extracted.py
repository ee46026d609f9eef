"""What one document file gave: its text, how it was read, and how far it may be trusted."""

import re
from dataclasses import dataclass
from typing import Literal

from chuandao.errors import Problem

_SPACES = re.compile(r"[ \t\r\n]+")
Format = Literal[
    "txt",
    "html",
    "docx",
    "doc",
    "rtf",
    "odt",
    "word_xml",
    "uof",
    "xlsx",
    "xls",
    "ods",
    "image",
    "pdf",
    "ofd",
]


@dataclass(frozen=True)
class Extracted:
    """The plain text of one document file.

    Attributes
    ----------
    file : str
        Name of the file without its folder; of a member of an archive, its name in there.
    text : str
        A .txt file exactly as decoded (byte order mark excluded, newlines untouched);
        of other formats one paragraph, heading or table row a line, in reading order.
    format : str
        What the file is (``txt``, ``html``, ``docx``, ``doc``, …) by content, whatever its name
        says.
    encoding : str
        A codec of Python, e.g. ``gb18030``.
    content_hash : str
        SHA-256 of the file's bytes, in hexadecimal.
    quality : float
        Share 0-1 of the characters (spaces not counted) that stand undamaged; of recognised
        text times how sure the recogniser was of them on average.
    margins : str
        What stands in headers, footers and watermarks, a line a paragraph.
    notes : tuple of Problem
        What was left out or looked doubtful.
    """

    file: str
    text: str
    format: Format
    encoding: str
    content_hash: str
    quality: float
    margins: str = ""
    notes: tuple[Problem, ...] = ()

    def __repr__(self) -> str:
        """Return what was read in one line, without the text."""
        return (
            f"Extracted({self.file!r}, {self.format}, {self.encoding}, "
            f"{len(self.text)} characters, quality {self.quality:.2f}, {len(self.notes)} notes)"
        )


@dataclass(frozen=True)
class Content:
    """What a reader of one format hands on: body, and what stands in headers and footers.

    ``sureness`` (0-1) says how sure a recogniser was of the words, on average; 1 where none was
    needed.
    """

    text: str
    encoding: str
    notes: tuple[Problem, ...] = ()
    margins: str = ""
    sureness: float = 1.0


def one_line(words: str) -> str:
    r"""Return words with each line break or tab, and the spaces about it, as one space.

    Examples
    --------
    >>> one_line(" 甲 \n\t乙  丙\n")
    '甲 乙  丙'
    """
    return _SPACES.sub(lambda found: found[0] if set(found[0]) == {" "} else " ", words).strip()
