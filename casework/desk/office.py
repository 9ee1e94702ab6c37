"""机关事项: channels to look into every day, and what the office owes beside its cases."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from casework.adapters.clock import legal_today, utc_now
from casework.adapters.working_calendar import calendar_of
from casework.desk.access import require_role
from casework.desk.form_page import FormPage, form_page, post_or_say
from casework.desk.forms.office import ChannelForm, PublishedForm
from casework.desk.registers import duty_url
from casework.desk.shell import show
from casework.desk.words import badge, due_words
from casework.law.calendar import WorkingCalendar
from casework.models.announced_channel import AnnouncedChannel
from casework.models.duty_names import WITHHELD_APPRAISAL, YEARLY_REPORT
from casework.models.office_duty import OfficeDuty
from casework.models.user import User
from casework.queries import office as queries
from casework.services import channels as services
from casework.services.appraisals import APPRAISERS
from casework.services.channels import KEEPERS, TICKERS, first_missed_day
from casework.services.handovers import HANDERS
from casework.services.office_duties import REPORTERS
from casework.services.office_duties import report_published as enter_report

MET_FOR = timedelta(days=120)


@require_safe
def office(request: HttpRequest) -> HttpResponse:
    """Show the channels with today's ticks and the office's own duties."""
    user, today = request.user, legal_today()
    if user.agency is None:
        raise PermissionDenied
    calendar = calendar_of(user.agency_id)
    open_rows = [_duty_row(item, user, today, calendar) for item in queries.open_duties(user.agency)]
    context = {
        "today": today,
        "day_off": not calendar.describe(today).working,
        "channels": [_channel_row(item, user, today, calendar) for item in queries.channels_of(user.agency)],
        "new_channel_url": reverse("desk:channel_new") if user.role in KEEPERS else "",
        "handovers_url": reverse("desk:handovers") if user.role in HANDERS else "",
        "former_names_url": reverse("desk:former_names"),
        "duties": open_rows,
        "met": queries.met_duties(user.agency, since=today - MET_FOR),
        "published_form": PublishedForm(initial={"published_on": today}, auto_id=False),
    }
    return show(request, "desk/office.html", context)


def _channel_row(item: AnnouncedChannel, user: User, today: date, calendar: WorkingCalendar) -> dict[str, Any]:
    watched = item.closed_on is None and item.checked_daily
    ticked = item.last_check == today
    return {
        "kind": item.get_kind_display(),
        "place": item.place,
        "officer": str(item.duty_officer) if item.duty_officer else "未指定",
        "announced": item.announced,
        "last_check": item.last_check,
        "last_by": item.last_by,
        "badge": _channel_badge(item, watched, ticked, today, calendar),
        "check_url": (
            reverse("desk:channel_check", args=[item.pk]) if watched and not ticked and user.role in TICKERS else ""
        ),
        "edit_url": reverse("desk:channel_edit", args=[item.pk]) if user.role in KEEPERS else "",
    }


def _channel_badge(item: AnnouncedChannel, watched: bool, ticked: bool, today: date, calendar: WorkingCalendar) -> str:
    if item.closed_on is not None:
        return badge("void", "已停用")
    if not watched:
        return badge("none", "不需登记")
    if ticked:
        return badge("met", "今日已查看")
    missed = first_missed_day(item, item.last_check, calendar, today)
    if missed:
        return badge("overdue", f"{missed:%m-%d}起未查看")
    return badge("today", "今日待查看") if calendar.describe(today).working else badge("none", "休息日")


def _duty_row(item: OfficeDuty, user: User, today: date, calendar: WorkingCalendar) -> dict[str, Any]:
    is_report = item.duty == YEARLY_REPORT
    return {
        "title": item.title,
        "due_on": item.due_on,
        "provisional": item.provisional,
        "badge": badge(*due_words(item.due_on, today, calendar)),
        "url": duty_url(item),
        "appraise_url": (
            reverse("desk:appraisal_new", args=[item.case.number])
            if item.duty == WITHHELD_APPRAISAL and item.case and user.role in APPRAISERS
            else ""
        ),
        "published_url": (
            reverse("desk:report_published", args=[item.pk]) if is_report and user.role in REPORTERS else ""
        ),
    }


@require_POST
def report_published(request: HttpRequest, duty_id: int) -> HttpResponse:
    """Enter the day on which the yearly report was published."""
    require_role(request.user, *REPORTERS)
    duty = OfficeDuty.objects.filter(pk=duty_id, agency=request.user.agency_id, duty=YEARLY_REPORT).first()
    if duty is None:
        raise Http404("没有这个事项")

    def act(given: dict[str, Any]) -> str:
        row = enter_report(
            duty_id=duty_id, published_on=given["published_on"], actor=request.user, today=legal_today()
        )  # fmt: skip
        return f"已登记：{row.title}于{row.met_on}公布。"

    page = FormPage("登记已公布", "机关事项", reverse("desk:office"), "登记已公布", lead=duty.title)
    return form_page(request, page, PublishedForm(request.POST), act)


@require_POST
def channel_check(request: HttpRequest, channel_id: int) -> HttpResponse:
    """Tick a channel as looked into today."""
    require_role(request.user, *TICKERS)
    channel = _own_channel(request.user, channel_id)

    def act() -> str:
        services.check_channel(channel_id=channel_id, actor=request.user, today=legal_today(), now=utc_now())
        return f"已登记今天查看“{channel}”。"

    return post_or_say(request, act, reverse("desk:office"))


@require_http_methods(["GET", "HEAD", "POST"])
def channel_new(request: HttpRequest) -> HttpResponse:
    """Enter a channel."""
    require_role(request.user, *KEEPERS)
    form = ChannelForm(request.POST or None, agency=request.user.agency, is_new=True)

    def act(given: dict[str, Any]) -> str:
        given.pop("key")
        channel = services.add_channel(**given, actor=request.user, today=legal_today())
        return f"已登记渠道“{channel}”。"

    return form_page(request, _page("登记申请渠道", "登记"), form, act)


@require_http_methods(["GET", "HEAD", "POST"])
def channel_edit(request: HttpRequest, channel_id: int) -> HttpResponse:
    """Change or close a channel."""
    require_role(request.user, *KEEPERS)
    channel = _own_channel(request.user, channel_id)
    shown = {name: getattr(channel, name) for name in ("kind", "place", "duty_officer", "announced", "checked_daily")}
    form = ChannelForm(
        request.POST or None, initial=shown | {"closed": channel.closed_on is not None}, agency=request.user.agency,
        is_new=False,
    )  # fmt: skip

    def act(given: dict[str, Any]) -> str:
        given.pop("key")
        changed = services.change_channel(channel_id=channel_id, **given, actor=request.user, today=legal_today())
        return f"渠道“{changed}”已保存。"

    return form_page(request, _page("修改申请渠道", "保存"), form, act)


def _page(title: str, submit_label: str) -> FormPage:
    notes = [
        "凡公布的渠道都必须受理，本机关受每一个公布的渠道约束（国办公开办函〔2017〕19号）。",
        "当面和邮寄两种方式任何时候都不能拒收。",
    ]
    return FormPage(title, "机关事项", reverse("desk:office"), submit_label, notes=notes)


def _own_channel(user: User, channel_id: int) -> AnnouncedChannel:
    channel = AnnouncedChannel.objects.filter(pk=channel_id, agency=user.agency_id).first()
    if channel is None:
        raise Http404("没有这个渠道")
    return channel
