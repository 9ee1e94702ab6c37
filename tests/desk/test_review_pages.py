"""审核 at the desk: progress on the case page, the approval sheet, the chain's settings, hand-over list, old names."""

from __future__ import annotations

import pytest
from django.urls import reverse

from casework.models import ActingAuthority, ApprovalStep, Case, FormerName, Handover, ReviewOpinion, Role
from casework.services import acting, approval_chains, assignments, reviews
from casework.services.letters import make_letter
from tests.cast import accepted_case, day, noon, person
from tests.listed import numbers_shown
from tests.services.acts import by
from tests.services.files import upload
from tests.services.reviewing import (
    plans,
    review_office,  # noqa: F401
    submit,
)

READY = "2026-03-10"


@pytest.fixture
def chain(office, on, settings, tmp_path):
    """An office with a chain of four steps, on 2026-03-10."""
    settings.MEDIA_ROOT = tmp_path
    approval_chains.set_chain(steps=plans(office), actor=office.chief)
    on(READY)
    return office


def page(client, name, *arguments, **query) -> str:
    answer = client.get(reverse(f"desk:{name}", args=arguments), query)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def test_a_reply_goes_through_the_chain_by_the_pages_alone(chain, as_user, do, read):
    case = submit(chain)
    client = as_user(chain.head)
    text = read(client.get(reverse("desk:case", args=[case.number])))
    assert "审核进度" in text and "等待您" in text and "何科长" in text
    do(client, case, "review", opinion="依据充分")
    do(as_user(chain.legal), case, "review")
    do(as_user(chain.secrecy), case, "review", verdict="not_secret")
    leader = as_user(chain.chief)
    text = read(leader.get(reverse("desk:case", args=[case.number])))
    assert "同意。依据充分" in text and "不涉密" in text
    do(leader, case, "sign", opinion="同意")
    assert Case.objects.get(pk=case.pk).stage == "signed"


def test_a_secrecy_reviewer_has_no_field_for_words(chain, as_user):
    case = submit(chain)
    reviews.review(case_id=case.pk, **by(chain.head, READY))
    text = page(as_user(chain.secrecy), "act", case.number, "review")
    assert 'name="verdict"' in text and 'name="opinion"' not in text
    text = page(as_user(chain.legal), "act", case.number, "review")
    assert 'name="verdict"' not in text and 'name="opinion"' in text


def test_who_is_not_asked_finds_no_button_and_a_sentence_behind_the_address(chain, as_user, read):
    case = submit(chain)
    answer = as_user(chain.legal).get(reverse("desk:act", args=[case.number, "review"]))
    assert answer.status_code == 409
    assert "正在等待“科室审核”（何科长）" in read(answer)
    case_page = as_user(chain.chief).get(reverse("desk:case", args=[case.number]))
    assert [act["label"] for act in case_page.context["acts"]] == ["分办", "退回"]


def test_sent_back_and_submitted_again_the_earlier_agreement_stands_beside_the_step(chain, as_user, do, read):
    case = submit(chain)
    do(as_user(chain.head), case, "review", opinion="科室同意")
    do(as_user(chain.legal), case, "send_back", reason="依据写到项")
    text = read(as_user(chain.clerk).get(reverse("desk:case", args=[case.number]), {"tab": "handling"}))
    assert "退回：依据写到项" in text and "科室同意" in text
    submit(chain, case=Case.objects.get(pk=case.pk), on=READY)
    text = read(as_user(chain.head).get(reverse("desk:case", args=[case.number])))
    assert "上一稿：何科长 2026-03-10 同意。科室同意" in text


def test_paper_is_recorded_by_the_clerk_with_scan_and_day(chain, as_user, typed_in, do, read):
    case = submit(chain)
    client = as_user(chain.clerk)
    answer = typed_in(client, case, "record_paper_approval", on="2026-03-10")
    assert answer.status_code == 422 and "请上传签批后的呈批单扫描件" in read(answer)
    do(client, case, "record_paper_approval", on="2026-03-10", files=upload("呈批单.pdf"), opinion="同意")
    opinion = ReviewOpinion.objects.get()
    assert (opinion.person, opinion.given_by, opinion.on_paper) == (chain.head, chain.clerk, True)


def test_the_sheet_has_what_is_given_and_a_blank_line_for_what_is_not(chain, as_user, do, read):
    case = submit(chain)
    do(as_user(chain.head), case, "review", opinion="依据充分")
    client = as_user(chain.clerk)
    text = read(client.get(reverse("desk:approval_sheet", args=[case.number])))
    assert "政府信息公开申请答复呈批单" in text and "同意。依据充分" in text
    assert text.count("签名：") == 3 and "□ 不涉密 □ 涉密" in text
    assert "赵**（自然人）" in text and "赵某某" not in text
    # Printed as a letter of the case it is the same sheet.
    letter = make_letter(case_id=case.pk, kind="approval_sheet", about=None, free={}, **by(chain.clerk, READY))
    on_paper = [row["value"] for row in letter.text["slip"]["rows"]]
    assert "同意。依据充分\n何科长　2026年3月10日" in on_paper and "赵**（自然人）" in on_paper
    assert client.get(reverse("desk:approval_sheet", args=[accepted_case(chain.cast).number])).status_code == 404
    assert as_user(chain.cast.supervisor_sun).get(reverse("desk:approval_sheet", args=[case.number])).status_code == 404


def test_the_list_counts_what_waits_for_each(chain, as_user):
    case = submit(chain)

    def waiting(user) -> tuple[int, list]:
        answer = as_user(user).get(reverse("desk:work_list"), {"waiting": "approval"})
        counter = next(row for row in answer.context["counters"] if row["label"] == "待我审签")
        return counter["count"], numbers_shown(answer)

    assert waiting(chain.head) == (1, [case.number])
    assert waiting(chain.legal) == waiting(chain.chief) == (0, [])


def test_what_waits_for_an_absent_colleague_is_listed_from_the_moment_of_the_authority(chain, as_user):
    case, deputy = submit(chain), person("deputy", Role.LEADER, chain.chief.agency, "王副局长")
    client = as_user(deputy)

    def waiting() -> list[str]:
        return numbers_shown(client.get(reverse("desk:work_list"), {"scope": "all", "waiting": "approval"}))

    assert waiting() == []
    acting.grant_acting(
        absent=chain.head, deputy=deputy, from_on=day(READY), until_on=day(READY), basis="授权书第3号",
        actor=chain.chief, today=day(READY), now=noon(READY),
    )  # fmt: skip
    assert waiting() == [case.number]


def test_the_chain_is_set_from_a_common_one_and_refused_when_nobody_can_finish_it(office, on, as_user, read):
    on(READY)
    client = as_user(office.chief)
    address = reverse("desk:approval_chain")
    rows = client.get(address, {"template": "three"}).context["rows"]
    assert not ApprovalStep.objects.exists(), "a template is only filled in"
    typed = {f"form-{name}": rows.management_form[name].value() for name in ("TOTAL_FORMS", "INITIAL_FORMS")}
    for index, row in enumerate(rows):
        typed |= {f"form-{index}-{field.name}": field.value() for field in row if field.value() is not None}
    office.legal.is_active = False
    office.legal.save()
    answer = client.post(address, typed)
    assert answer.status_code == 422 and "“法制审核”没有在岗的审核人，这样的审批链无法走完" in read(answer)
    wrong = client.post(address, typed | {"form-1-rank": "二"})
    assert wrong.context["errors"] == [{"text": "第2行步次：步次请填写整数。", "url": "#id_form-1-rank"}]
    assert 'id="id_form-1-rank_error"' in wrong.content.decode()
    # A step without a place is asked for it and not put last in silence.
    unplaced = client.post(address, typed | {"form-1-rank": ""})
    assert unplaced.context["errors"] == [{"text": "第2行步次：请填写步次。", "url": "#id_form-1-rank"}]
    office.legal.is_active = True
    office.legal.save()
    assert client.post(address, typed).status_code == 302
    assert list(ApprovalStep.objects.values_list("name", flat=True)) == ["科室审核", "法制审核", "保密审查", "签发"]
    assert client.post(address, {"reset": "1"}).status_code == 302
    assert not ApprovalStep.objects.exists()
    assert as_user(office.clerk).get(address).status_code == 403


def test_an_authority_is_granted_and_ended_on_the_settings_page(office, on, as_user, read):
    on(READY)
    client = as_user(office.chief)
    given = {
        "absent": office.chief.pk, "deputy": office.vice.pk, "from_on": READY, "until_on": "2026-03-20",
        "basis": "办公会纪要",
    }  # fmt: skip
    assert "提前" not in read(client.post(reverse("desk:acting_new"), given | {"until_on": "2026-03-09"}))
    assert not ActingAuthority.objects.exists()
    assert client.post(reverse("desk:acting_new"), given).status_code == 302
    text = read(client.get(reverse("desk:approval_chain")))
    assert "冯副主任" in text and "生效中" in text
    row = ActingAuthority.objects.get()
    assert client.post(reverse("desk:acting_end", args=[row.pk])).status_code == 302
    assert "已于2026-03-10终止" in read(client.get(reverse("desk:approval_chain")))


def test_who_acts_for_another_is_told_so_before_signing(office, on, as_user, read):
    on(READY)
    client = as_user(office.chief)
    client.post(
        reverse("desk:acting_new"),
        {
            "absent": office.chief.pk,
            "deputy": office.vice.pk,
            "from_on": READY,
            "until_on": READY,
            "basis": "办公会纪要",
        },
    )
    steps = [step for step in plans(office) if step.rank == 3]
    approval_chains.set_chain(steps=steps, actor=office.chief)
    case = submit(office)
    text = read(as_user(office.vice).get(reverse("desk:act", args=[case.number, "sign"])))
    assert "您代陈主任办理，依据：办公会纪要（至2026-03-10）" in text


def test_assigning_from_an_old_page_says_who_was_first(chain, as_user, typed_in, read):
    case = accepted_case(chain.cast)
    clerk = as_user(chain.clerk)
    form = clerk.get(reverse("desk:act", args=[case.number, "assign"])).context["form"]
    shown = {bound.name: bound.value() or "" for bound in form}
    assignments.assign(case_id=case.pk, unit=chain.cast.unit, officer=None, **by(chain.chief, READY))
    answer = clerk.post(reverse("desk:act", args=[case.number, "assign"]), shown)
    assert answer.status_code == 422 and "陈主任已于2026-03-10 12:00" in read(answer)


def test_claiming_and_returning_say_that_the_clock_runs_on(chain, as_user, do, read):
    case = accepted_case(chain.cast)
    assignments.assign(case_id=case.pk, unit=chain.cast.unit, officer=None, **by(chain.clerk, READY))
    handler = as_user(chain.cast.handler_zhou)
    assert "答复期限2026-03-30，已用6个工作日，剩余14个工作日" in read(
        handler.get(reverse("desk:act", args=[case.number, "claim"]))
    )
    do(handler, case, "claim")
    url, given = reverse("desk:act", args=[case.number, "return_to_desk"]), {"reason": "属二科职责", "key": "one"}
    # The case is no longer the unit's, so the handler is led back to the list; a second click as well.
    for _ in range(2):
        answer = handler.post(url, given, follow=True)
        assert answer.redirect_chain == [(reverse("desk:work_list"), 302)]
        assert f"退回分办：{case.number}已办理，不再由您承办。" in read(answer)
    assert (Case.objects.get(pk=case.pk).unit, case.events.filter(act="return_to_desk").count()) == (None, 1)
    for other in ({"key": "two"}, {"key": ""}, {}):
        assert handler.post(url, given | {"key": ""} | other).status_code == 404
    assert handler.post(reverse("desk:act", args=[case.number, "claim"]), given).status_code == 404
    assert handler.get(url).status_code == 404


def test_a_hand_over_ends_on_its_printable_list(chain, as_user, read):
    case = accepted_case(chain.cast)
    client = as_user(chain.chief)
    form = client.get(reverse("desk:handovers")).context["form"]
    given = {"giver": chain.clerk.pk, "taker": chain.cast.handler_zhou.pk, "reason": "调离", "key": form["key"].value()}
    answer = client.post(reverse("desk:handovers"), given, follow=True)
    text = read(answer)
    assert "办件交接清单" in text and case.number in text and "2026-03-30" in text and "监交人" in text
    assert as_user(chain.cast.handler_zhou).get(answer.redirect_chain[-1][0]).status_code == 200
    assert as_user(chain.legal).get(answer.redirect_chain[-1][0]).status_code == 403
    assert Handover.objects.get().items.count() == 1


def test_old_names_are_kept_and_hinted_at_when_registering(chain, as_user, read):
    leader = as_user(chain.chief)
    given = {"name": "某市政务服务中心", "unit": "", "effective_on": "2019-03-01", "basis": "机构改革方案"}
    assert leader.post(reverse("desk:former_name_new"), given).status_code == 302
    assert "某市政务服务中心" in read(leader.get(reverse("desk:former_names")))
    typed = {"addressed_to": "某市政务服务中心", "submitted_on": "2026-03-02"}
    text = read(as_user(chain.clerk).post(reverse("desk:register_reckoning") + "?channel=counter", typed))
    assert "职权自2019-03-01起由本机关承继" in text
    row = FormerName.objects.get()
    assert leader.post(reverse("desk:former_name_remove", args=[row.pk])).status_code == 302
    assert as_user(chain.clerk).get(reverse("desk:former_name_new")).status_code == 403


def test_a_reviewer_of_another_agency_finds_nothing(chain, as_user):
    case = submit(chain)
    stranger = person("far_legal", Role.LEGAL_REVIEWER, chain.cast.other_bureau, "外单位")
    assert as_user(stranger).get(reverse("desk:case", args=[case.number])).status_code == 404


def test_a_chain_that_lacks_somebody_is_told_before_the_draft_is_written(chain, as_user, read):
    case, client = accepted_case(chain.cast), as_user(chain.clerk)
    address = reverse("desk:act", args=[case.number, "submit_for_review"])
    for query in ({}, {"code": "U3"}):
        assert "本办件还没有分到科室，请先分办" in read(client.get(address, query))
    reviewed = submit(chain)
    assert "请先分办" not in read(client.get(reverse("desk:case", args=[reviewed.number])))
