"""纸质签批: what was signed on paper, with its scan and its day (Art. 45)."""

from __future__ import annotations

import pytest

from casework.models import (
    Attachment,
    ReviewOpinion,
    ReviewStep,
)
from casework.services import reviews
from tests.cast import day
from tests.services.acts import by
from tests.services.files import EXE, upload
from tests.services.reviewing import agree, review_chain, review_office, submit, through_the_steps  # noqa: F401
from tests.services.watching import everything, refused


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
