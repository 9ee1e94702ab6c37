"""Who is signed in: the account together with its agency and unit, in one read."""

from __future__ import annotations

from django.contrib.auth.backends import ModelBackend

from casework.models.user import Role, User


class AccountBackend(ModelBackend):
    """Django's own sign-in; every page asks for the agency, so it comes along with the account."""

    def get_user(self, user_id: int) -> User | None:
        """Return the active account of a session, or None."""
        # Not first(): what it is sorted by would be looked for among all the columns, on every page.
        user = next(iter(User.objects.select_related("agency", "unit").filter(pk=user_id).order_by()), None)
        return user if user and self.user_can_authenticate(user) and user.role != Role.NONE else None
