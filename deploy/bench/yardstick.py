"""The yardstick of our pages: one Django site with the usual middleware and nothing else.

  /list-auth  50 rows of 10 columns of one agency for a signed-in user, newest first; objects in a template with a base
  /list-lean  the same rows for anybody, cells made plain strings first, so that the template only prints them
  /new        POST: a validated form; a case and an event written in one transaction; a redirect

It knows nothing of our program and has a database of its own, named by YARDSTICK_DATABASE. It is served as our program is;
``python -m deploy.bench.yardstick`` makes its tables and prints a session for /list-auth, /new asks for no sign-in.
"""

# Bare on purpose: it asks the clock itself, and its models say nothing of themselves.
# ruff: noqa: DJ008, DTZ011, E402, TID251

from __future__ import annotations

import datetime as dt
import os
from urllib.parse import urlsplit

import django
from django.conf import settings

AGENCY = 1
TEMPLATES = {
    "base.html": """{% load i18n %}<!doctype html><html lang="zh-Hans"><head><meta charset="utf-8">
<title>{% block title %}{% endblock %}</title></head><body>
<nav>{% for name, url in nav %}<a href="{{ url }}">{{ name }}</a>{% endfor %}{% if user.is_authenticated %}<b>{{ user.username }}</b>{% endif %}</nav>
<main>{% block main %}{% endblock %}</main><footer>依申请公开</footer></body></html>""",
    "list.html": """{% extends "base.html" %}{% block title %}申请登记簿{% endblock %}{% block main %}<table>
<thead><tr><th>编号<th>标题<th>申请人<th>收到日期<th>到期日<th>状态<th>结果<th>经办人</tr></thead>
<tbody>{% for case in rows %}<tr class="{% if case.closed_on %}closed{% elif case.due_on < today %}late{% endif %}">
<td><a href="{% url 'list' %}?id={{ case.id }}">{{ case.number }}</a><td>{{ case.title }}<td>{{ case.applicant }}
<td>{{ case.received_on|date:"Y-m-d" }}<td>{{ case.due_on|date:"Y-m-d" }}<td>{{ case.get_status_display }}
<td>{{ case.get_outcome_display|default:"" }}<td>{{ case.officer_id|default:"" }}</tr>
{% endfor %}</tbody></table><a href="?after={{ last.received_on|date:"Y-m-d" }},{{ last.id }}">下一页</a>{% endblock %}""",
    "lean.html": """{% extends "base.html" %}{% block title %}申请登记簿{% endblock %}{% block main %}<table>
<thead><tr><th>编号<th>标题<th>申请人<th>收到日期<th>到期日<th>状态<th>结果<th>经办人</tr></thead>
<tbody>{% for url, kind, a, b, c, d, e, f, g, h in rows %}<tr class="{{ kind }}">
<td><a href="{{ url }}">{{ a }}</a><td>{{ b }}<td>{{ c }}<td>{{ d }}<td>{{ e }}<td>{{ f }}<td>{{ g }}<td>{{ h }}</tr>
{% endfor %}</tbody></table><a href="?after={{ after }}">下一页</a>{% endblock %}""",
}


def database() -> dict[str, object]:
    """Return the database of YARDSTICK_DATABASE (postgresql://user@host:port/name) as Django's settings want it."""
    url = urlsplit(os.environ["YARDSTICK_DATABASE"])
    where = {"NAME": url.path[1:], "USER": url.username, "PASSWORD": url.password or "", "HOST": url.hostname}
    return where | {"ENGINE": "django.db.backends.postgresql", "PORT": url.port, "CONN_MAX_AGE": 600}


settings.configure(
    DEBUG=False,
    SECRET_KEY="of the yardstick alone",
    ALLOWED_HOSTS=["127.0.0.1"],
    ROOT_URLCONF=__name__,
    USE_TZ=True,
    TIME_ZONE="Asia/Shanghai",
    LANGUAGE_CODE="zh-hans",
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    DATABASES={"default": database()},
    INSTALLED_APPS=[
        "django.contrib.auth",
        "django.contrib.contenttypes",
        "django.contrib.sessions",
        "django.contrib.messages",
    ],
    MIDDLEWARE=[
        "django.middleware.security.SecurityMiddleware",
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
        "django.middleware.clickjacking.XFrameOptionsMiddleware",
    ],
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "OPTIONS": {
                "loaders": [
                    (
                        "django.template.loaders.cached.Loader",
                        [("django.template.loaders.locmem.Loader", TEMPLATES)],
                    )
                ],
                "context_processors": [
                    "django.template.context_processors.request",
                    "django.contrib.auth.context_processors.auth",
                    "django.contrib.messages.context_processors.messages",
                ],
            },
        }
    ],
)
django.setup()

from django import forms
from django.contrib.auth.decorators import login_required
from django.core.wsgi import get_wsgi_application
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.views.decorators.http import require_POST

STATUS = {1: "登记", 2: "补正", 3: "办理", 4: "征求意见", 5: "审核", 9: "办结"}
OUTCOME = {number: f"结果{number}" for number in range(1, 23)}
NAV = [(name, f"/{number}") for number, name in enumerate(("首页", "登记簿", "待办", "年报", "文书", "设置"))]
SHOWN = (
    "id", "number", "title", "applicant", "received_on", "due_on", "closed_on", "status", "outcome", "officer_id",
)  # fmt: skip


class Columns(models.Model):
    """The 25 columns of a case; the register that is read and the table that is written to have the same."""

    number, applicant = models.CharField(max_length=40), models.CharField(max_length=80)
    agency_id, channel, applicant_kind = models.IntegerField(), models.IntegerField(), models.IntegerField()
    document_kind, wanted_form = models.IntegerField(), models.IntegerField()
    title, description = models.CharField(max_length=200), models.TextField()
    email, address = models.EmailField(null=True), models.CharField(max_length=200, null=True)
    received_on, start_on, due_on = models.DateField(), models.DateField(), models.DateField()
    closed_on = models.DateField(null=True)
    extended = models.BooleanField(default=False)
    status = models.SmallIntegerField(choices=list(STATUS.items()))
    outcome = models.SmallIntegerField(null=True, choices=list(OUTCOME.items()))
    officer_id, fee = (
        models.IntegerField(null=True),
        models.DecimalField(max_digits=8, decimal_places=2, default=0),
    )
    created_at, updated_at = models.DateTimeField(auto_now_add=True), models.DateTimeField(auto_now=True)

    class Meta:
        abstract, app_label = True, "yardstick"


class Listed(Columns):
    """What the lists read: a copy of the cases of our register."""

    class Meta:
        app_label, db_table = "yardstick", "listed"
        indexes = [models.Index(fields=["agency_id", "-received_on", "-id"], name="listed_newest")]


class Filed(Columns):
    """What /new writes, in a table of its own, so that the lists stay as they are."""

    class Meta:
        app_label, db_table = "yardstick", "filed"
        indexes = [
            models.Index(fields=["agency_id", "received_on"], name="filed_received"),
            models.Index(fields=["due_on"], condition=models.Q(closed_on=None), name="filed_due"),
        ]


class Event(models.Model):
    """What happened to a case that was filed."""

    case_id, kind = models.BigIntegerField(db_index=True), models.SmallIntegerField()
    at, note = models.DateTimeField(auto_now_add=True), models.CharField(max_length=200)

    class Meta:
        app_label, db_table = "yardstick", "event"


class FilingForm(forms.ModelForm):
    """What an applicant gives."""

    class Meta:
        model = Filed
        fields = [
            "applicant_kind", "applicant", "document_kind", "email", "address", "title", "description", "wanted_form",
            "agency_id",
        ]  # fmt: skip


@login_required
def listing(request: HttpRequest) -> HttpResponse:
    """Answer with the list as Django's tutorial would: objects, and a template that formats them."""
    rows = list(Listed.objects.filter(agency_id=AGENCY).order_by("-received_on", "-id").only(*SHOWN)[:50])
    return render(request, "list.html", {"rows": rows, "last": rows[-1], "nav": NAV, "today": dt.date.today()})


def lean(request: HttpRequest) -> HttpResponse:
    """Answer with the same list as cheaply as a Django template can print it."""
    today, base = dt.date.today(), reverse("list")
    found = Listed.objects.filter(agency_id=AGENCY).order_by("-received_on", "-id").values_list(*SHOWN)[:50]
    rows = [
        (
            f"{base}?id={pk}", "closed" if closed else "late" if due < today else "", number, title, applicant,
            received.isoformat(), due.isoformat(), STATUS[status], OUTCOME.get(outcome, ""), officer or "",
        )
        for pk, number, title, applicant, received, due, closed, status, outcome, officer in found
    ]  # fmt: skip
    return render(request, "lean.html", {"rows": rows, "after": f"{rows[-1][5]},{rows[-1][2]}", "nav": NAV})


@require_POST
def new(request: HttpRequest) -> HttpResponse:
    """File a request: one row, one event, one transaction."""
    form = FilingForm(request.POST)
    if not form.is_valid():
        return HttpResponse(form.errors.as_json(), status=422)
    with transaction.atomic():
        case, today = form.save(commit=False), dt.date.today()
        case.number, case.channel, case.status = "Y0", 3, 1
        case.received_on, case.start_on, case.due_on = today, today, today + dt.timedelta(28)
        case.save()
        Event.objects.create(case_id=case.pk, kind=1, note="网上提交")
    return HttpResponseRedirect(f"/list-auth?id={case.pk}")


urlpatterns = [path("list-auth", listing, name="list"), path("list-lean", lean), path("new", new)]
application = get_wsgi_application()


def set_up() -> str:
    """Make the tables in an empty database; return the session of a signed-in user."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.auth.models import User
    from django.contrib.sessions.backends.db import SessionStore
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0)
    with connection.schema_editor() as editor:
        for model in (Listed, Filed, Event):
            editor.create_model(model)
    user, session = User.objects.create(username="clerk"), SessionStore()
    session[SESSION_KEY], session[HASH_SESSION_KEY] = str(user.pk), user.get_session_auth_hash()
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session.save()
    return session.session_key


if __name__ == "__main__":
    print(set_up())
