"""申请人信息: names in full for the desk of the own agency; numbers, telephone and address masked for everybody."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from casework.desk.access import reads_names
from casework.desk.words import shown_name
from casework.law.acts import Act
from casework.law.applicants import DOCUMENT_KIND_NAMES, DocumentKind, document_warning
from casework.models.applicant import Applicant, Representative
from casework.models.user import User
from casework.queries.case_page import CaseRead
from casework.services.permissions import why_not_allowed
from casework.services.query_codes import has_own_code


def applicant_tab(found: CaseRead, user: User) -> dict[str, Any]:
    """Return applicants, representatives and identity checks of a case."""
    own = user.agency_id == found.case.agency_id
    names = reads_names(user, found.case)
    reissues = own and has_own_code(found.case) and why_not_allowed(Act.REISSUE_QUERY_CODE, user) is None
    may_view = own and why_not_allowed(Act.VIEW_PERSONAL_DATA, user) is None
    checks = found.case.identity_checks.select_related("checked_by").order_by("pk")
    return {
        "clear_url": reverse("desk:personal_data", args=[found.case.number]) if may_view else "",
        "reissue_url": reverse("desk:query_code", args=[found.case.number]) if reissues else "",
        "people": [_person(item, found, names) for item in found.case.applicants.all()],
        "checks": [
            {
                "on": check.checked_on,
                "by": str(check.checked_by),
                "documents": check.documents_seen,
                "method": check.get_method_display(),
                "result": check.get_result_display(),
                "note": check.note,
            }
            for check in checks
        ],
    }


def _person(item: Applicant, found: CaseRead, names: bool) -> dict[str, Any]:
    facts = [
        ("类别", item.get_kind_display()),
        ("姓名或名称", item.name if names else shown_name(item.kind, item.name)),
        *_document(item),
        (
            "法定代表人或负责人",
            item.legal_representative if names else shown_name("natural", item.legal_representative),
        ),
        ("联系人", item.contact_person if names else shown_name("natural", item.contact_person)),
        ("联系电话", item.telephone.masked),
        ("电子邮箱", item.email.masked),
        ("通信地址", item.address.masked),
    ]
    representative = getattr(item, "representative", None)
    return {
        "facts": [{"label": label, "value": value} for label, value in facts if value],
        "warning": _warning(item, found),
        "representative": _representative(representative, names) if representative else None,
    }


def _representative(item: Representative, names: bool) -> list[dict[str, str]]:
    facts = [
        ("代理人", item.name if names else shown_name("natural", item.name)),
        *_document(item),
        ("联系电话", item.telephone.masked),
        ("授权委托书", "有" if item.has_power_of_attorney else "没有，应当补正"),
    ]
    return [{"label": label, "value": value} for label, value in facts if value]


def _document(item: Applicant | Representative) -> list[tuple[str, str]]:
    if not item.document_kind:
        return []
    return [(DOCUMENT_KIND_NAMES[DocumentKind(item.document_kind)], item.document_number.masked or "号码未登记")]


def _warning(item: Applicant, found: CaseRead) -> str:
    if not item.document_kind:
        return ""
    return document_warning(DocumentKind(item.document_kind), item.document_number.clear, found.today)
