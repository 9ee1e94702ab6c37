"""申请人信息: numbers in full for the desk of the own agency, masked for everybody else."""

from __future__ import annotations

from typing import Any

from casework.desk.words import shown_name
from casework.law.applicants import DOCUMENT_KIND_NAMES, DocumentKind, document_warning
from casework.models.applicant import Applicant, Representative
from casework.models.user import Role, User
from casework.queries.case_page import CaseRead
from casework.templatetags.casework_display import mask_email, mask_identity, mask_phone


def applicant_tab(found: CaseRead, user: User) -> dict[str, Any]:
    """Return applicants, representatives and identity checks of a case."""
    clear = user.role == Role.CLERK and user.agency_id == found.case.agency_id
    checks = found.case.identity_checks.select_related("checked_by").order_by("pk")
    return {
        "clear": clear,
        "people": [_person(item, found, clear) for item in found.case.applicants.all()],
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


def _person(item: Applicant, found: CaseRead, clear: bool) -> dict[str, Any]:
    facts = [
        ("类别", item.get_kind_display()),
        ("姓名或名称", item.name if clear else shown_name(item.kind, item.name)),
        *_document(item, clear),
        (
            "法定代表人或负责人",
            item.legal_representative if clear else shown_name("natural", item.legal_representative),
        ),
        ("联系人", item.contact_person if clear else shown_name("natural", item.contact_person)),
        ("联系电话", item.telephone if clear else mask_phone(item.telephone)),
        ("电子邮箱", item.email if clear or not item.email else mask_email(item.email)),
        ("通信地址", item.address if clear else "已遮盖" if item.address else ""),
        ("邮政编码", item.postcode if clear else ""),
    ]
    representative = getattr(item, "representative", None)
    return {
        "facts": [{"label": label, "value": value} for label, value in facts if value],
        "warning": _warning(item, found),
        "representative": _representative(representative, clear) if representative else None,
    }


def _representative(item: Representative, clear: bool) -> list[dict[str, str]]:
    facts = [
        ("代理人", item.name if clear else shown_name("natural", item.name)),
        *_document(item, clear),
        ("联系电话", item.telephone if clear else mask_phone(item.telephone)),
        ("授权委托书", "有" if item.has_power_of_attorney else "没有，应当补正"),
    ]
    return [{"label": label, "value": value} for label, value in facts if value]


def _document(item: Applicant | Representative, clear: bool) -> list[tuple[str, str]]:
    if not item.document_kind:
        return []
    number = item.document_number if clear else mask_identity(item.document_number)
    return [(DOCUMENT_KIND_NAMES[DocumentKind(item.document_kind)], number or "号码未登记")]


def _warning(item: Applicant, found: CaseRead) -> str:
    if not item.document_kind:
        return ""
    return document_warning(DocumentKind(item.document_kind), item.document_number, found.today)
