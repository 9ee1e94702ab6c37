"""审核与签发: the chain of an agency, opinions, deputies, paper, sending back (Art. 17, 45; users.md 3.3)."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from casework.law.approval_chain import DEFAULT_CHAIN, StepKind, StepPlan
from casework.models import (
    ActingAuthority,
    ApprovalStep,
    Attachment,
    Case,
    Notice,
    ReviewOpinion,
    ReviewStep,
    Role,
    Unit,
)
from casework.queries.reviews import chain_of, read_review, waiting_for
from casework.services import acting, approval_chains, assignments, replies, reviews
from tests.cast import accepted_case, day, evidence_for, noon, person
from tests.services.acts import READY, by, drafted_case
from tests.services.files import EXE, upload
from tests.services.watching import everything, refused

DRAFTED = "2026-03-09"


@pytest.fixture
def office(cast):
    """The bureau with a head of its unit, a legal and a secrecy reviewer, and a second leader."""
    return SimpleNamespace(
        cast=cast,
        clerk=cast.officer_li,
        chief=cast.head_chen,
        head=person("head_he", Role.UNIT_HEAD, cast.bureau, "何科长", cast.unit),
        legal=person("legal_qian", Role.LEGAL_REVIEWER, cast.bureau, "钱法规"),
        secrecy=person("secrecy_sun", Role.SECRECY_REVIEWER, cast.bureau, "孙保密"),
        vice=person("vice_feng", Role.LEADER, cast.bureau, "冯副主任"),
    )


def plans(office) -> list[StepPlan]:
    """Unit head, then legal and secrecy side by side, then the chief and nobody else."""
    return [
        StepPlan(1, "科室审核", StepKind.REVIEW, own_unit=True),
        StepPlan(2, "法制审核", StepKind.LEGAL, role="legal_reviewer"),
        StepPlan(2, "保密审查", StepKind.SECRECY, role="secrecy_reviewer"),
        StepPlan(3, "签发", StepKind.SIGN, people=frozenset({office.chief.pk})),
    ]


@pytest.fixture
def chain(office):
    approval_chains.set_chain(steps=plans(office), actor=office.chief)
    return office


def submit(office, code="G2", case=None, on=DRAFTED) -> Case:
    case = case or given_to_unit(office, accepted_case(office.cast))
    return replies.submit_for_review(
        case_id=case.pk, decision_code=code, evidence=evidence_for(code), findings="经查，情况如下。",
        **by(office.clerk, on),
    )  # fmt: skip


def given_to_unit(office, case) -> Case:
    return assignments.assign(
        case_id=case.pk, unit=office.cast.unit, officer=office.clerk, **by(office.clerk, "2026-03-03")
    )


def agree(case, actor, on=READY, **given) -> Case:
    return reviews.review(case_id=case.pk, **given, **by(actor, on))


def open_steps(case, on=READY) -> list[str]:
    return [item.step.name for item in read_review(Case.objects.get(pk=case.pk), day(on)).review.open()]


def through_the_steps(office, case) -> None:
    agree(case, office.head)
    agree(case, office.legal, opinion="依据写到款")
    agree(case, office.secrecy, verdict="not_secret")


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


class TestActing:
    def granted(self, office, **given):
        values = {
            "absent": office.chief, "deputy": office.vice, "from_on": day("2026-03-10"), "until_on": day("2026-03-20"),
            "basis": "主任办公会纪要第3期", "actor": office.chief, "today": day(DRAFTED), "now": noon(DRAFTED),
        }  # fmt: skip
        return acting.grant_acting(**(values | given))

    @pytest.mark.parametrize(
        ("on", "signs"), [("2026-03-09", False), ("2026-03-10", True), ("2026-03-20", True), ("2026-03-23", False)]
    )
    def test_a_deputy_signs_for_the_absent_leader_within_the_days_given(self, chain, on, signs):
        self.granted(chain)
        case = submit(chain)
        for reviewer, given in ((chain.head, {}), (chain.legal, {}), (chain.secrecy, {"verdict": "not_secret"})):
            agree(case, reviewer, DRAFTED, **given)
        if not signs:
            with refused("signature_not_yours"):
                replies.sign(case_id=case.pk, **by(chain.vice, on))
            return
        case = replies.sign(case_id=case.pk, **by(chain.vice, on))
        opinion = ReviewOpinion.objects.get(step__name="签发")
        assert (opinion.person, opinion.given_by, opinion.authority.basis) == (
            chain.chief,
            chain.vice,
            "主任办公会纪要第3期",
        )
        assert case.events.last().after["acting_for"] == "代陈主任（主任办公会纪要第3期）"
        assert case.replies.last().signed_by == chain.vice

    def test_the_deputy_is_told_and_finds_it_in_the_list(self, chain):
        self.granted(chain)
        case = submit(chain)
        through_the_steps(chain, case)
        assert Notice.objects.filter(recipient=chain.vice, subject=f"待您签发 {case.number}").exists()
        assert Case.objects.filter(waiting_for(chain.vice, day(READY))).get() == case
        assert not Case.objects.filter(waiting_for(chain.vice, day("2026-03-21"))).exists()

    def test_an_authority_ends_the_day_somebody_ends_it(self, chain):
        row = self.granted(chain)
        acting.end_acting(authority_id=row.pk, actor=chain.chief, today=day("2026-03-12"))
        in_force = ActingAuthority.objects.in_force
        assert [in_force(day(on)).exists() for on in ("2026-03-09", "2026-03-10", "2026-03-11", "2026-03-12")] == [
            False, True, True, False,
        ]  # fmt: skip

    WRONG = [
        ({"until_on": "2026-03-09"}, "acting_days_reversed"),
        ({"from_on": "2026-03-02", "until_on": "2026-03-08"}, "acting_over_already"),
        ({"from_on": "2026-03-08"}, "acting_backdated"),
        ({"until_on": "2026-06-10"}, "acting_too_long"),
        ({"basis": "  "}, "acting_without_basis"),
    ]  # fmt: skip

    @pytest.mark.parametrize(("given", "code"), WRONG, ids=[code for _, code in WRONG])
    def test_what_is_not_limited_or_not_founded_is_refused(self, office, given, code):
        given = {name: day(value) if name.endswith("_on") else value for name, value in given.items()}
        with refused(code):
            self.granted(office, **given)

    def test_ninety_two_days_are_the_longest(self, office):
        # From 10 March: 22 days of March, 30 of April, 31 of May and 9 of June.
        assert self.granted(office, until_on=day("2026-06-09")).until_on == day("2026-06-09")

    def test_only_a_leader_or_a_like_colleague_stands_in(self, office):
        with refused("acting_deputy_other_role", field="deputy"):
            self.granted(office, deputy=office.legal)
        with refused("acting_of_others", field="deputy"):
            self.granted(office, deputy=office.clerk)
        with refused("acting_deputy_unfit", field="deputy"):
            self.granted(office, deputy=office.chief)
        twin = person("legal_two", Role.LEGAL_REVIEWER, office.cast.bureau, "郑法规")
        assert self.granted(office, absent=office.legal, deputy=twin).deputy == twin
        with refused("role_not_allowed", "代签授权"):
            self.granted(office, actor=office.clerk)


class TestPaper:
    def record(self, office, case, step, signatory, on="2026-03-10", files=None, **given):
        files = [upload("呈批单.pdf")] if files is None else files
        row = ReviewStep.objects.filter(case=case, name=step).last()
        return reviews.record_paper_approval(
            case_id=case.pk, step_id=row.pk, signatory=signatory, on=day(on), files=files, **given, **by(office.clerk, "2026-03-11"),
        )  # fmt: skip

    def test_what_was_signed_on_paper_counts_from_the_day_on_the_paper(self, chain):
        case = submit(chain)
        self.record(chain, case, "科室审核", chain.head, opinion="同意")
        self.record(chain, case, "保密审查", chain.secrecy, verdict="not_secret")
        agree(case, chain.legal)
        case = self.record(chain, case, "签发", chain.chief, opinion="同意发出")
        assert (case.stage, case.decided_on) == ("signed", day("2026-03-10"))
        assert (case.replies.last().signed_by, case.replies.last().letter_number) == (
            chain.chief,
            "某审公复〔2026〕1号",
        )
        opinion = ReviewOpinion.objects.get(step__name="签发")
        assert (opinion.person, opinion.given_by, opinion.on_paper) == (chain.chief, chain.clerk, True)
        assert opinion.scan.purpose == "呈批单扫描件"
        event = case.events.last()
        assert (event.act, event.actor, event.happened_on) == ("record_paper_approval", chain.clerk, day("2026-03-10"))
        assert event.after["signed_on_paper"] == "陈主任 2026-03-10"

    WRONG = [
        ({"files": []}, "scan_missing"),
        ({"files": ["a.pdf", "b.pdf"]}, "scan_missing"),
        ({"on": "2026-03-12"}, "paper_day_to_come"),
        ({"on": "2026-03-08"}, "paper_day_before_draft"),
        ({"step": "法制审核"}, "paper_step_not_open"),
        ({"who": "chief"}, "signatory_not_of_step"),
    ]  # fmt: skip

    @pytest.mark.parametrize(("given", "code"), WRONG, ids=str)
    def test_what_cannot_be_is_refused_and_nothing_is_kept(self, chain, given, code):
        case = submit(chain)
        before = everything()
        files = [upload(name) for name in given["files"]] if "files" in given else None
        with refused(code):
            self.record(
                chain, case, given.get("step", "科室审核"), getattr(chain, given.get("who", "head")),
                on=given.get("on", "2026-03-10"), files=files,
            )  # fmt: skip
        assert everything() == before

    def test_a_later_step_is_not_signed_before_an_earlier_one(self, chain):
        case = submit(chain)
        through_the_steps(chain, case)
        with refused("paper_day_before_step", "2026-03-09", "2026-03-10", field="on"):
            self.record(chain, case, "签发", chain.chief, on="2026-03-09")

    def test_no_file_stays_behind_when_the_opinion_is_refused(self, chain, settings, tmp_path):
        settings.MEDIA_ROOT = tmp_path
        case = submit(chain)
        agree(case, chain.head)
        with refused("verdict_missing"):
            self.record(chain, case, "保密审查", chain.secrecy)
        with refused("file_kind_not_allowed"):
            self.record(chain, case, "保密审查", chain.secrecy, verdict="not_secret", files=[upload("a.pdf", EXE)])
        assert not Attachment.objects.exists()
        assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


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
