"""审核与签发: the chain of an agency, opinions, sending back (Art. 17, 45; users.md 3.3)."""

from __future__ import annotations

from casework.law.approval_chain import DEFAULT_CHAIN, StepKind, StepPlan
from casework.models import (
    ApprovalStep,
    Case,
    Notice,
    ReviewOpinion,
    ReviewStep,
    Role,
    Unit,
)
from casework.queries.reviews import chain_of, read_review, waiting_for
from casework.services import approval_chains, replies
from tests.cast import accepted_case, day, noon, person
from tests.services.acts import READY, by
from tests.services.ready_cases import drafted_case
from tests.services.reviewing import (  # noqa: F401
    agree,
    given_to_unit,
    open_steps,
    plans,
    review_chain,
    review_office,
    submit,
    through_the_steps,
)
from tests.services.watching import refused


def test_an_agency_without_settings_has_one_step_and_is_as_quick_as_before(cast):
    assert chain_of(cast.bureau) == DEFAULT_CHAIN
    case = drafted_case(cast)
    assert ReviewStep.objects.get().name == "签发"
    case = replies.sign(case_id=case.pk, **by(cast.head_chen, READY))
    assert (case.stage, ReviewOpinion.objects.get().person) == ("signed", cast.head_chen)
    assert ReviewStep.objects.get().closed_at == noon(READY)


def test_the_stage_stays_until_the_last_step_signs(chain):
    case = submit(chain)
    assert open_steps(case) == ["科室审核"]
    with refused("review_not_complete", "“科室审核”（何科长）尚未完成，不能签发。", article="条例第四十五条"):
        replies.sign(case_id=case.pk, **by(chain.chief, READY))
    case = agree(case, chain.head, opinion="同意")
    assert (case.stage, open_steps(case)) == ("in_review", ["法制审核", "保密审查"])
    event = case.events.last()
    assert (event.act, event.actor, event.note, event.after) == (
        "review",
        chain.head,
        "同意",
        {"review_step": "科室审核"},
    )
    agree(case, chain.secrecy, verdict="not_secret")
    agree(case, chain.legal)
    assert open_steps(case) == ["签发"]
    case = replies.sign(case_id=case.pk, opinion="同意签发", **by(chain.chief, READY))
    assert (case.stage, case.decided_on, case.events.last().note) == ("signed", day(READY), "同意签发")
    said = list(ReviewOpinion.objects.values_list("step__name", "person__display_name", "verdict"))
    assert said == [
        ("科室审核", "何科长", ""), ("保密审查", "孙保密", "not_secret"), ("法制审核", "钱法规", ""), ("签发", "陈主任", ""),
    ]  # fmt: skip


def test_who_is_not_asked_now_learns_whom_the_draft_waits_for(chain):
    case = submit(chain)
    stranger = person("strange_legal", Role.LEGAL_REVIEWER, chain.cast.other_bureau, "外单位")
    with refused("case_not_found"):
        agree(case, stranger)
    for idle in (chain.legal, chain.chief, chain.vice):
        with refused("review_step_not_yours", "正在等待“科室审核”（何科长）"):
            agree(case, idle)
    through_the_steps(chain, case)
    with refused("signature_not_yours", "签发由“签发”（陈主任）办理"):
        replies.sign(case_id=case.pk, **by(chain.vice, READY))


def test_a_second_word_on_the_same_step_learns_of_the_first(chain):
    case = submit(chain)
    twin = person("legal_two", Role.LEGAL_REVIEWER, chain.cast.bureau, "郑法规")
    agree(case, chain.head)
    agree(case, chain.legal)
    with refused("review_step_not_yours", "最近一次办理：钱法规于2026-03-10 12:00“审核”。"):
        agree(case, twin)


def test_a_click_on_a_step_that_is_over_does_not_agree_to_the_next_one(office):
    same = [StepPlan(1, "初审", StepKind.REVIEW, role="leader"), StepPlan(2, "复审", StepKind.REVIEW, role="leader")]
    approval_chains.set_chain(steps=[*same, StepPlan(3, "签发", StepKind.SIGN, role="leader")], actor=office.chief)
    case = submit(office)
    first = ReviewStep.objects.get(name="初审")
    agree(case, office.chief, step_id=first.pk)
    with refused("review_step_closed", "现在等待“复审”"):
        agree(case, office.vice, step_id=first.pk)
    assert open_steps(case) == ["复审"]


def test_countersigning_needs_everybody(office):
    second = person(
        "head_xu",
        Role.UNIT_HEAD,
        office.cast.bureau,
        "许科长",
        Unit.objects.create(agency=office.cast.bureau, name="二科"),
    )
    steps = [
        StepPlan(1, "会签", StepKind.COUNTERSIGN, role="unit_head"),
        StepPlan(2, "签发", StepKind.SIGN, role="leader"),
    ]
    approval_chains.set_chain(steps=steps, actor=office.chief)
    case = submit(office)
    agree(case, second)
    assert open_steps(case) == ["会签"]
    with refused("review_step_not_yours", "“会签”（何科长）"):
        agree(case, second)
    agree(case, office.head)
    assert open_steps(case) == ["签发"]


def test_a_lawyer_s_view_holds_nothing_up(office):
    steps = [
        StepPlan(1, "法制审核", StepKind.LEGAL, role="legal_reviewer"),
        StepPlan(1, "律师意见", StepKind.LAWYER, people=frozenset({office.vice.pk})),
        StepPlan(2, "签发", StepKind.SIGN, people=frozenset({office.chief.pk})),
    ]
    approval_chains.set_chain(steps=steps, actor=office.chief)
    case = submit(office)
    agree(case, office.legal)
    agree(case, office.vice, opinion="律师认为可以公开")
    case = replies.sign(case_id=case.pk, **by(office.chief, READY))
    assert case.stage == "signed"
    other = submit(office)
    agree(other, office.legal)
    assert replies.sign(case_id=other.pk, **by(office.chief, READY)).stage == "signed"


def test_a_secrecy_examination_keeps_its_conclusion_and_no_word_more(chain):
    case = submit(chain)
    agree(case, chain.head)
    with refused("verdict_missing", "涉密或者不涉密", field="verdict"):
        agree(case, chain.secrecy)
    with refused("secret_may_not_be_given", "两者矛盾", article="条例第十四条", field="verdict"):
        agree(case, chain.secrecy, verdict="secret")
    agree(case, chain.secrecy, verdict="not_secret", opinion="某文件为机密级")
    opinion = ReviewOpinion.objects.get(verdict="not_secret")
    assert opinion.text == ""
    assert "机密" not in str(list(case.events.values()))
    denied = submit(chain, "N1")
    agree(denied, chain.head)
    agree(denied, chain.secrecy, verdict="secret")
    assert ReviewOpinion.objects.get(verdict="secret").step.case == denied


def test_sent_back_from_any_step_the_state_is_kept_and_begins_again(chain):
    case = submit(chain)
    agree(case, chain.head, opinion="科室同意")
    with refused("send_back_not_yours", "“法制审核”（钱法规）、“保密审查”（孙保密）"):
        replies.send_back(case_id=case.pk, reason="再核", **by(chain.head, READY))
    case = replies.send_back(case_id=case.pk, reason="法律依据写到项", **by(chain.legal, READY))
    assert case.stage == "processing"
    said = ReviewOpinion.objects.get(agreed=False)
    assert (said.step.name, said.person, said.text) == ("法制审核", chain.legal, "法律依据写到项")
    assert not ReviewStep.objects.filter(opened_at__isnull=False, closed_at__isnull=True).exists()
    told = Notice.objects.filter(recipient=chain.clerk, channel="in_app").last()
    assert "法律依据写到项" in told.body
    case = submit(chain, case=case, on=READY)
    assert open_steps(case) == ["科室审核"]
    read = read_review(Case.objects.get(pk=case.pk), day(READY))
    assert [step.plan.name for step in read.earlier] == [step.plan.name for step in read.steps]
    assert read.earlier[0].said[0].text == "科室同意"


def test_a_leader_may_send_back_at_any_step(chain):
    case = submit(chain)
    case = replies.send_back(case_id=case.pk, reason="先补充检索", **by(chain.vice, READY))
    assert (case.stage, ReviewOpinion.objects.get().person) == ("processing", chain.vice)


def test_the_next_people_are_told_at_once_in_app_and_by_mail(chain):
    case = submit(chain)
    told = list(
        Notice.objects.filter(case=case).order_by("pk").values_list("recipient__display_name", "channel", "in_digest")
    )
    assert told == [("何科长", "in_app", False), ("何科长", "email", False)]
    agree(case, chain.head)
    assert "答复期限2026-03-30" in Notice.objects.filter(recipient=chain.legal).first().body
    assert Notice.objects.filter(recipient=chain.secrecy, subject=f"待您审核 {case.number}").exists()
    assert not Notice.objects.filter(recipient=chain.chief).exists()
    agree(case, chain.legal)
    agree(case, chain.secrecy, verdict="not_secret")
    assert Notice.objects.filter(recipient=chain.chief, subject=f"待您签发 {case.number}").exists()
    assert not Notice.objects.filter(recipient=chain.vice).exists()


def test_the_list_of_what_waits_for_me_follows_the_steps(chain):
    case = submit(chain)

    def waits() -> set[str]:
        people = (chain.head, chain.legal, chain.secrecy, chain.chief, chain.vice, chain.clerk)
        return {str(one) for one in people if Case.objects.filter(waiting_for(one, day(READY)), pk=case.pk).exists()}

    assert waits() == {"何科长"}
    agree(case, chain.head)
    assert waits() == {"钱法规", "孙保密"}
    agree(case, chain.legal)
    assert waits() == {"孙保密"}
    agree(case, chain.secrecy, verdict="not_secret")
    assert waits() == {"陈主任"}
    replies.sign(case_id=case.pk, **by(chain.chief, READY))
    assert waits() == set()


def test_reviewers_see_what_they_are_asked_about_and_nothing_else(chain):
    case, other = submit(chain), accepted_case(chain.cast)

    def seen(user):
        return set(Case.objects.visible_to(user))

    assert seen(chain.legal) == seen(chain.secrecy) == seen(chain.head) == {case}
    assert seen(chain.chief) == {case, other}
    assert seen(person("far_legal", Role.LEGAL_REVIEWER, chain.cast.other_bureau, "外单位")) == set()


def test_a_running_review_keeps_its_steps_when_the_chain_changes(chain):
    case = submit(chain)
    approval_chains.reset_chain(actor=chain.chief)
    assert open_steps(case) == ["科室审核"]
    through_the_steps(chain, case)
    assert replies.sign(case_id=case.pk, **by(chain.chief, READY)).stage == "signed"


def test_a_draft_that_would_wait_for_ever_is_not_taken_in(chain):
    case = accepted_case(chain.cast)
    with refused("review_step_without_person", "本办件还没有分到科室，请先分办"):
        submit(chain, case=case)
    case = given_to_unit(chain, case)
    chain.legal.is_active = False
    chain.legal.save()
    with refused("review_step_without_person", "“法制审核”没有在岗的审核人"):
        submit(chain, case=case)


def test_settings_are_for_leader_and_administrator_and_refuse_what_nobody_can_finish(office):
    with refused("role_not_allowed", "审批链设置"):
        approval_chains.set_chain(steps=plans(office), actor=office.clerk)
    approval_chains.set_chain(steps=plans(office), actor=office.cast.administrator_wu)
    kept = list(ApprovalStep.objects.values_list("name", flat=True))
    office.secrecy.is_active = False
    office.secrecy.save()
    with refused("chain_step_without_person", "“保密审查”没有在岗的审核人，这样的审批链无法走完"):
        approval_chains.set_chain(steps=plans(office), actor=office.chief)
    stranger = StepPlan(1, "审核", StepKind.REVIEW, people=frozenset({office.cast.officer_wang.pk}))
    with refused("chain_of_others", "本机关的人员"):
        approval_chains.set_chain(steps=[stranger, *DEFAULT_CHAIN], actor=office.chief)
    assert (
        list(ApprovalStep.objects.values_list("name", flat=True))
        == kept
        == ["科室审核", "法制审核", "保密审查", "签发"]
    )
