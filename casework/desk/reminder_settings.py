"""提醒设置: ladder, hours, ways of delivery, and whom no letter reaches."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from casework.adapters.clock import legal_today, utc_now
from casework.desk.access import require_role
from casework.desk.form_page import post_or_say, row_faults
from casework.desk.forms.reminder_settings import HoursForm, StepFormSet, shown_steps
from casework.desk.shell import REFUSED, refusal_words, show
from casework.law.annual_report import report_due_on
from casework.law.errors import Refused
from casework.models.duty_names import duty_name
from casework.models.user import User
from casework.queries.dead_letters import dead_letters_of
from casework.services import ladders, trial_mail, webhooks
from casework.services.ladders import SETTERS
from casework.services.office_hours import settings_of
from casework.services.reachability import unreachable_endpoints, unreachable_people, why_unreachable
from casework.services.reminder_ladder import CASE_DUTIES, OFFICE_DUTIES, Ladder, Step, ladders_in_force

DUTIES = (*CASE_DUTIES, *OFFICE_DUTIES)
# For whom an agency reports, by whether it is a government.
REPORT_KINDS = {False: "部门", True: "本级人民政府的政府信息公开工作主管部门"}


@require_http_methods(["GET", "HEAD", "POST"])
def reminder_settings(request: HttpRequest) -> HttpResponse:
    """Show what is set, and set the hours."""
    require_role(request.user, *SETTERS)
    user = request.user
    stored = settings_of(user.agency_id)
    shown = {name: getattr(stored, name) for name in ("digest_at", "quiet_from", "quiet_until")}
    form, refusal = HoursForm(request.POST or None, initial=shown), None
    if request.method == "POST" and form.is_valid():
        given = {name: form.cleaned_data[name] for name in shown}
        try:
            ladders.set_hours(**given, actor=user)
        except Refused as refused:
            refusal = None if form.refuse(refused) else refused
        else:
            messages.success(request, "发送时间已保存。")
            return redirect("desk:reminder_settings")
    in_force = ladders_in_force()
    context = {
        "form": form,
        "sections": form.sections(),
        "refusal": refusal_words(refusal),
        "duties": [
            {
                "name": duty_name(duty),
                "url": reverse("desk:ladder", args=[duty]),
                "own": in_force.is_own(user.agency_id, duty),
                "steps": [_step_words(step) for step in in_force.of(user.agency_id, duty)],
            }
            for duty in DUTIES
        ],
        "endpoints": _endpoints(user),
        "new_endpoint_url": reverse("desk:endpoint_new") if user.role in webhooks.SETTERS else "",
        "unreachable": [
            *(f"{item}：{why_unreachable(item)}" for item in unreachable_people().filter(agency=user.agency_id)),
            *(
                f"推送地址“{item}”：最近{item.dead}条发送失败"
                for item in unreachable_endpoints().filter(agency=user.agency_id)
            ),
        ],
        "dead_count": dead_letters_of(user.agency).count(),
        "dead_url": reverse("desk:undelivered"),
        "test_mail_url": reverse("desk:test_mail"),
        "report_kind_url": reverse("desk:report_kind"),
        "report_kinds": [
            {
                "value": "1" if kind else "0",
                "words": f"{whose}：{_report_day(is_government=kind)}前",
                "chosen": user.agency.is_government is kind,
            }
            for kind, whose in REPORT_KINDS.items()
        ],
    }
    return show(request, "desk/reminder_settings.html", context, status=REFUSED if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def ladder(request: HttpRequest, duty: str) -> HttpResponse:
    """Show and replace the steps of one duty, or return to the product's own."""
    require_role(request.user, *SETTERS)
    if duty not in DUTIES:
        raise Http404("没有这个事项")
    user, in_force = request.user, ladders_in_force()
    refusal = None
    if request.method == "POST" and "reset" in request.POST:
        ladders.reset_ladder(duty=duty, actor=user)
        messages.success(request, f"“{duty_name(duty)}”已恢复默认提醒。")
        return redirect("desk:reminder_settings")
    rows = StepFormSet(request.POST or None, initial=shown_steps(in_force.of(user.agency_id, duty)))
    if request.method == "POST" and rows.is_valid():
        try:
            ladders.set_ladder(duty=duty, steps=_typed(rows), actor=user)
        except Refused as refused:
            refusal = refusal_words(refused)
        else:
            messages.success(request, f"“{duty_name(duty)}”的提醒已保存。")
            return redirect("desk:reminder_settings")
    context = {
        "name": duty_name(duty),
        "rows": rows,
        "own": in_force.is_own(user.agency_id, duty),
        "default_words": [_step_words(step) for step in _default(duty)],
        "refusal": refusal,
        "errors": row_faults(rows),
        "back_url": reverse("desk:reminder_settings"),
    }
    return show(request, "desk/ladder.html", context, status=REFUSED if rows.is_bound else 200)


@require_POST
def report_kind(request: HttpRequest) -> HttpResponse:
    """Say for whom the agency reports, which fixes the day of its yearly report."""
    require_role(request.user, *SETTERS)
    is_government = request.POST.get("is_government") == "1"

    def act() -> str:
        ladders.set_report_kind(is_government=is_government, actor=request.user)
        return f"年度报告期限：{_report_day(is_government=is_government)}。"

    return post_or_say(request, act, reverse("desk:reminder_settings"))


@require_POST
def send_test_mail(request: HttpRequest) -> HttpResponse:
    """Send a letter to the person's own address now, and say what the mail server answered."""
    require_role(request.user, *SETTERS)

    def act() -> str:
        trial_mail.send_test_mail(actor=request.user, now=utc_now())
        return f"测试邮件已交给邮件服务器，收件地址{request.user.email}。"

    return post_or_say(request, act, reverse("desk:reminder_settings"))


def _report_day(*, is_government: bool) -> str:
    due_on = report_due_on(legal_today().year, is_government=is_government)
    return f"每年{due_on.month}月{due_on.day}日"


def _typed(rows: Any) -> list[Step]:
    return [step for row in rows if (step := row.step()) is not None]


def _default(duty: str) -> Ladder:
    return ladders_in_force().of(None, duty)


def _endpoints(user: User) -> list[dict[str, Any]]:
    may_set = user.role in webhooks.SETTERS
    return [
        {
            "name": item.name,
            "url": item.shown_address,
            "is_active": item.is_active,
            "edit_url": reverse("desk:endpoint_edit", args=[item.pk]) if may_set else "",
            "test_url": reverse("desk:endpoint_test", args=[item.pk]) if may_set and item.is_active else "",
        }
        for item in webhooks.endpoints_of(user.agency)
    ]


def _step_words(step: Step) -> str:
    days = step.working_days
    when = "当天" if days == 0 else f"提前{days}个工作日" if days > 0 else f"过期{-days}个工作日"
    way = step.way
    asked = (
        (way.to_officer, "承办人"), (way.to_unit, "承办科室"), (way.to_leaders, "负责人"), (way.to_supervisors, "主管部门"),
    )  # fmt: skip
    whom = "、".join(name for wanted, name in asked if wanted)
    how = ["单发邮件" if way.urgent else "汇总邮件"] if way.by_email else []
    how += ["推送"] if way.by_webhook else []
    return f"{when}：{whom}" + (f"（{'、'.join(how)}）" if how else "（站内）")
