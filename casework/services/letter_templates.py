"""An agency's own templates and how its letters look: uploaded, checked, versioned, previewed, retired."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date, datetime
from typing import BinaryIO

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Max
from jinja2 import TemplateError

from casework.adapters.template_files import read_template
from casework.documents.letters.base import PAGE_STYLE_NAMES, PageStyle, standard_template
from casework.documents.letters.check import check_fields
from casework.documents.letters.pdf import pdf_file
from casework.documents.letters.word import word_file
from casework.law.errors import Refused
from casework.law.letters.kinds import LETTER_KINDS, TEMPLATE_KINDS
from casework.law.letters.numbering import check_pattern
from casework.law.letters.sample import sample_letter
from casework.models.agency import Agency
from casework.models.letter import LetterSettings, LetterTemplate, RemedyAuthority
from casework.models.user import Role, User
from casework.queries.letter_facts import agency_facts
from casework.services.fitting import refuse_unfit
from casework.services.letters import faces
from casework.services.permissions import refuse_other_role

KEEPERS = (Role.CLERK, Role.LEADER)


@transaction.atomic
def upload_template(
    *, kind: str, name: str, size: int, stream: BinaryIO, actor: User, today: date, now: datetime
) -> LetterTemplate:
    """Store a new version of the agency's template of a kind; letters made before keep theirs.

    Raises Refused, naming the field, for an unknown or missing one, and for a file that is no plain .docx.
    """
    refuse_other_role(actor, "上传模板", *KEEPERS)
    data = read_template(name, size, stream)
    check_fields(kind, data)
    agency = Agency.objects.select_for_update(of=("self",)).get(pk=actor.agency_id)
    _try(kind, data, agency, today)
    versions = LetterTemplate.objects.filter(agency=agency, kind=kind)
    template = LetterTemplate(
        agency=agency,
        kind=kind,
        version=(versions.aggregate(last=Max("version"))["last"] or 0) + 1,
        name=name,
        sha256=hashlib.sha256(data).hexdigest(),
        uploaded_at=now,
        uploaded_by=actor,
    )
    refuse_unfit(template)
    template.file.save("template.docx", ContentFile(data), save=False)
    template.save()
    return template


@transaction.atomic
def retire_template(*, template_id: int, actor: User, today: date) -> LetterTemplate:
    """Go back to the version before, or to the standard template; the file stays for the letters made with it."""
    refuse_other_role(actor, "停用模板", *KEEPERS)
    template = own_template(template_id, actor)
    template.retired_on = template.retired_on or today
    template.save(update_fields=["retired_on"])
    return template


def own_template(template_id: int, actor: User) -> LetterTemplate:
    """Return a template of the actor's agency. Raises Refused."""
    template = LetterTemplate.objects.filter(pk=template_id, agency=actor.agency_id).first()
    if template is None:
        raise Refused("template_not_found", "没有这个模板。")
    return template


def preview(*, kind: str, template: LetterTemplate | None, agency: Agency, today: date) -> bytes:
    """Return the sample case laid out with a template (None: the standard one) as a Word file."""
    if kind not in TEMPLATE_KINDS:
        raise Refused("template_kind_unknown", "没有这种文书模板，请重新选择。", field="kind")
    letter = sample_letter(kind, agency_facts(agency, today))
    if template is not None:
        with template.file.open("rb") as stream:
            data = stream.read()
    else:
        data = standard_bytes(kind, agency)
    return word_file(letter, data, agency_name=agency.name, faces=faces())


def as_pdf(word: bytes) -> bytes:
    """Return a Word letter as its PDF will look. Raises Refused without a Chinese font."""
    return pdf_file(word, dated_on=None, font_folders=settings.LETTER_FONT_FOLDERS)


def standard_bytes(kind: str, agency: Agency) -> bytes:
    """Return the standard template of a kind, for an agency to start its own from."""
    if kind != "reply" and not LETTER_KINDS[kind].series:
        return standard_template(PageStyle.FORM, faces())
    own = LetterSettings.objects.filter(agency=agency).first()
    return standard_template(PageStyle(own.page_style) if own else PageStyle.PLAIN, faces())


@transaction.atomic
def save_letter_settings(*, page_style: str, contact: str, pattern: str, actor: User) -> LetterSettings:
    """Save page style, contact and number pattern. Raises Refused for a pattern that would repeat numbers."""
    refuse_other_role(actor, "文书设置", *KEEPERS)
    if page_style not in (PageStyle.PLAIN, PageStyle.LETTERHEAD):
        raise Refused("page_style_unknown", f"版式只有：{'、'.join(PAGE_STYLE_NAMES.values())}。", field="page_style")
    pattern = pattern.strip()
    check_pattern(pattern)
    own, _ = LetterSettings.objects.get_or_create(agency=actor.agency)
    own.page_style, own.contact = page_style, contact.strip()
    own.patterns = {row.series: pattern for row in LETTER_KINDS.values() if row.series}
    refuse_unfit(own)
    own.save()
    return own


@transaction.atomic
def save_authority(*, values: Mapping[str, str], valid_from: date, actor: User) -> RemedyAuthority:
    """Enter where decisions are taken to from a day on; the same day again corrects the entry."""
    refuse_other_role(actor, "登记救济机关", *KEEPERS)
    authority, court = values.get("authority", "").strip(), values.get("court", "").strip()
    if not authority or not court:
        raise Refused(
            "remedy_authority_incomplete", "请填写行政复议机关和管辖法院的全称。", article="行政复议法第二十三条第二款",
            field="court" if authority else "authority",
        )  # fmt: skip
    row = RemedyAuthority.objects.filter(agency=actor.agency_id, valid_from=valid_from).first()
    row = row or RemedyAuthority(agency=actor.agency, valid_from=valid_from)
    row.authority, row.court = authority, court
    row.alternative_authority = values.get("alternative_authority", "").strip()
    row.online_channel = values.get("online_channel", "").strip()
    refuse_unfit(row)
    row.save()
    return row


def _try(kind: str, data: bytes, agency: Agency, today: date) -> None:
    letter = sample_letter(kind, agency_facts(agency, today))
    try:
        word = word_file(letter, data, agency_name=agency.name, faces=faces())
    except (TemplateError, ValueError, KeyError, AttributeError) as problem:
        raise Refused("template_does_not_fill", f"用示例办件试填模板失败：{problem}。", field="file") from None
    try:
        as_pdf(word)
    except (RuntimeError, ValueError) as problem:
        raise Refused(
            "template_does_not_print", f"用示例办件试排PDF失败：{problem}。请简化模板的版面后重新上传。", field="file"
        ) from None
    except Refused as refusal:
        # A machine without a Chinese font prints no PDF at all; the template is none the worse.
        if refusal.code != "no_chinese_font":
            raise
