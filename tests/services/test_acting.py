"""代签: who signs for an absent colleague, from when until when (Art. 45; users.md 3.3)."""

from __future__ import annotations

import pytest

from casework.models import (
    ActingAuthority,
    Case,
    Notice,
    ReviewOpinion,
    Role,
)
from casework.queries.reviews import waiting_for
from casework.services import acting, replies
from tests.cast import day, noon, person
from tests.services.acts import READY, by
from tests.services.reviewing import DRAFTED, agree, review_chain, review_office, submit, through_the_steps  # noqa: F401
from tests.services.watching import refused


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
