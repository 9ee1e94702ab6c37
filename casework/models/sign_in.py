"""登录记录 and the sessions people are signed in with."""

from __future__ import annotations

from django.db import models

from casework.models.user import User


class SignInOutcome(models.TextChoices):
    """How a try to sign in ended."""

    SIGNED_IN = "signed_in", "登录"
    WRONG_PASSWORD = "wrong_password", "口令错误"
    WRONG_CODE = "wrong_code", "动态口令错误"
    LOCKED_OUT = "locked_out", "登录锁定"
    SIGNED_OUT = "signed_out", "退出"


class SignInRecord(models.Model):
    """One try to sign in to an account that exists, or a sign-out. Kept for ``CASEWORK_AUDIT_MONTHS``.

    Source: 网络安全法第二十三条第三项 (network logs are kept for six months or more).
    """

    person = models.ForeignKey(User, models.PROTECT, related_name="sign_ins", verbose_name="账号")
    outcome = models.CharField("结果", max_length=20, choices=SignInOutcome.choices)
    happened_at = models.DateTimeField("时间", db_index=True)
    address = models.CharField("来源地址", max_length=45, blank=True)

    class Meta:
        verbose_name = "登录记录"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.happened_at:%Y-%m-%d %H:%M} {self.get_outcome_display()}"


class SignedInSession(models.Model):
    """One browser somebody is signed in with; alive while Django keeps the session of that key."""

    person = models.ForeignKey(User, models.CASCADE, related_name="signed_in_sessions", verbose_name="账号")
    session_key = models.CharField(max_length=40, unique=True)
    signed_in_at = models.DateTimeField("登录时间")
    address = models.CharField("来源地址", max_length=45, blank=True)
    browser = models.CharField("浏览器", max_length=200, blank=True)

    class Meta:
        verbose_name = "登录会话"
        ordering = ["-signed_in_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.person_id} {self.signed_in_at:%Y-%m-%d %H:%M}"
