"""设置: one entry for what is set once, with exactly the pages the role may open."""

from __future__ import annotations

import pytest
from django.urls import reverse

pytestmark = pytest.mark.django_db
EVERYTHING = {"head_chen": ("approval_chain", "reminder_settings", "letter_settings")}
EVERYTHING["administrator_wu"] = ("approval_chain", "reminder_settings")


@pytest.mark.parametrize(("name", "pages"), EVERYTHING.items())
def test_it_lists_what_the_role_may_set_and_every_link_opens(cast, as_user, name, pages):
    client = as_user(getattr(cast, name))
    rows = client.get(reverse("desk:settings")).context["rows"]
    assert {reverse(f"desk:{page}") for page in pages} <= {row["url"] for row in rows}
    assert all(row["purpose"] for row in rows)
    assert {client.get(row["url"]).status_code for row in rows} == {200}


def test_the_bar_of_a_leader_has_one_entry_for_all_of_them(cast, as_user):
    response = as_user(cast.head_chen).get(reverse("desk:approval_chain"))
    labels = [item["label"] for item in response.context["nav_items"]]
    assert labels[-1] == "设置" and len(labels) == 10
    assert [item["label"] for item in response.context["nav_items"] if item["current"]] == ["设置"]


@pytest.mark.parametrize("name", ["handler_zhou", "supervisor_sun"])
def test_who_sets_nothing_has_no_such_page(cast, as_user, name):
    client = as_user(getattr(cast, name))
    response = client.get(reverse("desk:settings"))
    assert response.status_code == 403
