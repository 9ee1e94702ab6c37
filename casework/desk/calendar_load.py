"""载入通知: paste a holiday notice, see what was understood day by day, and only then save it."""

from __future__ import annotations

import hashlib
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from casework.adapters.clock import legal_today, utc_now
from casework.adapters.notice_files import MAX_FILE_BYTES, notice_text
from casework.desk.calendar_year import months_of
from casework.desk.forms.fields import DeskForm
from casework.desk.shell import REFUSED, refusal_words, show
from casework.law.errors import Refused
from casework.law.holiday_notice import Effect, ReadSentence
from casework.queries.holiday_preview import NoticePreview, preview_notice
from casework.services.calendar_changes import load_notice_text
from casework.services.permissions import why_not_calendar
from casework.services.recomputing import recompute

# So many cases are recomputed at once; the rest follows within a minute, and the page says so.
AT_ONCE = 500
LONGEST_TEXT = 20_000
EFFECT_WORDS = {Effect.OFF: "放假", Effect.WORKED: "上班", Effect.PROLONGED: "假期延长至", Effect.NONE: "不影响日历"}


class NoticeForm(DeskForm):
    """The notice as text or as a file."""

    text = forms.CharField(
        label="通知全文",
        required=False,
        max_length=LONGEST_TEXT,
        help_text="从国务院办公厅网站复制通知全文，标题、文号和日期一并粘贴。年中调整、延长假期的通知也在这里载入。",
        widget=forms.Textarea(attrs={"rows": 14, "spellcheck": "false"}),
    )
    file = forms.FileField(
        label="或者选择文件",
        required=False,
        help_text=f"txt 文本文件，不超过{MAX_FILE_BYTES // 1024}KB。",
        widget=forms.ClearableFileInput(attrs={"accept": ".txt,text/plain"}),
    )
    understood = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """Take the text from the file where one is given; something must be there."""
        cleaned = super().clean() or {}
        file = cleaned.get("file")
        try:
            if file:
                cleaned["text"] = notice_text(file.read(MAX_FILE_BYTES + 1))
        except Refused as refusal:
            self.add_error("file", str(refusal))
        else:
            if not cleaned.get("text") and not self.errors:
                self.add_error("text", "请粘贴通知全文，或者选择文件。")
        return cleaned


@require_http_methods(["GET", "HEAD", "POST"])
def calendar_load(request: HttpRequest) -> HttpResponse:
    """Show the form; "核对" previews and stores nothing, "载入" stores what was previewed."""
    if why_not_calendar(request.user):
        raise PermissionDenied
    if request.method != "POST":
        return _page(request, NoticeForm())
    form = NoticeForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, form)
    text = form.cleaned_data["text"]
    try:
        preview = preview_notice(text=text)
        if "save" in request.POST and form.cleaned_data["understood"] == _digest(text):
            return _save(request, text)
    except Refused as refusal:
        at_field = form.refuse(refusal)
        return _page(request, form, refusal=None if at_field else refusal)
    if "save" in request.POST:
        messages.warning(request, "通知内容与刚才核对的不同，尚未载入。请核对下面的变动后再载入。")
    shown = NoticeForm(initial={"text": text, "understood": _digest(text)})
    return _page(request, shown, preview=preview)


def _save(request: HttpRequest, text: str) -> HttpResponse:
    change = load_notice_text(text=text, actor=request.user, today=legal_today(), now=utc_now())
    recompute(change_id=change.pk, today=legal_today(), now=utc_now(), at_most=AT_ONCE)
    messages.success(request, f"已载入：{change.title}。")
    return redirect("desk:calendar_change", change_id=change.pk)


def _digest(text: str) -> str:
    # Browsers send line ends their own way; the words are what was looked at.
    return hashlib.sha256("\n".join(text.split()).encode()).hexdigest()


def _page(
    request: HttpRequest, form: NoticeForm, *, preview: NoticePreview | None = None, refusal: Refused | None = None
) -> HttpResponse:
    context = {
        "form": form,
        "preview": preview and _preview(preview),
        "calendar_url": reverse("desk:calendar"),
        "refusal": refusal_words(refusal),
    }
    return show(request, "desk/calendar_load.html", context, status=REFUSED if form.is_bound else 200)


def _preview(preview: NoticePreview) -> dict[str, Any]:
    found, changed = preview.found, {item.day for item in preview.changes}
    years = [item.year for item in preview.years]
    return {
        "year": found.year,
        "amends": found.amends,
        "number": found.notice_number,
        "published_on": found.published_on,
        "sentences": [_sentence(item) for item in found.sentences],
        "changes": [{"on": item.day, "before": item.before, "after": item.after} for item in preview.changes],
        "left_over": preview.left_over,
        "years": [
            {"year": year, "months": months_of(year, preview.after, legal_today(), changed=changed)} for year in years
        ],
    }


def _sentence(item: ReadSentence) -> dict[str, Any]:
    return {
        "text": item.text,
        "holiday": item.holiday if item.days else "",
        "effect": item.effect.value,
        "words": EFFECT_WORDS[item.effect],
        "days": item.days,
    }
