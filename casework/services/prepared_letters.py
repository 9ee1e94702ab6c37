"""先制文书，后登记送达: a notice is written, numbered and printed before the act that tells it is on record.

The act is done as if the letter left today, the letter is composed from what the act leaves, and the act is
taken back: the letter obeys every rule of its act, and nothing of the case changes. Once it was served, the act
is recorded, and must tell what the letter told.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.db import transaction

from casework.documents.letters.stored import from_values
from casework.law.acts import Act
from casework.law.errors import Refused
from casework.law.facts import ConsultationKind
from casework.law.letters.kinds import WRITTEN_BEFORE, letter_kind, notice_of
from casework.law.letters.text import LetterText
from casework.law.sources import SERVICE_LETTER
from casework.models.case import Case
from casework.models.letter import CaseLetter
from casework.models.user import User
from casework.services.letters import MAKERS, compose_letter, lay_out, made_with, own_case, own_letter
from casework.services.permissions import refuse_other_role


@transaction.atomic
def prepare_letter(
    *, case_id: int, act: Act, perform: Callable[[], Case], typed: dict[str, Any], actor: User, today: date,
    now: datetime, letter_id: int | None = None, key: str = "",
) -> CaseLetter:  # fmt: skip
    """Write the letter that ``act`` will serve; ``perform`` does the act as if it were served today.

    ``typed`` is kept for the form the act is recorded with. ``letter_id`` names a prepared letter to be written
    again, which keeps its number. Raises Refused as the act does, and where no letter is written before it.
    """
    refuse_other_role(actor, "制作文书", *MAKERS)
    if act not in WRITTEN_BEFORE:
        raise Refused("letter_not_before_its_act", "这项手续的文书在办理以后制作。", field="act")
    if done := made_with(key, own_case(case_id, actor)):
        return done
    if letter_id is None:
        letter = CaseLetter(case_id=case_id, prepared_for=act, key=key or None)
    else:
        letter = _prepared(letter_id, case_id, act, actor)
        letter.times_made += 1
    letter.typed, letter.made_by, letter.made_at = typed, actor, now
    text = _text_if_done(letter, act, perform, today)
    letter.case = Case.objects.select_related("agency").get(pk=case_id)
    lay_out(letter, today, text)
    return letter


@transaction.atomic
def record_prepared(
    *, case_id: int, letter_id: int, act: Act, perform: Callable[[], Case], actor: User, today: date
) -> Case:
    """Do the act a prepared letter was written for, now that it was served.

    Raises Refused as the act does, and ``letter_tells_otherwise`` when a numbered letter, as it left the house,
    told something else than what is being recorded.
    """
    letter = CaseLetter.objects.filter(pk=letter_id, case=case_id, case__agency=actor.agency_id).first()
    if letter and not letter.prepared_for:
        return perform()  # a second click: the letter's act is on record, and the form's key answers it
    letter = _prepared(letter_id, case_id, act, actor)
    case = perform()
    letter.case = Case.objects.select_related("agency").get(pk=case.pk)
    letter.kind, letter.about = _kind_and_subject(letter.case, act)
    told, recorded = from_values(letter.text), compose_letter(letter, today=today)
    if letter.number_id and _tells(told) != _tells(recorded):
        raise Refused(
            "letter_tells_otherwise",
            f"要登记的内容与{letter.number.text}《{letter_kind(letter.kind).name}》不一致。请按文书填写；"
            "文书写错的，先作废，重新制作、送达后再登记。",
            article=SERVICE_LETTER,
        )
    letter.prepared_for, letter.typed = "", None
    if letter.number_id:
        letter.save(update_fields=["kind", "about", "prepared_for", "typed"])
    else:
        lay_out(letter, today, recorded)
    return case


def _prepared(letter_id: int, case_id: int, act: Act, actor: User) -> CaseLetter:
    letter = own_letter(letter_id, actor)
    if letter.prepared_for != act or letter.case_id != case_id:
        raise Refused("letter_not_prepared", "这份文书不是为这项手续制作的，或者已经登记送达。")
    return letter


def _text_if_done(letter: CaseLetter, act: Act, perform: Callable[[], Case], today: date) -> LetterText:
    with transaction.atomic():
        done = perform()
        letter.case = Case.objects.select_related("agency").get(pk=done.pk)
        letter.kind, about = _kind_and_subject(letter.case, act)
        letter.about = about
        text = compose_letter(letter, today=today)
        # The act was only supposed: back to before it, in this transaction.
        transaction.set_rollback(True)
    letter.about = None
    return text


def _kind_and_subject(case: Case, act: Act) -> tuple[str, int | None]:
    if act is not Act.CONSULT:
        return notice_of(act), None
    item = case.consultations.order_by("pk").last()
    return notice_of(act, ConsultationKind(item.kind)), item.pk


def _tells(text: LetterText) -> tuple[str, ...]:
    return text.kind, text.addressee, text.section("request"), text.section("decision")
