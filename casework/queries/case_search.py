"""Cases by any piece of text: number, subject, content or applicant.

A piece of two or more characters is looked up by its bigrams first (``CaseWords``), because in most
searches it is one Chinese word of two characters, which no trigram index serves. Bigrams alone may
stand in another order, so every case found is read once more for the piece itself.
"""

from __future__ import annotations

from functools import reduce
from operator import or_

from django.db import connection
from django.db.models import OuterRef, Q, Subquery
from django.db.models.expressions import RawSQL
from django.db.models.lookups import IsNull

from casework.law.similarity import bigram_codes, fold
from casework.models.applicant import Applicant
from casework.models.case_words import CaseWords
from casework.queries.former_names import by_former_name
from casework.queries.personal_data import of_number

_HAVING = f"SELECT case_id FROM {CaseWords._meta.db_table} WHERE bigrams @> %s::int[]"


def holding(text: str) -> Q:
    """Return the condition on cases that hold ``text``, whose agency or unit once had a name that does, or whose
    applicant has this document or telephone number.
    """
    named = Applicant.objects.filter(case=OuterRef("pk"), name__icontains=text)
    # Asked for case by case: as EXISTS, PostgreSQL would rather read the applicants of all cases first.
    is_named = IsNull(Subquery(named.values("pk")[:1]), False)
    read = Q(number__icontains=text) | Q(subject__icontains=text) | Q(content__icontains=text) | Q(is_named)
    # One PC with SQLite reads its few thousand cases through; so does a single character.
    if connection.vendor == "postgresql" and len(fold(text)) > 1:
        read &= Q(pk__in=RawSQL(_HAVING, [bigram_codes(text)]))
    others = (by_former_name(text), of_number(text))
    return reduce(or_, (other for other in others if other), read)
