"""Addresses: the own account, the accounts of an agency, audit. Included by casework.desk.urls."""

from __future__ import annotations

from django.urls import path

from casework.desk import audit, own_account, people, units
from casework.desk.sign_in import SignIn, SignOut, sign_in_code
from casework.desk.single_sign_on import sso, sso_callback

urlpatterns = [
    path("login/", SignIn.as_view(), name="login"),
    path("login/code/", sign_in_code, name="sign_in_code"),
    path("login/sso/", sso, name="sso"),
    path("login/sso/callback/", sso_callback, name="sso_callback"),
    path("logout/", SignOut.as_view(), name="logout"),
    path("account/", own_account.own_account, name="own_account"),
    path("account/password/", own_account.own_password, name="own_password"),
    path("account/second-factor/", own_account.second_factor, name="second_factor"),
    path("account/recovery-codes/", own_account.recovery_codes, name="recovery_codes"),
    path("account/sessions/end/", own_account.end_other_sessions, name="end_other_sessions"),
    path("people/", people.people, name="people"),
    path("people/new/", people.person_new, name="person_new"),
    path("people/second-factor/", people.factor_rule, name="factor_rule"),
    path("people/<int:person_id>/", people.person, name="person"),
    path("people/<int:person_id>/edit/", people.person_edit, name="person_edit"),
    path("people/<int:person_id>/close/", people.person_close, name="person_close"),
    path("people/<int:person_id>/reopen/", people.person_reopen, name="person_reopen"),
    path("people/<int:person_id>/password/", people.person_password, name="person_password"),
    path("people/<int:person_id>/role/", people.person_role, name="person_role"),
    path("people/<int:person_id>/unlock/", people.person_unlock, name="person_unlock"),
    path("people/<int:person_id>/second-factor/reset/", people.person_factor_reset, name="person_factor_reset"),
    path("audit/", audit.audit, name="audit"),
    path("audit/export/<slug:kind>/", audit.audit_export, name="audit_export"),
    path("units/", units.units, name="units"),
    path("units/<int:unit_id>/", units.unit_edit, name="unit_edit"),
]
