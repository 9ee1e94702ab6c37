"""Who asks: the six applicant kinds of table 三 and the documents that prove identity.

Source: Art. 27, 29 of the Regulation; annual report format part 三; law.md 7.1.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from casework.law.identity import credit_code_warning, resident_id_warning


class ApplicantKind(StrEnum):
    """Column of table 三. A lawyer counts as the client, a law firm only for itself."""

    NATURAL = "natural"
    COMMERCIAL = "commercial"
    RESEARCH = "research"
    SOCIAL = "social"
    LEGAL = "legal"
    OTHER_ORG = "other_org"


APPLICANT_KIND_NAMES: dict[ApplicantKind, str] = {
    ApplicantKind.NATURAL: "自然人",
    ApplicantKind.COMMERCIAL: "商业企业",
    ApplicantKind.RESEARCH: "科研机构",
    ApplicantKind.SOCIAL: "社会公益组织",
    ApplicantKind.LEGAL: "法律服务机构",
    ApplicantKind.OTHER_ORG: "其他组织",
}


class DocumentKind(StrEnum):
    """What proves who the applicant is."""

    RESIDENT_ID = "resident_id"
    PASSPORT = "passport"
    MAINLAND_PERMIT = "mainland_permit"
    MILITARY_ID = "military_id"
    PERMANENT_RESIDENCE = "permanent_residence"
    CREDIT_CODE = "credit_code"
    OTHER = "other"


DOCUMENT_KIND_NAMES: dict[DocumentKind, str] = {
    DocumentKind.RESIDENT_ID: "居民身份证",
    DocumentKind.PASSPORT: "护照",
    DocumentKind.MAINLAND_PERMIT: "港澳台居民通行证或居住证",
    DocumentKind.MILITARY_ID: "军人证件",
    DocumentKind.PERMANENT_RESIDENCE: "外国人永久居留证",
    DocumentKind.CREDIT_CODE: "统一社会信用代码证照",
    DocumentKind.OTHER: "其他证件",
}


def document_warning(kind: DocumentKind, number: str, today: date) -> str:
    """Return a Chinese warning about a document number, or "". It warns, it never blocks."""
    if not number.strip():
        return ""
    if kind is DocumentKind.RESIDENT_ID:
        return resident_id_warning(number, today)
    if kind is DocumentKind.CREDIT_CODE:
        return credit_code_warning(number)
    return ""
