"""The application form, one question group a class: only what Art. 29 asks for, never a purpose."""

from __future__ import annotations

from typing import Any

from django import forms

from casework.law.applicants import APPLICANT_KIND_NAMES, DOCUMENT_KIND_NAMES, ApplicantKind, DocumentKind
from casework.portal.form_parts import PortalForm, attachments, long_text, one_of, telephone, text

CONTENT_LENGTH = 5000
_ORGANISATION_DOCUMENTS = (DocumentKind.CREDIT_CODE, DocumentKind.OTHER)
_PERSON_DOCUMENTS = [kind for kind in DocumentKind if kind is not DocumentKind.CREDIT_CODE]


def _documents(kinds: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label="证件类型",
        choices=[(kind.value, DOCUMENT_KIND_NAMES[kind]) for kind in kinds],
        error_messages={"required": "请选择证件类型", "invalid_choice": "请选择证件类型"},
    )


class WhoForm(PortalForm):
    """您是谁: decides which fields the next page has."""

    applicant_is = one_of(
        "您以什么身份申请",
        [("person", "公民（自然人）"), ("organisation", "法人或者其他组织")],
        missing="请选择您以什么身份申请",
    )


class ContactForm(PortalForm):
    """Identity proof, contact and representative: what both kinds of applicant have in common."""

    submitted_by = one_of(
        "由谁办理这次申请",
        [("applicant", "申请人自己"), ("representative", "委托代理人")],
        missing="请选择由谁办理这次申请",
        initial="applicant",
    )
    representative_name = text("代理人姓名", length=60)
    representative_document_kind = _documents(_PERSON_DOCUMENTS)
    representative_document_number = text("代理人证件号码", length=60)
    representative_telephone = telephone(label="代理人电话")
    has_power_of_attorney = forms.BooleanField(label="有授权委托书，将在附件中上传或者另行提交", required=False)

    contact_fields = ("telephone", "email", "address")
    representative_fields = (
        "representative_name", "representative_document_kind", "representative_document_number",
        "representative_telephone", "has_power_of_attorney",
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["representative_document_kind"].required = False
        # The fields of the applicant come first, the representative last.
        own = [name for name in self.fields if name not in ("submitted_by", *self.representative_fields)]
        self.order_fields([*own, "submitted_by", *self.representative_fields])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not any(cleaned.get(name) or name in self.errors for name in self.contact_fields):
            self.add_error("telephone", "联系电话、电子邮箱、通信地址至少填写一项")
        if cleaned.get("submitted_by") == "representative":
            for name, sentence in (
                ("representative_name", "请填写代理人姓名"),
                ("representative_document_number", "请填写代理人证件号码"),
            ):
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, sentence)
        else:
            # What is not asked is not judged either.
            for name in self.representative_fields:
                self._errors.pop(name, None)
        return cleaned

    def own_fields(self) -> list[forms.BoundField]:
        """Return the fields about the applicant."""
        return [field for field in self if field.name not in ("submitted_by", *self.representative_fields)]

    def fields_of_representative(self) -> list[forms.BoundField]:
        """Return the fields that only count when a representative acts, for drawing after the check."""
        for name in ("representative_name", "representative_document_number"):
            # Whoever reads this block acts for somebody: to them these two are not optional.
            self.fields[name].required = True
        return [self[name] for name in self.representative_fields]


def _email() -> forms.EmailField:
    return forms.EmailField(
        label="电子邮箱",
        max_length=254,
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"invalid": "电子邮箱格式不对，例如 name@example.cn"},
    )


class PersonForm(ContactForm):
    """身份与联系方式 of a citizen."""

    name = text("姓名", missing="请填写姓名", length=60, hint="与身份证件一致", autocomplete="name")
    document_kind = _documents(_PERSON_DOCUMENTS)
    document_number = text("证件号码", missing="请填写证件号码", length=60, autocomplete="off")
    telephone = telephone()
    email = _email()
    address = text("通信地址", length=200, hint="希望邮寄答复的请填写", autocomplete="street-address")
    postcode = text("邮政编码", length=10, autocomplete="postal-code", inputmode="numeric")


class OrganisationForm(ContactForm):
    """身份与联系方式 of a legal person or other organisation."""

    kind = one_of(
        "组织类型",
        [(kind.value, APPLICANT_KIND_NAMES[kind]) for kind in ApplicantKind if kind is not ApplicantKind.NATURAL],
        missing="请选择组织类型",
        hint="律师事务所代理当事人申请的，以当事人为申请人",
    )
    name = text("名称", missing="请填写名称", length=120, hint="与证照一致", autocomplete="organization")
    document_kind = _documents(_ORGANISATION_DOCUMENTS)
    document_number = text(
        "统一社会信用代码或者证件号码", missing="请填写统一社会信用代码或者证件号码", length=60, autocomplete="off"
    )
    legal_representative = text("法定代表人或者负责人", length=60)
    contact_person = text("联系人", length=60, autocomplete="name")
    telephone = telephone()
    email = _email()
    address = text("通信地址", length=200, hint="希望邮寄答复的请填写", autocomplete="street-address")
    postcode = text("邮政编码", length=10, autocomplete="postal-code", inputmode="numeric")


class ContentForm(PortalForm):
    """所需信息: one matter a form."""

    content = long_text(
        "您要申请公开的信息",
        missing="请写明您要申请公开的信息",
        length=CONTENT_LENGTH,
        hint="写明名称、文号，或者便于查找的特征，例如时间、地点、事项。一份申请写一件事。",
    )


class WantedForm(PortalForm):
    """提供方式: how and on what the applicant would like to get it. All optional."""

    WAYS = [
        ("post", "邮寄"), ("email", "电子邮件"), ("pickup", "当面领取"), ("inspect", "到场查阅"),
        ("", "没有要求，由本机关确定"),
    ]  # fmt: skip
    CARRIERS = [("paper", "纸质"), ("file", "电子文件"), ("", "没有要求，由本机关确定")]

    way = one_of("希望怎样取得", WAYS, missing="请选择希望怎样取得", required=False)
    carrier = one_of("希望的载体", CARRIERS, missing="请选择希望的载体", required=False)
    accepts_other = forms.BooleanField(label="不能按上述方式提供的，接受其他形式", required=False)
    needs_assistance = forms.BooleanField(
        label="阅读或者视听有困难，需要帮助", required=False, help_text="本机关会与您联系，提供必要的帮助。"
    )

    def __init__(self, *args: Any, contact: dict[str, Any] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.contact = contact or {}

    def clean_way(self) -> str:
        needed = {"post": ("address", "通信地址"), "email": ("email", "电子邮箱")}
        way = self.cleaned_data["way"]
        if way in needed and not self.contact.get(needed[way][0]):
            raise forms.ValidationError(f"您没有填写{needed[way][1]}。请返回“身份与联系方式”补填，或者选择其他方式")
        return way

    def in_words(self) -> str:
        """Return the answers as the case keeps them, e.g. 邮寄；纸质；可以接受其他形式."""
        answers = self.cleaned_data
        parts = [dict(self.WAYS)[answers["way"]] if answers["way"] else ""]
        parts.append(dict(self.CARRIERS)[answers["carrier"]] if answers["carrier"] else "")
        parts.append("可以接受其他形式" if answers["accepts_other"] else "")
        return "；".join(part for part in parts if part)


class AttachmentsForm(PortalForm):
    """附件: the files themselves are kept beside the form."""

    attachments = attachments()


class PromiseForm(PortalForm):
    """The last tick before the request is sent."""

    promise = forms.BooleanField(
        label="我保证以上内容真实", error_messages={"required": "请勾选“我保证以上内容真实”后提交"}
    )
    key = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)


class LookupForm(PortalForm):
    """进度查询."""

    number = text("编号", missing="请填写编号", length=60, hint="例如 某审2026-0001", autocomplete="off")
    code = text(
        "查询码", missing="请填写查询码", length=20, hint="8位字母和数字，不区分大小写", autocomplete="off",
        autocapitalize="characters", spellcheck="false",
    )  # fmt: skip


class AnswerForm(PortalForm):
    """An answer in words with files; each kind names its own ``answer``."""

    attachments = attachments("附件", f"身份证明等材料。{attachments().help_text}")
    key = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)

    field_order = ("answer", "attachments", "key")


class SupplementForm(AnswerForm):
    """The answer to a supplement notice."""

    answer = long_text("补正内容", missing="请填写补正内容", length=CONTENT_LENGTH)


class ReasonsForm(AnswerForm):
    """The answer to a request to explain many requests."""

    answer = long_text(
        "您的理由", missing="请写明您的理由", length=CONTENT_LENGTH, hint="为什么需要这么多件、各件之间有什么关系。"
    )
    attachments = attachments("附件", f"能够说明理由的材料。{attachments().help_text}")


class WithdrawForm(PortalForm):
    """The confirmation that a request is withdrawn."""

    reason = text("撤回的原因", length=200)
    confirmed = forms.BooleanField(
        label="我确认撤回这份申请", error_messages={"required": "请勾选“我确认撤回这份申请”"}
    )
    key = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)
