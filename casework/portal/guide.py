"""The first pages: which agency, and what one should know before asking."""

from __future__ import annotations

from collections import defaultdict

from django.contrib.auth.decorators import login_not_required
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from casework.law.duties import REPLY_WORKING_DAYS, SUPPLEMENT_NOTICE_WORKING_DAYS
from casework.law.facts import MAX_EXTENSION_WORKING_DAYS
from casework.law.receipt import Channel
from casework.law.remedies import LITIGATION_MONTHS, RECONSIDERATION_DAYS
from casework.models.agency import Agency
from casework.portal.drafts import STEPS, Draft
from casework.portal.pages import agency_or_404, page
from casework.portal.privacy import privacy_notice
from casework.queries.former_names import former_names_like
from casework.queries.office import announced_channels

CHANNEL_LABELS = {
    Channel.ONLINE: "网上",
    Channel.COUNTER: "当面",
    Channel.ORAL: "当面",
    Channel.REGISTERED_MAIL: "邮寄",
    Channel.ORDINARY_MAIL: "邮寄",
    Channel.EMAIL: "电子邮件",
    Channel.FAX: "传真",
}
LABEL_ORDER = ("网上", "当面", "邮寄", "电子邮件", "传真")
# A county fits on one page; a province is searched.
AGENCIES_SHOWN = 30

RULES = {
    "reply_days": REPLY_WORKING_DAYS,
    "extension_days": MAX_EXTENSION_WORKING_DAYS,
    "supplement_days": SUPPLEMENT_NOTICE_WORKING_DAYS,
    "reconsideration_days": RECONSIDERATION_DAYS,
    "litigation_months": LITIGATION_MONTHS,
}


def _called(name: str) -> Q:
    """Return the condition that an agency has this name, or answers for one that had it."""
    former = former_names_like(name).filter(unit__isnull=True)
    return Q(name__icontains=name) | Q(pk__in=former.values("agency"))


@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Let the visitor choose an agency; where only one takes requests on line, show its guide."""
    agencies = Agency.objects.filter(accepts_online=True).order_by("path")
    asked = request.GET.get("q", "").strip()
    found = list((agencies.filter(_called(asked)) if asked else agencies)[: AGENCIES_SHOWN + 1])
    if len(found) == 1 and not asked:
        return _guide(request, found[0])
    context = {
        "agencies": found[:AGENCIES_SHOWN],
        "more": len(found) > AGENCIES_SHOWN,
        "asked": asked,
        "lookup_url": reverse("portal:lookup"),
        "calculator_url": reverse("portal:calculator"),
    }
    return page(request, "portal/choose.html", context)


@login_not_required
@require_safe
def guide(request: HttpRequest, agency_id: int) -> HttpResponse:
    """Show the guide of one agency."""
    return _guide(request, agency_or_404(agency_id))


def _guide(request: HttpRequest, agency: Agency) -> HttpResponse:
    start = reverse("portal:step", args=[agency.pk, STEPS[0].name])
    context = {
        "start_url": start if agency.accepts_online else "",
        "draft_url": reverse("portal:check", args=[agency.pk]) if Draft(request.session, agency.pk).is_begun else "",
        "lookup_url": reverse("portal:lookup"),
        "calculator_url": f"{reverse('portal:calculator')}?agency={agency.pk}",
        "channels": _channels(agency),
        "rules": RULES,
        "privacy": privacy_notice(agency),
    }
    return page(request, "portal/guide.html", context, agency=agency)


def _channels(agency: Agency) -> list[dict[str, str]]:
    """Return the channels of the agency as it registered them; counter and post may never be refused."""
    where = agency.address or "见本机关政府信息公开指南公布的地址"
    own: dict[str, list[str]] = defaultdict(list)
    for channel in announced_channels(agency):
        own[CHANNEL_LABELS[Channel(channel.kind)]].append(channel.place)
    own["当面"] = [f"{place}，工作时间内均可提交。" for place in own["当面"] or [where]]
    own["邮寄"] = [f"{place}，信封注明“政府信息公开申请”。" for place in own["邮寄"] or [where]]
    if agency.accepts_online:
        own["网上"].insert(0, "在本页面提交，全天开放，提交后当场得到编号。")
    return [{"label": label, "text": text} for label in LABEL_ORDER for text in own[label]]
