"""文书设置: page style and numbers, where decisions are taken to, and the agency's own templates."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from casework.adapters.clock import legal_today, utc_now
from casework.desk.access import require_role
from casework.desk.downloads import sent
from casework.desk.form_page import post_or_say
from casework.desk.forms.fields import DeskForm
from casework.desk.forms.letters import AuthorityForm, LetterSettingsForm, TemplateForm
from casework.desk.shell import REFUSED, refusal_words, show
from casework.documents.letters.fields import FIELDS
from casework.documents.letters.pdf import CONTENT_TYPE as PDF
from casework.documents.letters.word import CONTENT_TYPE
from casework.law.errors import Refused
from casework.law.letters.kinds import TEMPLATE_KINDS
from casework.law.letters.numbering import DEFAULT_PATTERN
from casework.models.agency import Agency
from casework.models.letter import LetterSettings, LetterTemplate
from casework.queries.letter_facts import remedy_bodies
from casework.services import letter_templates as services
from casework.services.letter_templates import KEEPERS


@require_http_methods(["GET", "HEAD", "POST"])
def letter_settings(request: HttpRequest) -> HttpResponse:
    """Show everything that shapes letters; each of the three forms posts here under its own name."""
    require_role(request.user, *KEEPERS)
    agency, part = request.user.agency, request.POST.get("part", "")
    forms = _forms(request, agency, part)
    refusal = None
    if request.method == "POST":
        if part not in forms:
            raise Http404("没有这张表单")
        form = forms[part]
        if form.is_valid():
            try:
                messages.success(request, _save(request, part, dict(form.cleaned_data)))
                return redirect("desk:letter_settings")
            except Refused as refused:
                refusal = None if form.refuse(refused) else refused
    bodies = remedy_bodies(agency, legal_today())
    context = {
        "form": forms.get(part),
        "forms": {name: {"form": form, "sections": form.sections()} for name, form in forms.items()},
        "refusal": refusal_words(refusal),
        "authorities": agency.remedy_authorities.all(),
        "presumed": "" if agency.remedy_authorities.exists() else bodies.authority,
        "templates": [
            _row(item) for item in LetterTemplate.objects.filter(agency=agency).select_related("uploaded_by")
        ],
        "kinds": [
            {"name": name, "url": reverse("desk:template_standard", args=[key])} for key, name in TEMPLATE_KINDS.items()
        ],
        "fields": FIELDS.items(),
    }
    return show(request, "desk/letter_settings.html", context, status=REFUSED if request.method == "POST" else 200)


@require_safe
def template_standard(request: HttpRequest, kind: str) -> HttpResponse:
    """Send the standard template of a kind; with ``?sample`` filled with the sample case."""
    require_role(request.user, *KEEPERS)
    if kind not in TEMPLATE_KINDS:
        raise Http404("没有这种文书模板")
    agency = request.user.agency
    if "sample" in request.GET:
        data = services.preview(kind=kind, template=None, agency=agency, today=legal_today())
        return _word(data, f"示例-{TEMPLATE_KINDS[kind]}.docx")
    return _word(services.standard_bytes(kind, agency), f"标准模板-{TEMPLATE_KINDS[kind]}.docx")


@require_safe
def template_preview(request: HttpRequest, template_id: int) -> HttpResponse:
    """Send a template filled with the sample case; with ``?pdf`` as the PDF it becomes."""
    require_role(request.user, *KEEPERS)
    try:
        item = services.own_template(template_id, request.user)
    except Refused as refusal:
        raise Http404(refusal.sentence) from None
    data = services.preview(kind=item.kind, template=item, agency=request.user.agency, today=legal_today())
    name = f"示例-{TEMPLATE_KINDS[item.kind]}-第{item.version}版"
    if "pdf" not in request.GET:
        return _word(data, f"{name}.docx")
    try:
        return sent(services.as_pdf(data), f"{name}.pdf", PDF)
    except Refused as refusal:
        raise Http404(refusal.sentence) from None


@require_POST
def template_retire(request: HttpRequest, template_id: int) -> HttpResponse:
    """Stop using a version."""
    require_role(request.user, *KEEPERS)

    def act() -> str:
        item = services.retire_template(template_id=template_id, actor=request.user, today=legal_today())
        return f"“{TEMPLATE_KINDS[item.kind]}”第{item.version}版已停用；用它制作的文书不变。"

    return post_or_say(request, act, reverse("desk:letter_settings"))


def _forms(request: HttpRequest, agency: Agency, part: str) -> dict[str, DeskForm]:
    own = LetterSettings.objects.filter(agency=agency).first()
    patterns = own.patterns if own else {}
    shown = {
        "page_style": own.page_style if own else "plain",
        "contact": own.contact if own else "",
        "pattern": next(iter(patterns.values()), DEFAULT_PATTERN),
    }
    sent = {name: request.POST if part == name else None for name in ("look", "authority", "template")}
    files = request.FILES if part == "template" else None
    return {
        "look": LetterSettingsForm(sent["look"], initial=shown, prefix=None, auto_id="look_%s"),
        "authority": AuthorityForm(sent["authority"], initial={"valid_from": legal_today()}, auto_id="authority_%s"),
        "template": TemplateForm(sent["template"], files, auto_id="template_%s"),
    }


def _save(request: HttpRequest, part: str, given: dict[str, Any]) -> str:
    given.pop("key", "")
    if part == "look":
        services.save_letter_settings(**given, actor=request.user)
        return "版式和文号格式已保存，从下一份文书起使用。"
    if part == "authority":
        row = services.save_authority(values=given, valid_from=given.pop("valid_from"), actor=request.user)
        return f"已登记{row.valid_from}起的行政复议机关和管辖法院。"
    file = given["file"]
    item = services.upload_template(
        kind=given["kind"], name=file.name, size=file.size, stream=file, actor=request.user, today=legal_today(),
        now=utc_now(),
    )  # fmt: skip
    return f"“{TEMPLATE_KINDS[item.kind]}”模板第{item.version}版已启用。"


def _row(item: LetterTemplate) -> dict[str, Any]:
    return {
        "kind": TEMPLATE_KINDS.get(item.kind, item.kind),
        "version": item.version,
        "name": item.name,
        "uploaded_at": item.uploaded_at,
        "by": str(item.uploaded_by),
        "retired_on": item.retired_on,
        "preview_url": reverse("desk:template_preview", args=[item.pk]),
        "retire_url": "" if item.retired_on else reverse("desk:template_retire", args=[item.pk]),
    }


def _word(data: bytes, name: str) -> HttpResponse:
    return sent(data, name, CONTENT_TYPE)
