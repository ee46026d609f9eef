"""What the pages of an OFD document share: templates, pictures, composite units."""

import posixpath
from functools import cached_property

from chuandao.errors import DocumentError
from chuandao.sources.documents.archive import Archive
from chuandao.sources.documents.pages.ofd_xml import all_inner, inner, resolve, words
from chuandao.sources.documents.word.wordml import Element

_SIGNS = (b"\x89PNG", b"\xff\xd8\xff", b"BM", b"II*\x00", b"MM\x00*")


class Resources:
    """Templates, pictures and composite units of a document by their number."""

    def __init__(self, archive: Archive, document: Element, place: str) -> None:
        self._archive, self._document, self._place = archive, document, place
        self._pictures: dict[str, str] = {}
        self._templates: dict[str, Element | None] = {}
        self.units: dict[str, Element] = {}
        common = inner(document, "CommonData")
        for kind in ("PublicRes", "DocumentRes"):
            for found in all_inner(common, kind):
                self._add(resolve(archive, place, found.text or ""))

    def add_of_page(self, page: Element, place: str) -> None:
        """Add the resources that a page states for itself."""
        for found in all_inner(page, "PageRes"):
            self._add(resolve(self._archive, place, found.text or ""))

    def template(self, name: str) -> Element | None:
        """Return the page of a template, or nothing where it is missing."""
        if name not in self._templates:
            place = self._template_places.get(name, "")
            self._templates[name] = self._archive.xml(place) if place else None
        return self._templates[name]

    def picture(self, name: str) -> bytes:
        """Return a picture file; empty where it is missing or of a kind not read."""
        data = self._archive.read(self._pictures.get(name, ""))
        return data if data.startswith(_SIGNS) else b""

    @cached_property
    def _template_places(self) -> dict[str, str]:
        return {
            found.get("ID", ""): resolve(self._archive, self._place, found.get("BaseLoc", ""))
            for found in all_inner(inner(self._document, "CommonData"), "TemplatePage")
        }

    def _add(self, place: str) -> None:
        try:
            root = self._archive.xml(place)
        except DocumentError as error:
            if error.code != "damaged_document":
                raise
            return
        if root is None:
            return
        folder = posixpath.join(posixpath.dirname(place), root.get("BaseLoc", ""))
        for media in all_inner(inner(root, "MultiMedias"), "MultiMedia"):
            file = words(media, "MediaFile")
            self._pictures[media.get("ID", "")] = resolve(self._archive, f"{folder}/x", file)
        for unit in all_inner(inner(root, "CompositeGraphicUnits"), "CompositeGraphicUnit"):
            self.units[unit.get("ID", "")] = unit
