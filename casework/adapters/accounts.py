"""Who is signed in: the account together with its agency, its unit and what is unread, in one read."""

from __future__ import annotations

from django.contrib.auth.backends import ModelBackend
from django.db.models import Count, OuterRef, Subquery

from casework.models.notice import Notice
from casework.models.user import Role, User


class AccountBackend(ModelBackend):
    """Django's own sign-in; every page shows the agency and counts the unread notices, so both come along."""

    def get_user(self, user_id: int) -> User | None:
        """Return the active account of a session, or None."""
        unread = Notice.objects.unread_of(OuterRef("pk")).order_by().values("recipient")
        accounts = User.objects.select_related("agency", "unit").annotate(
            unread_notices=Subquery(unread.annotate(number=Count("pk")).values("number"))
        )
        # Not first(): what it is sorted by would be looked for among all the columns, on every page.
        user = next(iter(accounts.filter(pk=user_id).order_by()), None)
        return user if user and self.user_can_authenticate(user) and user.role != Role.NONE else None
