"""What the case or the agency already knows is not typed a second time into a draft."""

from __future__ import annotations

import pytest
from django.urls import reverse

from casework.law.acts import Act
from casework.models import Case, OutsideChannel
from tests.cast import accepted_case, evidence_for, replied_case, third_party_asked
from tests.services.acts import READY, perform
from tests.services.ready_cases import reasons_reviewed, supplementing_case

pytestmark = pytest.mark.django_db
CONTENT = "2024年东高村征收补偿安置方案"


@pytest.fixture
def desk(cast, on, as_user):
    on("2026-03-20")
    return as_user(cast.officer_li)


def draft(desk, case, code):
    url = reverse("desk:act", args=[case.number, "submit_for_review"]) + f"?code={code}"
    return desk.get(url).context["form"]


@pytest.fixture
def repeated(cast):
    """An answered request, and the same applicant asking for the same again."""
    earlier = replied_case(cast, "G2", content=CONTENT)
    return earlier, accepted_case(cast, "2026-03-20", content="请公开东高村2024年征收补偿的安置方案")


def test_the_earlier_reply_of_a_repeat_is_chosen_and_not_typed(cast, desk, do, repeated):
    earlier, again = repeated
    number = earlier.replies.get().letter_number
    form = draft(desk, again, "X2")
    assert form["earlier"].value() == earlier.number
    assert [label for value, label in form.fields["earlier"].choices if value] == [
        f"{number}（2026-03-10，疑似重复，{earlier.number}：{earlier.subject}）"
    ]
    do(desk, again, "submit_for_review", decision_code="X2", findings="与原申请内容相同。")
    item = again.replies.get().items.get()
    assert item.evidence["earlier_reply"] == f"{number}，2026年3月10日"


def test_another_reply_can_still_be_typed_and_neither_is_refused(desk, do, refused, repeated):
    again = repeated[1]
    page = refused(desk, again, "submit_for_review", decision_code="X2", findings="重复。", earlier="")
    assert "原答复的文号" in page
    do(
        desk, again, "submit_for_review", decision_code="X2", findings="重复。", earlier="",
        evidence_earlier_reply="某审复〔2019〕1号", evidence_earlier_reply_on="2019-06-03",
    )  # fmt: skip
    assert again.replies.get().items.get().evidence["earlier_reply"] == "某审复〔2019〕1号，2019年6月3日"


def test_a_reply_nobody_was_offered_is_no_choice(cast, desk, typed_in, repeated):
    answer = typed_in(
        desk, repeated[1], "submit_for_review", decision_code="X2", findings="重复。", earlier="某审2026-9999"
    )
    assert answer.status_code == 422 and Case.objects.get(pk=repeated[1].pk).stage == "processing"


def test_asked_to_confirm_what_was_given_the_record_is_there(cast, desk, do, repeated):
    earlier, again = repeated
    number = earlier.replies.get().letter_number
    do(desk, again, "submit_for_review", decision_code="X5", findings="要求重新出具。")
    told = again.replies.get().items.get().evidence["earlier_provision"]
    assert told == f"本机关已于2026年3月10日以{number}向申请人提供。"


def test_without_an_earlier_reply_nothing_is_offered(cast, desk):
    case = accepted_case(cast, "2026-03-20", content=CONTENT)
    assert "earlier" not in draft(desk, case, "X2").fields


def test_the_exchange_about_a_supplement_is_filled_in(cast, desk):
    case = supplementing_case(cast)
    perform(Act.RECEIVE_SUPPLEMENT, case, cast.officer_li)
    case = perform(Act.CHECK_IDENTITY, case, cast.officer_li)
    assert draft(desk, case, "U4")["evidence_supplement_exchange"].value() == (
        "本机关于2026年3月3日告知补正：请写明文件名称\n申请人于2026年3月10日补正：文号为某发1号"
    )


def test_what_a_third_party_said_and_what_we_made_of_it_is_filled_in(cast, desk):
    case = third_party_asked(cast, accepted_case(cast), READY)
    form = draft(desk, case, "N4")
    text = form["evidence_third_party_opinion"].value()
    assert "某某公司：不同意" in text and "涉及本公司成本构成" in text and "本机关的判断：" in text
    assert "属于商业秘密。" in text


def test_the_review_of_reasons_is_filled_in(cast, desk):
    case = reasons_reviewed(cast, is_reasonable=False)
    assert draft(desk, case, "X4")["evidence_reasons_review"].value() == "各件所指文件不同，逐件核对"


def test_channels_are_kept_once_and_filled_into_every_draft(cast, desk, as_user, do, read):
    url = reverse("desk:outside_channels")
    shown = read(desk.get(url))
    assert "用于：X1" in shown and "信访、投诉、举报渠道" in shown
    given = {"petition_channel": "某市信访局，某路1号，电话12345", "publication_source": "市档案馆阅览室"}
    assert "告知渠道已保存" in read(desk.post(url, given, follow=True))
    assert "李经办登记" in read(desk.get(url))
    case = accepted_case(cast, "2026-03-20")
    assert draft(desk, case, "X1")["evidence_petition_channel"].value() == "某市信访局，某路1号，电话12345"
    assert draft(desk, case, "X3")["evidence_publication_source"].value() == "市档案馆阅览室"
    do(desk, case, "submit_for_review", decision_code="X1", findings="属于信访事项。")
    assert case.replies.get().items.get().evidence["petition_channel"] == "某市信访局，某路1号，电话12345"
    desk.post(url, {"publication_source": "市图书馆"})
    assert list(OutsideChannel.objects.values_list("kind", "text")) == [("publication_source", "市图书馆")]
    other = as_user(cast.officer_wang).get(url)
    assert "市图书馆" not in other.content.decode()
    assert as_user(cast.handler_zhou).get(url).status_code == 403


def test_every_evidence_of_the_table_can_be_filled_by_hand(cast, desk, do):
    """What is not on file is asked for as before."""
    case = accepted_case(cast, "2026-03-20")
    form = draft(desk, case, "X1")
    assert not form["evidence_petition_channel"].value()
    do(desk, case, "submit_for_review", decision_code="X1", findings="信访。", **{
        f"evidence_{name}": text for name, text in evidence_for("X1").items()
    })  # fmt: skip
    assert Case.objects.get(pk=case.pk).stage == "in_review"
