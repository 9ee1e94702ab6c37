"""People who sign in, and what their role lets them see and do."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db import models

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


# Who sees only the cases of the own unit, and whose units' cases they are.
UNIT_ROLES = frozenset({Role.HANDLER, Role.UNIT_HEAD})
# Who sees a case only once a reply of it is to be reviewed.
REVIEW_ONLY_ROLES = frozenset({Role.LEGAL_REVIEWER, Role.SECRECY_REVIEWER})
# Whose lists and figures hold only a part of the agency's cases.
NARROW_ROLES = UNIT_ROLES | REVIEW_ONLY_ROLES
# Who may be named in an approval chain.
REVIEWING_ROLES = frozenset({Role.LEADER, Role.UNIT_HEAD, *REVIEW_ONLY_ROLES})


class User(AbstractUser):
    """A person of one agency. ``display_name`` is what colleagues and events show."""

    role = models.CharField("角色", max_length=20, choices=Role.choices, default=Role.CLERK)
    agency = models.ForeignKey(
        Agency, models.PROTECT, null=True, blank=True, related_name="people", verbose_name="机关"
    )
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="people", verbose_name="科室")
    display_name = models.CharField("姓名", max_length=40, blank=True)

    class Meta:
        verbose_name = "用户"

    def __str__(self) -> str:
        return self.display_name or self.username
