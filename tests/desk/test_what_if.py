"""假设推算: the clock's answer to what has not happened; nothing is stored, faults stand at their field."""

from __future__ import annotations

import pytest
from django.urls import reverse

from casework.law.acts import Act
from casework.law.errors import Refused
from casework.queries.case_page import read_case
from casework.queries.what_if import what_if
from tests.cast import accepted_case, day, register_case
from tests.services.acts import perform
from tests.services.ready_cases import lost_case, supplementing_case
from tests.services.watching import everything

pytestmark = pytest.mark.django_db


def ask(client, case, **answers):
    return client.get(reverse("desk:case_what_if", args=[case.number]), answers)


def due(answer) -> tuple[str, str]:
    reply = answer.context["answer"].reply
    return str(reply.due_on), str(reply.moved_from)


def test_the_questions_come_before_any_answer(cast, on, as_user, read):
    case = accepted_case(cast, "2026-05-06")
    on("2026-05-20")
    answer = ask(as_user(cast.officer_li), case)
    assert answer.status_code == 200 and answer.context["answer"] is None
    assert "现在的答复期限：2026-06-02" in read(answer)
    page = read(as_user(cast.officer_li).get(reverse("desk:case", args=[case.number])))
    assert "假设推算" in page


def test_c12_if_i_extend_by_twenty_days(cast, on, as_user, read):
    case = accepted_case(cast, "2026-05-06")
    on("2026-05-20")
    client = as_user(cast.officer_li)
    client.get(reverse("desk:work_list"))
    before = everything()
    answer = ask(client, case, extension_working_days="20")
    assert due(answer) == ("2026-07-01", "2026-06-02")
    assert "延期于2026-05-20批准并告知申请人。" in read(answer)
    assert due(ask(client, case, extension_working_days="10"))[0] == "2026-06-16"
    late = ask(client, case, extension_working_days="20", extension_served_on="2026-06-03")
    assert due(late) == ("2026-06-02", "None")
    assert "延期告知送达（2026-06-03）已超过原答复期限（2026-06-02），不生效" in read(late)
    assert everything() == before


def test_c10_if_i_consult_a_third_party(cast, on, as_user, read):
    case = accepted_case(cast, "2026-03-02")
    on("2026-03-09")
    client = as_user(cast.officer_li)
    answer = ask(client, case, consultation_kind="third_party", consultation_delivered_on="2026-03-11")
    assert due(answer) == ("2026-04-23", "2026-03-30")
    assert "征求意见书于2026-03-09发出。" in read(answer)
    rows = {str(row.on): row for row in answer.context["answer"].ledger}
    assert (rows["2026-03-10"].why, rows["2026-04-02"].n) == ("征求第三方意见期间", 6)
    # Another agency has no period of its own, so without its answer no end is known.
    open_end = ask(client, case, consultation_kind="other_agency")
    assert due(open_end)[0] == "None" and "末日尚不能确定" in read(open_end)


def test_if_the_applicant_supplements_on_a_day(cast, on, as_user):
    """Received 2026-03-16: 17-20 (4), 23-27 (9), 30-04-03 (14), 04-07 to 10 (18), 13, 14 (20)."""
    case = supplementing_case(cast)
    on("2026-03-10")
    answer = ask(as_user(cast.officer_li), case, supplement_received_on="2026-03-16")
    assert due(answer)[0] == "2026-04-14"
    assert "supplement_served_on" not in answer.context["form"].fields


def test_if_the_reply_is_served_on_a_day(cast, on, as_user, read):
    case = accepted_case(cast, "2026-03-02")
    on("2026-03-09")
    client = as_user(cast.officer_li)
    assert "，按期" in read(ask(client, case, concluded_on="2026-03-30"))
    assert "，逾期" in read(ask(client, case, concluded_on="2026-03-31"))


@pytest.mark.parametrize(
    ("answers", "field", "sentence"),
    [
        ({"extension_working_days": "21"}, "extension_working_days", "最长延长20个工作日"),
        ({"extension_working_days": "0"}, "extension_working_days", "至少延长1个工作日"),
        ({"extension_working_days": "十"}, "extension_working_days", "请填写整数"),
        ({"extension_served_on": "2026-03-10"}, "extension_working_days", "请填写延长多少个工作日"),
        ({"extension_served_on": "3月10日", "extension_working_days": "5"}, "extension_served_on", "2026-03-02的形式"),
        ({"consultation_sent_on": "2026-03-10"}, "consultation_kind", "请选择征求谁的意见"),
        ({"consultation_kind": "nobody"}, "consultation_kind", "请从列出的各项中选择"),
        (
            {"consultation_kind": "third_party", "consultation_sent_on": "2026-03-01"}, "consultation_sent_on",
            "不能早于收到申请之日2026-03-02",
        ),
        (
            {"consultation_kind": "third_party", "consultation_delivered_on": "2026-03-08"}, "consultation_delivered_on",
            "不能早于征求意见书发出之日2026-03-09",
        ),
        ({"supplement_received_on": "2026-03-10"}, "supplement_received_on", "须先有补正告知送达之日"),
        ({"fee_paid_on": "2026-03-10"}, "fee_paid_on", "须先有收费通知送达之日"),
        ({"concluded_on": "2026-03-01"}, "concluded_on", "不能早于收到申请之日2026-03-02"),
        ({"concluded_on": "2045-03-01"}, "concluded_on", "没有2045年的国务院办公厅放假安排"),
    ],
)  # fmt: skip
def test_a_fault_is_a_sentence_at_its_field(cast, on, as_user, answers, field, sentence):
    case = accepted_case(cast, "2026-03-02")
    on("2026-03-09")
    answer = ask(as_user(cast.officer_li), case, **answers)
    assert answer.status_code == 422 and answer.context["answer"] is None
    errors = answer.context["form"].errors
    assert list(errors) == [field] and sentence in errors[field][0]
    assert answer.context["form"][field].value() == answers.get(field)


def test_it_is_for_those_who_may_see_the_case(cast, on, as_user):
    case = register_case(cast, "2026-03-02")
    on("2026-03-09")
    assert ask(as_user(cast.officer_wang), case, extension_working_days="5").status_code == 404
    assert ask(as_user(cast.administrator_wu), case).status_code == 404
    assert ask(as_user(cast.supervisor_sun), case, extension_working_days="5").status_code == 200
    assert as_user(cast.officer_li).post(reverse("desk:case_what_if", args=[case.number])).status_code == 405


def test_an_unpublished_year_is_provisional_in_the_answer_too(cast, on, as_user, read):
    case = register_case(cast, "2026-11-23")
    on("2026-11-24")
    page = read(ask(as_user(cast.officer_li), case, extension_working_days="20"))
    assert "2027-01-19（暂估）" in page and "日历载入至2026-12-31" in page


@pytest.mark.parametrize(("served", "standing"), [("2026-04-07", "按期"), ("2026-04-08", "逾期")])
def test_supposed_to_be_served_a_case_decided_anew_is_measured_by_its_own_day(cast, served, standing):
    """The decision came on 2026-03-09: 20 working days end on 04-07 (see tests/law/test_redo.py)."""
    case = perform(Act.REDO, lost_case(cast), cast.officer_li, "2026-03-10")
    found = read_case(user=cast.officer_li, number=case.number, today=day("2026-03-20"))
    answer = what_if(found=found, answers={"concluded_on": day(served)})
    assert (answer.reply.kind, answer.reply.due_on, answer.reply.standing) == (
        "re_decision",
        day("2026-04-07"),
        standing,
    )
    assert what_if(found=found, answers={}).reply.due_on == day("2026-04-07")
    with pytest.raises(Refused, match="不能早于起算日") as refusal:
        what_if(found=found, answers={"concluded_on": day("2026-03-08")})
    assert refusal.value.field == "concluded_on"
    with pytest.raises(Refused, match="不再补正、延期、收费") as refusal:
        what_if(found=found, answers={"extension_working_days": 10})
    assert refusal.value.field == "extension_working_days"
