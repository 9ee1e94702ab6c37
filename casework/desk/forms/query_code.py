"""The form of 补发查询码."""

from __future__ import annotations

from casework.desk.forms.fields import DeskForm, LawText, Section


class ReissueQueryCodeForm(DeskForm):
    """What was seen of the person who asks, and why the code is needed anew."""

    layout = (Section((("documents_seen",), ("reason",))),)
    documents_seen = LawText(
        label="当面核对的证件", max_length=200,
        help_text="例如：申请人居民身份证原件；代理人的，另写授权委托书。",
    )  # fmt: skip
    reason = LawText(label="补发原因", max_length=200, help_text="例如：回执遗失；查询码被他人知悉。")
