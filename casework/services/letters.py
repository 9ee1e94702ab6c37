"""文书: made from the facts of a case, made again, numbered, voided; PDF by a worker.

A clerk writes the free parts only. Everything else is composed by ``law.letters`` and can be made again,
never typed over. A letter keeps the template version it was made with.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction

from casework.adapters.clock import legal_day
from casework.adapters.letter_numbers import take_letter_number, void_letter_number
from casework.adapters.wake import wake_worker
from casework.documents.letters.base import PageStyle, standard_template
from casework.documents.letters.layout import Faces
from casework.documents.letters.pdf import pdf_file
from casework.documents.letters.stored import as_values, from_values
from casework.documents.letters.word import word_file
from casework.law.errors import Refused
from casework.law.letters.compose import TO_OTHERS, compose
from casework.law.letters.kinds import LetterKind, letter_kind, template_kind
from casework.law.letters.occasions import is_called_for
from casework.law.letters.text import LetterText
from casework.law.sources import regulation
from casework.models.case import Case
from casework.models.dispute import last_round, replies_of_last_round
from casework.models.letter import CaseLetter, LetterSettings, LetterTemplate, PdfState
from casework.models.letter_number import LetterNumber
from casework.models.user import Role, User
from casework.queries.letter_facts import letter_facts
from casework.queries.letter_occasions import occasions_of
from casework.services.consultations import refuse_naming_applicant
from casework.services.fitting import refuse_unfit, refuse_unfit_texts
from casework.services.permissions import refuse_other_role

MAKERS = (Role.CLERK, Role.HANDLER, Role.LEADER)
NUMBERERS = (Role.CLERK, Role.LEADER)
PRINT_LETTERS = "casework.tasks.print_letters"
PDFS_A_ROUND = 200


def faces() -> Faces:
    """Return the fonts this installation sets letters in."""
    return Faces(**settings.LETTER_FACES)


@transaction.atomic
def make_letter(
    *, case_id: int, kind: str, about: int | None, free: Mapping[str, str], actor: User, today: date, now: datetime,
    key: str = "",
) -> CaseLetter:  # fmt: skip
    """Make a letter of a case. A reply that is signed carries its number and day; anything else is a draft.

    Raises Refused when the case lacks what the letter tells, or a part the clerk must write is missing.
    """
    refuse_other_role(actor, "制作文书", *MAKERS)
    case = own_case(case_id, actor)
    if done := made_with(key, case):
        return done
    letter = CaseLetter(
        case=case, kind=kind, about=about, made_by=actor, made_at=now, free=_free_parts(kind, free, case),
        key=key or None,
    )  # fmt: skip
    _refuse_uncalled(letter, today)
    lay_out(letter, today)
    return letter


@transaction.atomic
def remake_letter(
    *, letter_id: int, free: Mapping[str, str] | None, actor: User, today: date, now: datetime
) -> CaseLetter:
    """Make a letter again from the facts as they are now; ``free`` None keeps what the clerk wrote.

    The number and the day of a numbered letter stay. Raises Refused for a voided letter, and for a reply
    whose case was taken up again since.
    """
    refuse_other_role(actor, "制作文书", *MAKERS)
    letter = own_letter(letter_id, actor)
    _refuse_former_reply(letter, letter_kind(letter.kind))
    if free is not None:
        letter.free = _free_parts(letter.kind, free, letter.case)
    letter.made_by, letter.made_at, letter.times_made = actor, now, letter.times_made + 1
    lay_out(letter, today)
    return letter


@transaction.atomic
def number_letter(*, letter_id: int, actor: User, today: date, now: datetime) -> CaseLetter:
    """Give a procedural letter its number and today's date: from here on it can leave the house.

    Raises Refused for a paper that carries no number, and for a reply, whose number comes with its signing.
    """
    refuse_other_role(actor, "文书取号", *NUMBERERS)
    letter = own_letter(letter_id, actor)
    row = letter_kind(letter.kind)
    if letter.number_id:
        return letter
    if row.is_reply:
        raise Refused("reply_number_by_signing", "答复书的文号在签发时产生，请先送审签发，再重新生成。", field="kind")
    if not row.series:
        raise Refused("letter_without_series", f"“{row.name}”不编文号。", field="kind")
    letter.number = take_letter_number(case=letter.case, series=row.series, on=today, by=actor)
    letter.dated_on, letter.made_by, letter.made_at = today, actor, now
    # What a prepared letter tells is not on record yet: only its number and day are new.
    text = from_values(letter.text) if letter.prepared_for else None
    lay_out(letter, today, text and replace(text, number=letter.number.text, dated_on=today))
    return letter


@transaction.atomic
def void_letter(*, letter_id: int, reason: str, actor: User, today: date) -> CaseLetter:
    """Void a letter with its number; both stay on file with the reason (law.md 6.4)."""
    refuse_other_role(actor, "文书作废", *NUMBERERS)
    letter = own_letter(letter_id, actor)
    reason = reason.strip()
    if not reason:
        raise Refused("void_reason_missing", "作废须写明原因。", article=regulation(45), field="reason")
    if letter.number_id and letter_kind(letter.kind).is_reply:
        raise Refused(
            "reply_is_not_voided",
            "已签发的答复书不能单独作废；申请人撤回或者重新办理时，文号随之作废。",
            field="reason",
        )
    letter.voided_on, letter.voided_by, letter.void_reason = today, actor, reason
    refuse_unfit(letter)
    letter.save()
    if letter.number:
        void_letter_number(letter.number, reason=reason, on=today, by=actor)
    return letter


def print_letters() -> int:
    """Set the PDF of every letter that waits for one; return how many. One bad letter stops nobody."""
    done = 0
    while done < PDFS_A_ROUND:
        with transaction.atomic():
            waiting = CaseLetter.objects.filter(pdf_state=PdfState.WAITING).order_by("made_at", "pk")
            letter = waiting.select_for_update(skip_locked=True, of=("self",)).select_related("case__agency").first()
            if letter is None:
                return done
            _set_pdf(letter)
        done += 1
    return done


def _refuse_uncalled(letter: CaseLetter, today: date) -> None:
    """Raise Refused for a letter the case does not call for: by what is wanting, where the letter itself knows it."""
    if is_called_for(occasions_of(letter.case), letter.kind, letter.about):
        return
    compose_letter(letter, today=today)
    name = letter_kind(letter.kind).name
    raise Refused("letter_not_called_for", f"本件现在没有制作“{name}”的事由。", field="kind")


def compose_letter(letter: CaseLetter, *, today: date) -> LetterText:
    """Return the text of a letter from the facts of its case as they are now."""
    row = letter_kind(letter.kind)
    facts = letter_facts(letter.case, today=today, presume_decided=row.is_reply)
    number = letter.number.text if letter.number else ""
    return compose(letter.kind, facts, free=letter.free, about=letter.about, number=number, dated_on=letter.dated_on)


def current_template(agency_id: int, kind: str) -> LetterTemplate | None:
    """Return the agency's own template for a kind of letter, or None for the standard one."""
    own = LetterTemplate.objects.filter(agency=agency_id, kind=template_kind(kind), retired_on__isnull=True)
    return own.order_by("-version").first()


def lay_out(letter: CaseLetter, today: date, text: LetterText | None = None) -> None:
    """Write and save a letter: its text from the facts of its case unless ``text`` gives it, its files, its template."""
    if letter_kind(letter.kind).is_reply and letter.number is None:
        _take_over_reply(letter)
    text = text or compose_letter(letter, today=today)
    agency = letter.case.agency
    letter.title, letter.text = text.title[:200], as_values(text)
    letter.page_style = _page_style(text, agency.pk)
    letter.template = current_template(agency.pk, letter.kind)
    template = _template_bytes(letter)
    word = word_file(text, template, agency_name=agency.name, faces=faces())
    letter.word_sha256 = hashlib.sha256(word).hexdigest()
    letter.pdf, letter.pdf_state, letter.pdf_problem = "", PdfState.WAITING, ""
    refuse_unfit(letter)
    letter.word.save("letter.docx", ContentFile(word), save=False)
    letter.save()
    transaction.on_commit(lambda: wake_worker(PRINT_LETTERS))


def _take_over_reply(letter: CaseLetter) -> None:
    signed = [item for item in replies_of_last_round(letter.case) if item.signed_on]
    if signed and (reply := signed[-1]).letter_number:
        letter.dated_on = reply.signed_on
        letter.number = LetterNumber.objects.filter(
            agency=letter.case.agency_id, text=reply.letter_number, voided_on__isnull=True
        ).first()


def _refuse_former_reply(letter: CaseLetter, row: LetterKind) -> None:
    """What was replied first stays as it left the house; made again it would tell the new decision."""
    decision = last_round(letter.case)
    if not row.is_reply or isinstance(decision, Case):
        return
    ours = {item.letter_number for item in replies_of_last_round(letter.case)}
    if legal_day(letter.made_at) < decision.begun_on or (letter.number and letter.number.text not in ours):
        raise Refused(
            "reply_of_former_decision",
            f"这份文书是原来的答复，本件已于{decision.begun_on}重新办理；原答复原样保存，请另行制作新的答复书。",
            article=regulation(45),
            field="kind",
        )


def _page_style(text: LetterText, agency_id: int) -> str:
    if not text.lines:
        return PageStyle.FORM
    own = LetterSettings.objects.filter(agency=agency_id).first()
    return PageStyle(own.page_style) if own else PageStyle.PLAIN


def _template_bytes(letter: CaseLetter) -> bytes:
    if letter.template is None:
        return standard_template(PageStyle(letter.page_style), faces())
    with letter.template.file.open("rb") as stream:
        return stream.read()


def pdf_of(letter: CaseLetter) -> bytes:
    """Return the PDF of a letter: what its Word file says.

    Raises Refused without a Chinese font, OSError, ValueError or RuntimeError for a file or an installation
    that is broken.
    """
    with letter.word.open("rb") as stream:
        word = stream.read()
    return pdf_file(word, dated_on=letter.dated_on, font_folders=settings.LETTER_FONT_FOLDERS)


def _set_pdf(letter: CaseLetter) -> None:
    try:
        pdf = pdf_of(letter)
    except (Refused, RuntimeError, ValueError, OSError) as problem:
        # What typst says of a broken installation is a RuntimeError; the page shows it beside the letter.
        letter.pdf_state, letter.pdf_problem = PdfState.FAILED, str(problem)[:300]
    else:
        letter.pdf_state, letter.pdf_problem = PdfState.READY, ""
        letter.pdf_sha256 = hashlib.sha256(pdf).hexdigest()
        letter.pdf.save("letter.pdf", ContentFile(pdf), save=False)
    letter.save(update_fields=["pdf", "pdf_sha256", "pdf_state", "pdf_problem"])


def _free_parts(kind: str, free: Mapping[str, str], case: Case) -> dict[str, str]:
    row = letter_kind(kind)
    given = {part.key: free.get(part.key, "").strip() for part in row.free if free.get(part.key, "").strip()}
    refuse_unfit_texts(given)
    if kind in TO_OTHERS:
        for name, text in given.items():
            refuse_naming_applicant(case, name, text)
    return given


def made_with(key: str, case: Case) -> CaseLetter | None:
    """Return the letter this form made already; ask only while the case is locked, so that a second click waits."""
    return case.letters.filter(key=key).first() if key else None


def own_case(case_id: int, actor: User) -> Case:
    """Return a case of the actor's agency, locked. Raises Refused when it is out of sight."""
    found = Case.objects.visible_to(actor).filter(agency=actor.agency_id, pk=case_id)
    case = found.select_for_update(of=("self",)).select_related("agency").first()
    if case is None:
        raise Refused("letter_case_not_found", "没有这个办件，或您无权制作文书。")
    return case


def own_letter(letter_id: int, actor: User) -> CaseLetter:
    """Return a letter of the actor's agency, locked with its case. Raises Refused when it is void or out of sight."""
    letter = CaseLetter.objects.select_for_update(of=("self",)).filter(pk=letter_id).first()
    if letter is None:
        raise Refused("letter_not_found", "没有这份文书，或您无权办理。")
    letter.case = own_case(letter.case_id, actor)
    if letter.voided_on:
        raise Refused("letter_is_void", f"这份文书已于{letter.voided_on}作废：{letter.void_reason}。")
    return letter
