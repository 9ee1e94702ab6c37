"""Forms of 文书: the free parts of a letter, voiding, templates and how letters look."""

from __future__ import annotations

from typing import Any

from django import forms

from casework.desk.forms.fields import Day, DeskForm, LawLongText, LawText, LongText, Section, Text
from casework.documents.letters.base import PAGE_STYLE_NAMES, PageStyle
from casework.law.letters.kinds import TEMPLATE_KINDS, LetterKind


class LetterForm(DeskForm):
    """What a clerk writes into a letter; everything else is computed."""

    def __init__(self, *args: Any, row: LetterKind, **options: Any) -> None:
        super().__init__(*args, **options)
        for part in row.free:
            many, one = (LawLongText, LawText) if part.required else (LongText, Text)
            field = many(label=part.label, required=part.required) if part.long else one(label=part.label)
            field.required = part.required
            if part.key == "note":
                field.help_text = "写在处理决定之后、救济告知之前；事实、依据、决定和救济由系统写入，不能在此改写。"
            self.fields[part.key] = field


class VoidForm(DeskForm):
    """作废."""

    reason = LawText(label="作废原因", max_length=200)


class TemplateForm(DeskForm):
    """A new version of a template."""

    layout = (Section((("kind",), ("file",))),)
    kind = forms.ChoiceField(label="文书种类", choices=list(TEMPLATE_KINDS.items()))
    file = forms.FileField(
        label="模板文件",
        help_text="含有字段的 .docx，不超过5MB。可先下载标准模板，在 Word 或 WPS 里改好版式再上传。",
        widget=forms.FileInput(attrs={"accept": ".docx"}),
    )


class LetterSettingsForm(DeskForm):
    """How letters look and are numbered."""

    layout = (Section((("page_style", "contact"), ("pattern",))),)
    page_style = forms.ChoiceField(
        label="版式",
        choices=[(style.value, PAGE_STYLE_NAMES[style]) for style in (PageStyle.PLAIN, PageStyle.LETTERHEAD)],
    )
    contact = Text(label="文书上的联系人", max_length=60, required=False, help_text="不填时写承办人。")
    pattern = Text(
        label="文号格式",
        max_length=60,
        help_text="可用：{机关代字}、{种类}、{年份}、{序号}。{种类}为一个字：复（答复）、补、延、征、收等，每种每年从1号连续编。",
    )


class AuthorityForm(DeskForm):
    """Where decisions are taken to."""

    layout = (Section((("valid_from",), ("authority", "court"), ("alternative_authority",), ("online_channel",))),)
    valid_from = Day(label="生效日期", help_text="这一天及以后作出的决定告知下列机关；机构或管辖变更时另加一行。")
    authority = LawText(label="行政复议机关", max_length=120, help_text="一般为本级人民政府（行政复议法第二十四条）。")
    court = LawText(label="管辖法院", max_length=120)
    alternative_authority = Text(
        label="可选择的上一级主管部门", max_length=120, required=False, help_text="只用于2023年12月31日以前作出的决定。"
    )
    online_channel = Text(label="网上提交复议申请的渠道", max_length=200, required=False)
