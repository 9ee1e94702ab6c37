"""A letter as a Word file: a template with named fields, filled by docxtpl in a sandbox.

Templates come from outside: without the sandbox a field could reach the program's own objects, and
without escaping a name such as 王<a> would lose its tail.
"""

from __future__ import annotations

from io import BytesIO
from typing import Any

from docx.oxml.ns import qn
from docx.shared import Pt
from docxtpl import DocxTemplate
from jinja2.sandbox import SandboxedEnvironment

from casework.documents.letters.fields import AGENCY, HEADING_MARK, values_of
from casework.documents.letters.layout import LEAST_MARK_PT, MARK_LINE_PT, Faces
from casework.law.letters.text import LetterText

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
AGENCY_FIELD = f"{{{{ {AGENCY} }}}}"
_ENVIRONMENT = SandboxedEnvironment(autoescape=True)


def word_file(letter: LetterText, template: bytes, *, agency_name: str, faces: Faces) -> bytes:
    """Return the letter laid out with ``template`` (the bytes of a .docx with named fields)."""
    filled = DocxTemplate(BytesIO(template))
    filled.init_docx()
    _fit_mark(filled.docx, agency_name)
    filled.render(values_of(letter, agency_name), _ENVIRONMENT)
    if any(line.heading for line in letter.lines):
        _set_headings(filled.docx, faces)
    if letter.lines:
        _hold_to_signature(filled.docx, letter.lines[-1].text)
    properties = filled.docx.core_properties
    properties.title, properties.author = letter.title, agency_name
    stream = BytesIO()
    filled.docx.save(stream)
    return stream.getvalue()


def _set_headings(document: Any, faces: Faces) -> None:
    for text in document.element.body.iter(qn("w:t")):
        if text.text and text.text.startswith(HEADING_MARK):
            text.text = text.text.removeprefix(HEADING_MARK)
            properties = text.getparent().get_or_add_rPr()
            properties.get_or_add_rFonts().set(qn("w:eastAsia"), faces.heading)


def _fit_mark(document: Any, agency_name: str) -> None:
    """Set a long name above a letter smaller, down to what is still a heading: the red mark stays on its line.

    Before the fields are filled: the filled head is another part, which python-docx does not know.
    """
    section = document.sections[0]
    head = section.first_page_header
    if not section.different_first_page_header_footer or head.is_linked_to_previous or not agency_name:
        return
    for paragraph in head.paragraphs:
        for run in paragraph.runs:
            if run.text == AGENCY_FIELD and run.font.size:
                fitting = int(MARK_LINE_PT / len(agency_name) * 2) / 2
                run.font.size = Pt(min(run.font.size.pt, max(fitting, LEAST_MARK_PT)))


def _hold_to_signature(document: Any, last: str) -> None:
    """Keep the last paragraph with what follows: no page carries a signature without text (GB/T 9704-2012)."""
    for paragraph in reversed(document.paragraphs):
        if not paragraph.text or paragraph.text == last:
            paragraph.paragraph_format.keep_with_next = True
        if paragraph.text == last:
            return
