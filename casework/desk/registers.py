"""The registers beside the cases (来件, 更正, 协查协办, 投诉举报): a list, an entry, its end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from casework.adapters.clock import legal_today, utc_now
from casework.adapters.working_calendar import Calendars, calendars
from casework.desk.access import require_role
from casework.desk.form_page import FormPage, form_page, post_or_say
from casework.desk.forms import registers as forms
from casework.desk.forms.fields import DeskForm
from casework.desk.shell import show
from casework.desk.words import badge, day_told, due_words, shown_name
from casework.law.acts import Act
from casework.law.applicants import ApplicantKind
from casework.law.receipt import Channel
from casework.models.duty_names import ARCHIVE_APPRAISAL
from casework.models.office_duty import OfficeDuty
from casework.models.office_matter import Assistance, Complaint, IncomingMail, OfficeMatter, Rectification
from casework.models.user import Role, User
from casework.queries.office_matters import STANDING_NAMES, counts, matters
from casework.services.assistances import give_feedback, register_assistance
from casework.services.complaints import COMPLAINT_KEEPERS, answer_complaint, register_complaint
from casework.services.incoming_mail import RECEIVERS, register_mail, take_over_mail
from casework.services.office_matters import DESK, WORKERS
from casework.services.permissions import why_not_allowed
from casework.services.rectifications import archive_rectification, decide_rectification, register_rectification

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class Register:
    """One register: its model, its two forms with the services they call, and its words."""

    model: type[OfficeMatter]
    title: str
    lead: str
    new_label: str
    close_label: str
    entry: type[DeskForm]
    closing: type[DeskForm]
    register: Callable[..., OfficeMatter]
    close: Callable[..., OfficeMatter]
    id_name: str
    keepers: tuple[Role, ...]
    workers: tuple[Role, ...]
    notes: tuple[str, ...]


REGISTERS = {
    "mail": Register(
        IncomingMail, "来件", "收发室、门卫签收的邮件逐件登记，当日或者下一工作日由公开办领取。",
        "登记来件", "领取", forms.MailForm, forms.TakeOverMailForm, register_mail, take_over_mail, "mail_id",
        RECEIVERS, RECEIVERS,
        ("邮寄的申请以本机关签收之日为收到日，谁签收、信封写给谁都一样（条例第三十一条）。",
         "领取人提交即为交接签收；超过一个工作日没有领取的，提醒登记人和负责人。",
         "是政府信息公开申请的，登记办件时渠道选邮寄，签收日期与此处一致。"),
    ),
    "rectifications": Register(
        Rectification, "更正申请", "认为与自身相关的政府信息记录不准确，要求更正（条例第四十一条）。不计入年度报告表三。",
        "登记更正申请", "办理", forms.RectificationForm, forms.DecideRectificationForm, register_rectification,
        decide_rectification, "rectification_id", DESK, WORKERS,
        ("有权更正且经审核属实的，更正并告知申请人；不属于本机关职能范围的，可以转送或者告知向谁提出（条例第四十一条）。",
         "条例没有规定期限，按本机关设定的内部期限提醒。", "决定书写明复议和诉讼的途径（可以复议，也可以直接起诉）。"),
    ),
    "assistances": Register(
        Assistance, "协查协办", "上级、其他机关要求协助的事项，单独登记，不是本机关的申请，不计入年度报告表三。",
        "登记协查协办", "反馈", forms.AssistanceForm, forms.FeedbackForm, register_assistance, give_feedback,
        "assistance_id", DESK, WORKERS,
        ("协查、协办不停止任何办件的期限；只有征求其他机关意见才停表，请在办件中办理。",),
    ),
    "complaints": Register(
        Complaint, "投诉举报", "认为行政机关没有依法履行政府信息公开职责的投诉举报（条例第四十七条）。",
        "登记投诉举报", "办理", forms.ComplaintForm, forms.AnswerComplaintForm, register_complaint, answer_complaint,
        "complaint_id", COMPLAINT_KEEPERS, COMPLAINT_KEEPERS,
        ("属实的，督促整改或者通报批评，并写明措施（条例第四十七条）。",),
    ),
}  # fmt: skip


@require_safe
def register_list(request: HttpRequest, name: str) -> HttpResponse:
    """List one register, filtered by the address."""
    register, user, today = _register(name, request.user), request.user, legal_today()
    standing, words = request.GET.get("standing", ""), request.GET.get("words", "").strip()
    standing = standing if standing in STANDING_NAMES else ""
    rows = matters(register.model, user, standing=standing, words=words, today=today)
    page, by = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page")), calendars()
    numbers = counts(register.model, user, today=today)
    context = {
        "name": name,
        "register": register,
        "tabs": [
            {
                "label": label, "url": _url(name, standing=key, words=words), "current": key == standing,
                "count": numbers.get(key, 0),
            }
            for key, label in STANDING_NAMES.items()
        ],
        "standing": standing,
        "words": words,
        "narrowed": bool(standing or words),
        "clear_url": _url(name),
        "rows": [_row(item, name, user, today, by) for item in page],
        "with_agency": user.role == Role.SUPERVISOR,
        "new_url": reverse("desk:register_new", args=[name]) if user.role in register.keepers else "",
        "page_obj": page,
        "registers": register_tabs(name),
    }  # fmt: skip
    return show(request, "desk/register_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def register_new(request: HttpRequest, name: str) -> HttpResponse:
    """Enter something in a register."""
    register, user = _register(name, request.user), request.user
    require_role(user, *register.keepers)
    form = register.entry(request.POST or None, initial={"received_on": legal_today()}, user=user)

    def act(given: dict[str, Any]) -> str:
        row = register.register(**given, actor=user, today=legal_today(), now=utc_now())
        return f"已登记{row.number}，办理期限{_day_of(register.model.objects.dated().get(pk=row.pk))}。"

    page = FormPage(
        register.new_label, register.title, _url(name), "登记", lead=str(user.agency), notes=list(register.notes)
    )
    return form_page(request, page, form, act)


def entry_or_404(user: User, name: str, matter_id: int) -> tuple[Register, OfficeMatter]:
    """Return the register and one entry of it, or answer 404 when the user may not see it."""
    register = _register(name, user)
    rows = register.model.objects.visible_to(user).dated().select_related("agency", "officer", "case")
    item = rows.filter(pk=matter_id).first()
    if item is None:
        raise Http404("没有这件登记")
    return register, item


@require_http_methods(["GET", "HEAD", "POST"])
def register_entry(request: HttpRequest, name: str, matter_id: int) -> HttpResponse:
    """Show one entry; whoever may end it ends it here."""
    user = request.user
    register, item = entry_or_404(user, name, matter_id)
    may_close = item.is_open and user.agency_id == item.agency_id and user.role in register.workers
    if request.method == "POST" and not may_close and item.is_open:
        raise PermissionDenied
    if not may_close:
        to_file = isinstance(item, Rectification) and item.archived_on is None and user.agency_id == item.agency_id
        archive_url = reverse("desk:rectification_archive", args=[item.pk]) if to_file and user.role in DESK else ""
        context = {
            "name": name, "register": register, "archive_url": archive_url, "contact_url": contact_url(item, name, user)
        } | _entry(item, name)  # fmt: skip
        return show(request, "desk/register_entry.html", context)
    form = register.closing(request.POST or None, initial={"closed_on": legal_today()})

    def act(given: dict[str, Any]) -> str:
        given.pop("key")
        if "rectification_proof" in given:
            given["proof"] = given.pop("rectification_proof")
        row = register.close(**{register.id_name: item.pk}, **given, actor=user, today=legal_today(), now=utc_now())
        return f"{row.number}已办结。"

    page = FormPage(
        f"{register.title} {item.number}", register.title, _url(name), register.close_label,
        lead=f"{item.received_on}收到，期限{_day_of(item)}", notes=list(register.notes), quoted=item.subject,
        extra={
            "facts": _facts(item), "form_template": "desk/register_facts.html",
            "register_url": _register_url(item, user), "contact_url": contact_url(item, name, user),
        },
    )  # fmt: skip
    return form_page(request, page, form, act)


@require_POST
def rectification_archive(request: HttpRequest, matter_id: int) -> HttpResponse:
    """File a decided rectification."""
    require_role(request.user, *DESK)
    if not Rectification.objects.visible_to(request.user).filter(pk=matter_id).exists():
        raise Http404("没有这件登记")

    def act() -> str:
        row = archive_rectification(rectification_id=matter_id, actor=request.user, today=legal_today(), now=utc_now())
        return f"{row.number}已归档，归档号{row.archive_number}。"

    return post_or_say(request, act, reverse("desk:register_entry", args=["rectifications", matter_id]))


def contact_url(item: OfficeMatter, name: str, user: User) -> str:
    """Return where the contact is read in full, for whoever may."""
    may_read = item.contact and user.agency_id == item.agency_id and user.role in WORKERS
    return reverse("desk:register_contact", args=[name, item.pk]) if may_read else ""


def duty_url(item: OfficeDuty) -> str:
    """Return where a duty of the office is done: the entry of its register, else its case; "" for none."""
    name = next((name for name, register in REGISTERS.items() if register.model.duty == item.duty), "")
    if name:
        return reverse("desk:register_entry", args=[name, item.about])
    if item.duty == ARCHIVE_APPRAISAL:
        return reverse("desk:archive_list")
    return reverse("desk:case", args=[item.case.number]) if item.case else ""


def _register_url(item: OfficeMatter, user: User) -> str:
    """Return where a letter is registered as a request, with what is known of it filled in."""
    if not isinstance(item, IncomingMail) or why_not_allowed(Act.REGISTER, user):
        return ""
    channel = Channel.REGISTERED_MAIL if item.postal_number else Channel.ORDINARY_MAIL
    return f"{reverse('desk:register')}?channel={channel.value}&mail={item.pk}"


def _register(name: str, user: User) -> Register:
    if name not in REGISTERS:
        raise Http404("没有这个登记簿")
    if not user.handles_cases:
        raise PermissionDenied
    return REGISTERS[name]


def _url(name: str, **query: str) -> str:
    kept = {key: value for key, value in query.items() if value}
    return reverse("desk:register_list", args=[name]) + (f"?{urlencode(kept)}" if kept else "")


def register_tabs(name: str) -> list[dict[str, Any]]:
    """Return the tabs over all registers; ``name`` is the open one."""
    rows = [("disputes", "复议诉讼", reverse("desk:dispute_list"))]
    rows += [(key, item.title, _url(key)) for key, item in REGISTERS.items()]
    rows.append(("archives", "档案", reverse("desk:archive_list")))
    return [{"label": label, "url": url, "current": key == name} for key, label, url in rows]


def _row(item: OfficeMatter, name: str, user: User, today: date, by: Calendars) -> dict[str, Any]:
    return {
        "number": item.number,
        "url": reverse("desk:register_entry", args=[name, item.pk]),
        "agency": item.agency.name,
        "from_whom": item.from_whom if name == "assistances" else shown_name(ApplicantKind.NATURAL, item.from_whom),
        "subject": item.subject,
        "received_on": item.received_on,
        "due_on": _day_of(item),
        "officer": str(item.officer) if item.officer else "",
        "result": _result(item),
        "badge": badge(*_standing(item, today, by)),
    }


def _standing(item: OfficeMatter, today: date, by: Calendars) -> tuple[str, str]:
    if item.closed_on:
        return ("late", "逾期办结") if item.closed_on > item.due_on else ("met", "已办结")
    return due_words(item.due_on, today, by.of(item.agency_id))


def _day_of(item: OfficeMatter) -> str:
    """Return until when an entry is to be dealt with; it was read ``dated``."""
    return day_told(item.due_on, provisional=item.is_open and item.provisional)


def _result(item: OfficeMatter) -> str:
    if isinstance(item, Rectification):
        return item.get_outcome_display()
    if isinstance(item, Assistance):
        return item.get_result_display()
    if isinstance(item, IncomingMail):
        return item.get_outcome_display()
    return item.get_finding_display() if isinstance(item, Complaint) else ""


def _facts(item: OfficeMatter) -> list[dict[str, Any]]:
    """Return what is known of an entry as label and value; what is empty is left out, the contact masked."""
    rows: list[tuple[str, Any]] = [("提出人", item.from_whom), ("联系方式", item.contact.masked)]
    if isinstance(item, Assistance):
        rows.append(("类别", item.get_kind_display()))
    if isinstance(item, IncomingMail):
        rows[0] = ("寄件人", item.from_whom)
        rows += [
            ("信封所写收件人", item.addressed_to), ("邮件号", item.postal_number), ("签收人", item.signed_by),
            ("转交给", item.passed_to),
        ]  # fmt: skip
    if isinstance(item, Complaint):
        rows.append(("被投诉机关", item.against.name))
    rows += [
        ("收到日期", item.received_on), ("办理期限", _day_of(item)), ("承办人", item.officer),
        ("相关办件", item.case), ("登记", f"{item.created_by}"),
    ]  # fmt: skip
    if isinstance(item, Rectification):
        rows.append(("申请人的证据", item.evidence or "没有提供"))
    if item.closed_on:
        rows += [("结果", _result(item)), ("办结日期", item.closed_on), ("办结人", item.closed_by)]
        if isinstance(item, Rectification):
            rows += [("核实结果", item.proof), ("有权更正的机关", item.addressee), ("文号", item.letter_number)]
            rows += [("归档", item.archived_on), ("归档号", item.archive_number)]
        if isinstance(item, Assistance):
            rows.append(("用时（小时）", item.hours))
        if isinstance(item, Complaint):
            rows.append(("措施", item.measures))
    return [{"label": label, "value": str(value)} for label, value in rows if value not in ("", None)]


def _entry(item: OfficeMatter, name: str) -> dict[str, Any]:
    return {"item": item, "facts": _facts(item), "back_url": _url(name)}
