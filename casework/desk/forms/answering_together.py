"""Forms of 合并办理: joining a case to others on the same matter, and taking it out again."""

from __future__ import annotations

from typing import Any

from casework.desk.forms.acts import ActForm
from casework.desk.forms.fields import LawText
from casework.desk.together import like_rows
from casework.law.acts import Act
from casework.services.answering_together import answer_separately, answer_together


class AnswerTogetherForm(ActForm):
    """合并办理: the number of the other case, offered from those that ask for the same."""

    act = Act.ANSWER_TOGETHER
    service = staticmethod(answer_together)
    worksheet_template = "desk/together_worksheet.html"
    other = LawText(label="另一件的编号", max_length=40, help_text="本机关在办、还没有送审的申请。")

    def defaults(self) -> dict[str, Any]:
        return {"other": self.query.get("with", "")}

    def worksheet(self) -> dict[str, Any]:
        """Return the open cases that ask for the same."""
        return {"rows": like_rows(self.found.case, self.user)}

    def consequences(self) -> list[str]:
        return [
            "各件仍有自己的编号、期限和答复书，年度报告各计一件。",
            "答复书写明一并审查：同一申请人的写明编号，其他人的只写件数。",
            "其中一件拟定决定以后，其余各件可以照此拟稿。",
        ]


class AnswerSeparatelyForm(ActForm):
    """分开办理."""

    act = Act.ANSWER_SEPARATELY
    service = staticmethod(answer_separately)
