"""The canonical form and what changed since: hashes here were made with sha256sum, not with this program."""

from casework.law.annual_formats import FORMAT_2021
from casework.law.annual_freezing import canonical, differences, packed, sha256_of, unpacked
from tests.annual_cells import cells_of


def table(**results):
    """Return a table of natural persons' cases: row -> number, all new this year."""
    number = sum(results.values())
    return cells_of(FORMAT_2021, new={"natural": number}, results={(row, "natural"): n for row, n in results.items()})


def test_the_canonical_form_does_not_depend_on_order():
    assert canonical({"b": 1, "a": {"丁": None, "c": [1, 2]}}) == '{"a":{"c":[1,2],"丁":null},"b":1}'
    assert canonical({"a": 1, "b": 2}) == canonical({"b": 2, "a": 1})


def test_the_hash_is_sha_256_of_the_utf_8_bytes():
    assert sha256_of('{"a":1}') == "015abd7f5cc57a2dd94b7590f04ad8084273905ee33ec5cebeae62276a97f862"
    assert sha256_of("表") == "c35f80840b4b75f156d4bfc430076360e96f6d938ab971cdac9429e91ce15c81"


def test_members_survive_storing():
    members = {
        7: ("natural", "new", "granted"),
        3: ("natural", "new", "granted"),
        5: ("legal", "carried_in", "carried_out"),
    }
    assert packed(members) == {"natural|new|granted": [3, 7], "legal|carried_in|carried_out": [5]}
    assert unpacked(packed(members)) == members


def test_a_case_that_moved_explains_both_cells():
    was = {1: ("natural", "new", "granted"), 2: ("natural", "new", "granted")}
    now = was | {2: ("natural", "new", "partial")}
    found = differences(table(granted=2), table(granted=1, partial=1), was, now)
    assert [(d.row, d.frozen, d.now, d.came, d.left) for d in found] == [
        ("granted", 2, 1, (), (2,)),
        ("partial", 0, 1, (2,), ()),
    ]


def test_two_cases_that_changed_places_are_not_silent():
    was = {1: ("natural", "new", "granted"), 2: ("natural", "new", "partial")}
    now = {1: ("natural", "new", "partial"), 2: ("natural", "new", "granted")}
    same = table(granted=1, partial=1)
    assert [(d.row, d.frozen, d.now, d.came, d.left) for d in differences(same, same, was, now)] == [
        ("granted", 1, 1, (2,), (1,)),
        ("partial", 1, 1, (1,), (2,)),
    ]


def test_a_case_registered_late_and_one_of_another_kind():
    was = {1: ("natural", "new", "granted")}
    found = differences(table(granted=1), table(granted=2), was, was | {9: ("natural", "new", "granted")})
    assert {(d.row, d.came) for d in found} == {("new", (9,)), ("granted", (9,))}
    assert differences(table(granted=1), table(granted=1), was, was) == []
