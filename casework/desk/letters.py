"""文书 pages: make a letter, look at it, number, remake, void, take it away as Word or PDF."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models.fields.files import FieldFile
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from casework.adapters.clock import legal_today, utc_now
from casework.desk.access import case_or_404, require_role
from casework.desk.downloads import kept_private, on_record
from casework.desk.form_page import FormPage, form_page, post_or_say
from casework.desk.forms.letters import LetterForm, VoidForm
from casework.desk.letters_tab import letter_row, name_of, record_url
from casework.desk.next_step import next_act
from casework.desk.shell import show
from casework.documents.letters.pdf import CONTENT_TYPE as PDF
from casework.documents.letters.stored import from_values
from casework.documents.letters.word import CONTENT_TYPE as WORD
from casework.law.acts import Act
from casework.law.letters.kinds import LETTER_KINDS, LetterKind, letter_kind
from casework.law.letters.text import SECTION_NAMES
from casework.models.case import Case
from casework.models.letter import CaseLetter, PdfState
from casework.models.user import User
from casework.queries.personal_data import hidden
from casework.services import letters as services
from casework.services.letters import MAKERS


@require_http_methods(["GET", "HEAD", "POST"])
def letter_new(request: HttpRequest, number: str, kind: str) -> HttpResponse:
    """Make a letter: the clerk writes the free parts, the rest is composed."""
    require_role(request.user, *MAKERS)
    case = _own(request, number)
    if kind not in LETTER_KINDS:
        raise Http404("没有这种文书")
    row = letter_kind(kind)
    about = request.GET.get("about", "")
    form = LetterForm(request.POST or None, row=row)
    page = _page(case, f"制作{name_of(row.key)}", "生成文书", row)

    def act(given: dict[str, Any]) -> HttpResponse:
        key = given.pop("key", "")
        letter = services.make_letter(
            case_id=case.pk, kind=kind, about=int(about) if about.isdecimal() else None, free=given,
            actor=request.user, today=legal_today(), now=utc_now(), key=key,
        )  # fmt: skip
        messages.success(request, f"“{letter.title}”已生成，请核对。")
        return redirect("desk:letter", number=case.number, letter_id=letter.pk)

    return form_page(request, page, form, act)


@require_safe
def letter(request: HttpRequest, number: str, letter_id: int) -> HttpResponse:
    """Show one letter as it reads, with what can be done with it."""
    case, item = _letter(request, number, letter_id)
    # Masked on screen; the Word file and the PDF carry what is served.
    text, row = from_values(hidden(case, item.text)), letter_row(item, request.user)
    context = {
        "case": {"number": case.number, "url": _tab(case)},
        "letter": row,
        "text": text,
        "parts": [
            {"name": name, "lines": text.sections[key]} for key, name in SECTION_NAMES.items() if text.sections.get(key)
        ],
        "serve_url": row["record_url"] or _serve_url(case, item, request.user),
        "times_made": item.times_made,
        "sha256": item.word_sha256,
    }
    return show(request, "desk/letter.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def letter_remake(request: HttpRequest, number: str, letter_id: int) -> HttpResponse:
    """Make a letter again from the facts as they are now, with other free parts if wanted."""
    require_role(request.user, *MAKERS)
    case, item = _letter(request, number, letter_id)
    if item.prepared_for:
        return redirect(record_url(item))
    row = letter_kind(item.kind)
    form = LetterForm(request.POST or None, row=row, initial=item.free)
    page = _page(case, f"重新生成{name_of(row.key)}", "重新生成", row)

    def act(given: dict[str, Any]) -> HttpResponse:
        given.pop("key", "")
        made = services.remake_letter(
            letter_id=item.pk, free=given, actor=request.user, today=legal_today(), now=utc_now()
        )
        messages.success(request, f"“{made.title}”已按现在的事实重新生成。")
        return redirect("desk:letter", number=case.number, letter_id=made.pk)

    return form_page(request, page, form, act)


@require_POST
def letter_number(request: HttpRequest, number: str, letter_id: int) -> HttpResponse:
    """Take the letter's number."""
    case, item = _letter(request, number, letter_id)

    def act() -> str:
        done = services.number_letter(letter_id=item.pk, actor=request.user, today=legal_today(), now=utc_now())
        return f"已取文号{done.number}。"

    return post_or_say(request, act, _tab(case))


@require_http_methods(["GET", "HEAD", "POST"])
def letter_void(request: HttpRequest, number: str, letter_id: int) -> HttpResponse:
    """Void a letter and its number."""
    case, item = _letter(request, number, letter_id)

    def act(given: dict[str, Any]) -> str:
        services.void_letter(letter_id=item.pk, reason=given["reason"], actor=request.user, today=legal_today())
        return f"“{item.title}”已作废。"

    page = FormPage(
        "作废文书", case.number, _tab(case), "作废", lead=item.title,
        notes=["文书和文号都保留在案卷里，注明作废原因。", "作废的文号不再使用，下一份文书取下一个号。"],
    )  # fmt: skip
    return form_page(request, page, VoidForm(request.POST or None), act)


@require_safe
def letter_word(request: HttpRequest, number: str, letter_id: int) -> HttpResponse:
    """Send the Word file."""
    case, item = _letter(request, number, letter_id)
    return _file(request, case, item.word, f"{_name(item)}.docx", WORD, inline=False)


@require_safe
def letter_pdf(request: HttpRequest, number: str, letter_id: int) -> HttpResponse:
    """Show the PDF in the browser; ``?download`` sends it as a file."""
    case, item = _letter(request, number, letter_id)
    if item.pdf_state != PdfState.READY:
        raise Http404("PDF 还没有生成，请稍候刷新")
    return _file(request, case, item.pdf, f"{_name(item)}.pdf", PDF, inline="download" not in request.GET)


def _own(request: HttpRequest, number: str) -> Case:
    case = case_or_404(request, number).case
    if case.agency_id != request.user.agency_id:
        raise PermissionDenied
    return case


def _letter(request: HttpRequest, number: str, letter_id: int) -> tuple[Case, CaseLetter]:
    case = _own(request, number)
    item = get_object_or_404(case.letters.select_related("number", "made_by", "template"), pk=letter_id)
    item.case = case
    return case, item


def _serve_url(case: Case, item: CaseLetter, user: User) -> str:
    """Return where the service of a signed reply is recorded, for whoever may do it now."""
    waits = letter_kind(item.kind).is_reply and item.number_id and item.voided_on is None
    if not waits or next_act(user, case) is not Act.CONCLUDE:
        return ""
    return reverse("desk:act", args=[case.number, Act.CONCLUDE.value])


def _tab(case: Case) -> str:
    return f"{reverse('desk:case', args=[case.number])}?tab=letters#tabs"


def _page(case: Case, title: str, submit: str, row: LetterKind) -> FormPage:
    notes = ["事实、申请原文、法律依据、处理决定和救济由系统按办件的事实写入，改了事实就重新生成。"]
    if row.is_reply:
        notes.append("文号和日期在签发时产生；签发前生成的是草稿。")
    elif row.series:
        notes.append("先生成草稿，核对无误再取文号；取号以后日期固定。")
    return FormPage(title, case.number, _tab(case), submit, lead=str(case.agency), notes=notes)


def _name(item: CaseLetter) -> str:
    number = f"-{item.number}" if item.number else "-草稿"
    return f"{letter_kind(item.kind).name}{number}".replace("/", "-")


def _file(
    request: HttpRequest, case: Case, stored: FieldFile, name: str, content_type: str, *, inline: bool
) -> FileResponse:
    try:
        stream = stored.open("rb")
    except FileNotFoundError:
        raise Http404("文书的文件已不在存储中") from None
    on_record(request, case, f"文书：{name}")
    response = FileResponse(stream, as_attachment=not inline, filename=name, content_type=content_type)
    kept_private(response)
    return response
