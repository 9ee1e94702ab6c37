"""People who sign in, and what their role lets them see and do."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import F, Q

from casework.models.agency import Agency, Unit


class Role(models.TextChoices):
    """One role a person (design.md section 2)."""

    CLERK = "clerk", "公开办经办人"
    HANDLER = "handler", "承办科室"
    UNIT_HEAD = "unit_head", "科室负责人"
    LEGAL_REVIEWER = "legal_reviewer", "法制审核人员"
    SECRECY_REVIEWER = "secrecy_reviewer", "保密审查人员"
    LEADER = "leader", "负责人"
    SUPERVISOR = "supervisor", "主管部门"
    ADMINISTRATOR = "administrator", "系统管理员"
    SECURITY_ADMINISTRATOR = "security_admin", "安全管理员"
    AUDITOR = "auditor", "审计员"
    # Made by the system administrator, waiting for the security administrator: cannot sign in.
    NONE = "none", "未授权"


# 三员: accounts and settings, grants and keys, audit. Never the same account, and never one that works on cases.
ADMINISTRATORS = frozenset({Role.ADMINISTRATOR, Role.SECURITY_ADMINISTRATOR, Role.AUDITOR})
# Who sees only the cases of the own unit, and whose units' cases they are.
UNIT_ROLES = frozenset({Role.HANDLER, Role.UNIT_HEAD})
# Who sees a case only once a reply of it is to be reviewed.
REVIEW_ONLY_ROLES = frozenset({Role.LEGAL_REVIEWER, Role.SECRECY_REVIEWER})
# Whose lists and figures hold only a part of the agency's cases.
NARROW_ROLES = UNIT_ROLES | REVIEW_ONLY_ROLES
# Who may be named in an approval chain.
REVIEWING_ROLES = frozenset({Role.LEADER, Role.UNIT_HEAD, *REVIEW_ONLY_ROLES})


class User(AbstractUser):
    """A person of one agency. ``display_name`` is what colleagues and events show.

    ``administers_as`` repeats the role of one of the three administrators for ever: the database refuses
    the account any other role. ``staff_number`` is what makes two accounts of one person visible.
    """

    role = models.CharField("角色", max_length=20, choices=Role.choices, default=Role.CLERK)
    administers_as = models.CharField("管理角色", max_length=20, blank=True, default="", editable=False)
    staff_number = models.CharField("工号", max_length=40, blank=True, default="")
    password_is_temporary = models.BooleanField("口令须更改", default=False)
    agency = models.ForeignKey(
        Agency, models.PROTECT, null=True, blank=True, related_name="people", verbose_name="机关"
    )
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="people", verbose_name="科室")
    display_name = models.CharField("姓名", max_length=40, blank=True)

    class Meta:
        verbose_name = "用户"
        constraints = [
            models.CheckConstraint(condition=Q(role__in=Role.values), name="user_role_known"),
            models.CheckConstraint(
                condition=Q(role__in=sorted(ADMINISTRATORS), administers_as=F("role"))
                | (Q(administers_as="") & ~Q(role__in=sorted(ADMINISTRATORS))),
                name="administrators_exclude_each_other",
            ),
            # Whoever may do everything is no administrator among three.
            models.CheckConstraint(condition=Q(is_superuser=False), name="nobody_may_do_everything"),
            models.UniqueConstraint(
                fields=["agency", "staff_number"],
                condition=Q(is_active=True) & ~Q(staff_number=""),
                name="one_account_a_person",
            ),
        ]

    def __str__(self) -> str:
        return self.display_name or self.username

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save; an account made as one of the three administrators stays one."""
        if self._state.adding and self.role in ADMINISTRATORS:
            self.administers_as = self.role
        super().save(*args, **kwargs)

    @property
    def handles_cases(self) -> bool:
        """Tell whether the person works in an agency on cases or over them; the three administrators never do."""
        return self.agency_id is not None and self.role not in ADMINISTRATORS | {Role.NONE}
