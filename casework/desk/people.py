"""账号管理: the accounts of the agency and those below, for the three administrators, each with the own buttons."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from casework.adapters.client_address import client_address
from casework.adapters.clock import utc_now
from casework.desk.access import require_role
from casework.desk.form_page import FormPage, form_page, post_or_say
from casework.desk.forms.accounts import AccountForm, FactorRuleForm, RoleForm
from casework.desk.shell import show
from casework.models.second_factor_rule import SecondFactorRule
from casework.models.user import ADMINISTRATORS, Role, User
from casework.queries.accounts import events_of_account, listed_accounts
from casework.services import accounts, grants
from casework.services.account_events import accounts_seen_by

PAGE_SIZE = 50
BACK = "账号管理"


@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """List the accounts."""
    user = request.user
    require_role(user, *ADMINISTRATORS)
    text, closed = request.GET.get("q", "").strip()[:60], "closed" in request.GET
    found = listed_accounts(accounts_seen_by(user), text=text, closed=closed)
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "page_obj": page,
        "people": [_row(person) for person in page],
        "with_agency": any(person.agency_id != user.agency_id for person in page),
        "q": text,
        "closed": closed,
        "keeps": user.role == Role.ADMINISTRATOR,
        "grants": user.role == Role.SECURITY_ADMINISTRATOR,
    }
    return show(request, "desk/people.html", context)


@require_safe
def person(request: HttpRequest, person_id: int) -> HttpResponse:
    """Show one account, what was done to it, and what the reader may do."""
    found = _seen(request, person_id)
    user = request.user
    context = {
        "person": found,
        "row": _row(found),
        "events": events_of_account(found),
        "keeps": user.role == Role.ADMINISTRATOR,
        "grants": user.role == Role.SECURITY_ADMINISTRATOR,
        "is_own": found == user,
    }
    return show(request, "desk/person.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def person_new(request: HttpRequest) -> HttpResponse:
    """Make an account and show its one-time password, once."""
    require_role(request.user, Role.ADMINISTRATOR)
    form = AccountForm(request.POST or None, actor=request.user)

    def act(given: dict[str, Any]) -> HttpResponse:
        made, password = accounts.create_account(
            username=given["username"], agency=given["agency"], data=_data(given), **_by(request)
        )
        return _show_password(request, made, password, "账号已新建")

    notes = [
        "新账号没有角色，不能登录；由安全管理员授予角色后才能使用。",
        "保存后显示一次性口令，只显示这一次；本人首次登录须改成自己的口令。",
        "系统管理员、安全管理员、审计员（三员）由三个人分别担任，不得兼任，也不得办理申请。",
    ]
    page = FormPage("新建账号", BACK, reverse("desk:people"), "新建", notes=notes)
    return form_page(request, page, form, act)


@require_http_methods(["GET", "HEAD", "POST"])
def person_edit(request: HttpRequest, person_id: int) -> HttpResponse:
    """Change name, unit, e-mail, staff number."""
    require_role(request.user, Role.ADMINISTRATOR)
    found = _seen(request, person_id)
    shown = {
        "display_name": found.display_name, "unit": found.unit_id, "email": found.email,
        "staff_number": found.staff_number,
    }  # fmt: skip
    form = AccountForm(request.POST or None, initial=shown, actor=request.user, person=found)

    def act(given: dict[str, Any]) -> str:
        changed = accounts.change_account(person_id=person_id, data=_data(given), **_by(request))
        return f"{changed}的账号已保存。"

    page = FormPage("修改账号", str(found), _url(found), "保存", lead=f"{found.username}　{found.agency}")
    return form_page(request, page, form, act)


@require_POST
def person_close(request: HttpRequest, person_id: int) -> HttpResponse:
    """Close an account."""

    def act(found: User) -> str:
        cases = accounts.close_account(person_id=found.pk, **_by(request))
        return f"{found}的账号已停用。" + (f"名下还有{cases}件在办办件，请尽快交接。" if cases else "")

    return _post(request, person_id, Role.ADMINISTRATOR, act)


@require_POST
def person_reopen(request: HttpRequest, person_id: int) -> HttpResponse:
    """Open a closed account again."""

    def act(found: User) -> str:
        return f"{accounts.reopen_account(person_id=found.pk, **_by(request))}的账号已启用。"

    return _post(request, person_id, Role.ADMINISTRATOR, act)


@never_cache
@require_POST
def person_password(request: HttpRequest, person_id: int) -> HttpResponse:
    """Give an account a one-time password and show it, once."""

    def act(found: User) -> HttpResponse:
        password = accounts.issue_password(person_id=found.pk, **_by(request))
        return _show_password(request, found, password, "一次性口令已发放")

    return _post(request, person_id, Role.ADMINISTRATOR, act)


@require_http_methods(["GET", "HEAD", "POST"])
def person_role(request: HttpRequest, person_id: int) -> HttpResponse:
    """Grant a role, or take it away."""
    require_role(request.user, Role.SECURITY_ADMINISTRATOR)
    found = _seen(request, person_id)
    form = RoleForm(request.POST or None, initial={"role": found.role})

    def act(given: dict[str, Any]) -> str:
        changed = grants.grant_role(person_id=person_id, role=given["role"], **_by(request))
        return f"{changed}现在是{changed.get_role_display()}。"

    notes = [
        "角色从下一次点击起生效，已登录的会话随即退出。",
        "三员互斥：担任其中一员的账号不能改作他用，办理过申请的账号不能改作三员，都须另设账号。",
        "授予“未授权”即收回角色，账号不能再登录。",
    ]
    lead = f"{found.username}　{found.agency}"
    return form_page(request, FormPage("授予角色", str(found), _url(found), "授予", lead=lead, notes=notes), form, act)


@require_POST
def person_unlock(request: HttpRequest, person_id: int) -> HttpResponse:
    """Let a locked account sign in at once."""

    def act(found: User) -> str:
        return f"{grants.unlock_account(person_id=found.pk, **_by(request))}现在可以登录。"

    return _post(request, person_id, Role.SECURITY_ADMINISTRATOR, act)


@require_POST
def person_factor_reset(request: HttpRequest, person_id: int) -> HttpResponse:
    """Take the second factor off an account whose owner has lost it."""

    def act(found: User) -> str:
        done = grants.reset_second_factor(person_id=found.pk, **_by(request))
        return f"{done}的动态口令已重置，下次登录按要求重新启用。"

    return _post(request, person_id, Role.SECURITY_ADMINISTRATOR, act)


@require_http_methods(["GET", "HEAD", "POST"])
def factor_rule(request: HttpRequest) -> HttpResponse:
    """Set which roles need a second factor."""
    require_role(request.user, Role.SECURITY_ADMINISTRATOR)
    chosen = (
        SecondFactorRule.objects.filter(agency=request.user.agency_id).order_by("role").values_list("role", flat=True)
    )
    form = FactorRuleForm(request.POST or None, initial={"roles": list(chosen)})

    def act(given: dict[str, Any]) -> str:
        roles = grants.require_second_factor(roles=map(Role, given["roles"]), **_by(request))
        return f"已设置：{'、'.join(role.label for role in Role if role in roles) or '没有角色必须使用动态口令'}。"

    notes = [
        "适用于本机关和全部下级机关，从各人下一次登录起执行；没有启用的，登录后先引导启用。",
        "动态口令用手机上的通用验证器应用生成，不需要联网，也不发短信。",
        "没有列入的角色也可以在“我的账号”中自愿启用。",
    ]
    page = FormPage("动态口令要求", BACK, reverse("desk:people"), "保存", notes=notes)
    return form_page(request, page, form, act)


def _row(found: User) -> dict[str, Any]:
    return {
        "url": _url(found),
        "username": found.username,
        "name": str(found),
        "role": found.get_role_display(),
        "agency": str(found.agency),
        "unit": str(found.unit or ""),
        "staff_number": found.staff_number,
        "active": found.is_active,
        "has_factor": found.has_factor,
        "is_locked": found.is_locked,
        "last_login": found.last_login,
    }


def _url(found: User) -> str:
    return reverse("desk:person", args=[found.pk])


def _seen(request: HttpRequest, person_id: int) -> User:
    require_role(request.user, *ADMINISTRATORS)
    found = listed_accounts(accounts_seen_by(request.user), closed=True).filter(pk=person_id).first()
    if found is None:
        raise Http404("没有这个账号")
    return found


def _by(request: HttpRequest) -> dict[str, Any]:
    return {"actor": request.user, "now": utc_now(), "address": client_address(request)}


def _data(given: dict[str, Any]) -> accounts.AccountData:
    return accounts.AccountData(given["display_name"], given["unit"], given["email"], given["staff_number"])


def _post(request: HttpRequest, person_id: int, role: Role, act: Callable[[User], str | HttpResponse]) -> HttpResponse:
    require_role(request.user, role)
    found = _seen(request, person_id)
    return post_or_say(request, lambda: act(found), _url(found))


def _show_password(request: HttpRequest, found: User, password: str, title: str) -> HttpResponse:
    context = {"person": found, "password": password, "title": title, "back_url": _url(found)}
    return show(request, "desk/one_time_password.html", context)
