"""The parts of a .docx as XML trees: document, styles, numbering, theme, headers, footers, pictures.

Templates come from outside: entities stay unread and nothing is fetched.
"""

from __future__ import annotations

import posixpath
import zipfile
from io import BytesIO

from lxml import etree

_NAMESPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "dc": "http://purl.org/dc/elements/1.1/",
}
DOCUMENT = "word/document.xml"
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)


def tag(name: str) -> str:
    """Return w:p as lxml writes it."""
    prefix, _, local = name.partition(":")
    return f"{{{_NAMESPACES[prefix]}}}{local}"


def local(element: etree._Element) -> str:
    """Return the name of an element without its namespace; "" for what is no element."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def value(element: etree._Element | None, name: str = "w:val") -> str:
    """Return an attribute, "" when element or attribute is absent."""
    return "" if element is None else element.get(tag(name), "")


def points(text: str | None, *, a_point: float = 20) -> float:
    """Return twips (or another unit, ``a_point`` of them to a point) as points; 0 for what is no number."""
    try:
        return float(text or 0) / a_point
    except ValueError:
        return 0.0


def parsed(data: bytes) -> etree._Element | None:
    """Return the bytes of a part as XML, None when there are none."""
    return etree.fromstring(data, _PARSER) if data else None


class WordParts:
    """One .docx, its parts read when they are asked for."""

    def __init__(self, word: bytes) -> None:
        self._archive = zipfile.ZipFile(BytesIO(word))
        self._names = frozenset(self._archive.namelist())

    def data(self, name: str) -> bytes:
        """Return the bytes of a part, empty when it is absent."""
        return self._archive.read(name) if name in self._names else b""

    def tree(self, name: str) -> etree._Element | None:
        """Return a part as XML, None when it is absent."""
        return parsed(self.data(name))

    def related(self, part: str) -> dict[str, str]:
        """Return the parts that a part names by relationship id."""
        folder, file = posixpath.split(part)
        tree = self.tree(f"{folder}/_rels/{file}.rels")
        return {
            item.get("Id", ""): posixpath.normpath(posixpath.join("/", folder, item.get("Target", "")))[1:]
            for item in (() if tree is None else tree)
            if item.get("TargetMode") != "External"
        }

    def property(self, name: str) -> str:
        """Return a property of the file such as dc:title."""
        tree = self.tree("docProps/core.xml")
        return "" if tree is None else (tree.findtext(tag(name)) or "")
