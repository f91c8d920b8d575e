from collections import Counter

import pytest

from copractice.frameworks.files import items_of, shipped


def test_every_framework_that_comes_along_is_on_the_list() -> None:
    assert len(shipped()) == 22
    rows = sum(bool(item.ref) for framework in shipped().values() for item in items_of(framework))
    assert rows == 63 + 14 + 95 + 28 + 36


@pytest.mark.parametrize("key", sorted(shipped()))
def test_each_item_has_a_title_and_says_whether_it_was_seen_at_its_source(key: str) -> None:
    items = items_of(shipped()[key])
    assert items
    for place, item in enumerate(items):
        assert item.title
        assert item.parent is None or (item.parent < place and items[item.parent].parent is None)
        assert item.source_url.startswith("http") or not item.verified
    refs = Counter(item.ref for item in items if item.ref)
    assert set(refs.values()) == {1}


def test_calls_stand_under_their_area() -> None:
    items = items_of(shipped()["ferguson-calls-to-action"])
    tops = [item.title for item in items if item.parent is None]
    assert tops == ["Justice for All", "Youth at the Center", "Opportunity to Thrive", "Racial Equity"]
    call = next(item for item in items if item.ref == "FC-YAC-01")
    assert call.parent is not None
    assert (call.kind, items[call.parent].ref) == ("call", "FC-YAC")


def test_a_part_of_a_plan_stands_under_the_strategy_that_it_names() -> None:
    items = items_of(shipped()["stl-2030-jobs-plan"])
    under = {item.ref: items[item.parent].ref for item in items if item.parent is not None}
    assert under == {"JP-I1": "JP-S1", "JP-I4": "JP-S1"}


def test_scales_stand_under_the_domains_of_their_instrument() -> None:
    items = items_of(shipped()["dimensions-of-success"])
    tops = [item for item in items if item.parent is None]
    assert [top.title for top in tops] == [
        "Features of the Learning Environment",
        "Activity Engagement",
        "STEM Knowledge and Practices",
        "Youth Development in STEM",
    ]
    assert [sum(item.parent == items.index(top) for item in items) for top in tops] == [3, 3, 3, 3]
    assert all(top.verified for top in tops)


def test_a_domain_counts_as_seen_only_with_all_its_items() -> None:
    items = items_of(shipped()["youth-pqa-form-a"])
    tops = [item for item in items if item.parent is None]
    assert (len(tops), len(items), any(top.verified for top in tops)) == (4, 22, False)
