"""What an OFD document bears beside its pages: annotations, attachments, signatures."""

from dataclasses import dataclass, field

from chuandao.sources.documents.archive import Archive
from chuandao.sources.documents.pages.ofd_xml import all_inner, local, resolve, words
from chuandao.sources.documents.word.wordml import Element

_OVER = {"watermark", "stamp"}


@dataclass
class Over:
    """Annotations: how many, and the words of stamps and watermarks."""

    count: int = 0
    words: list[str] = field(default_factory=list)


def notes_over_pages(archive: Archive, document: Element, place: str) -> Over:
    """Return what annotations lie over the pages."""
    over = Over()
    listed = resolve(archive, place, words(document, "Annotations"))
    for page in all_inner(archive.xml(listed) if listed else None, "Page"):
        notes = archive.xml(resolve(archive, listed, words(page, "FileLoc")))
        for note in all_inner(notes, "Annot"):
            over.count += 1
            if note.get("Type", "").lower() in _OVER:
                text = "".join(
                    found.text or "" for found in note.iter() if local(found) == "TextCode"
                )
                over.words += [text.strip()] if text.strip() else []
    return over


def attachments(archive: Archive, document: Element, place: str) -> list[str]:
    """Return the names of attached files."""
    listed = resolve(archive, place, words(document, "Attachments"))
    found = all_inner(archive.xml(listed) if listed else None, "Attachment")
    return [item.get("Name") or words(item, "FileLoc").rpartition("/")[2] for item in found]


def signatures(archive: Archive, body: Element) -> int:
    """Return how many seals and signatures a document bears; none of them is verified."""
    listed = resolve(archive, "ofd.xml", words(body, "Signatures"))
    found = archive.xml(listed) if listed else None
    return sum(1 for _ in all_inner(found, "Signature"))
