"""The auditor: planted leaks are refused by rule, random programs pass, and no rule can be missing."""

import json

import pytest

from copractice.engine import auditor
from copractice.engine.auditor import audit, may_publish
from copractice.engine.auditor.answers import Answers, Sum
from copractice.engine.watch import Stopped

YOUTHS = [
    (f"y{number}", f"employer {number % 6}", "health" if number % 6 < 3 else "arts", str(number % 2))
    for number in range(60)
]


def roster(youths=YOUTHS, **attributes):
    groups = {
        name: {youth[0]: youth[place] for youth in youths}
        for place, name in enumerate(("employer", "sector", "age"), start=1)
    }
    everybody = frozenset(youth[0] for youth in youths)
    return auditor.Roster(groups | attributes, dict.fromkeys(("safe", "learned"), everybody))


def release(*tables, name="one", **more):
    content = {"format": "copractice-release-1", "release": name, "tables": list(tables)}
    return {"release.json": json.dumps(content).encode()} | more


def table(kind, by, *cells, name=None, item=None, as_of="one"):
    item = None if kind == "counts" else item or {"percent": "safe", "mean": "learned"}[kind]
    filled = [{"as_of": as_of} | cell for cell in cells]
    return {
        "name": name or f"{kind} by {'/'.join(by)}",
        "kind": kind,
        "item": item,
        "by": by,
        "cells": filled,
    }


def whole(n="50-99", **value):
    return {"group": {}, "n": n} | value


def rules(files, rosters):
    return {finding.rule for finding in audit(files, rosters).findings}


GOOD = table("percent", [], whole(percent="40 to 50"))


def test_a_lawful_release_passes_and_may_be_published():
    files = [release(GOOD, table("mean", [], whole(mean="3.25")))]
    result = audit(files, [roster()])
    assert result.passed
    assert (result.figures, result.hidden) == (2, 0)
    may_publish(result, files)


def test_without_an_audit_of_these_very_bytes_there_are_no_numbers():
    files = [release(GOOD)]
    with pytest.raises(ValueError, match="R12: these files have not been audited"):
        may_publish(None, files)
    with pytest.raises(ValueError, match="R12"):
        may_publish(audit(files, [roster()]), [release(table("percent", [], whole(percent="10 or less")))])
    bad = [release(table("percent", [], whole(percent="43")))]
    found = audit(bad, [roster()])
    with pytest.raises(ValueError, match="R5: 43 may not be printed"):
        may_publish(found, bad)


def count(value, **group):
    return {"group": group} | ({"hidden": True} if value is None else {"count": value})


def crossed(inner, across, down, total, as_of="one"):
    cells = [count(v, sector=s, age=a) for s, line in inner.items() for a, v in line.items()]
    cells += [count(v, sector=s) for s, v in across.items()] + [count(v, age=a) for a, v in down.items()]
    return table("counts", ["sector", "age"], *cells, count(total), name="people", as_of=as_of)


SMALL = {"health": {"0": 4, "1": 26}, "arts": {"0": 20, "1": 30}}
ACROSS, DOWN = {"health": 30, "arts": 50}, {"0": 24, "1": 56}
PEOPLE = [
    (f"{sector}{age}{number}", f"employer {number % 3}", sector, age)
    for sector, line in SMALL.items()
    for age, size in line.items()
    for number in range(size)
]


def with_hidden(*places):
    return {s: {a: None if (s, a) in places else v for a, v in line.items()} for s, line in SMALL.items()}


def test_threshold_only():
    hidden = with_hidden(("health", "0"))
    assert rules([release(crossed(hidden, ACROSS, DOWN, 80))], [roster(PEOPLE)]) == {"R7"}


def test_one_lone_complement():
    hidden = with_hidden(("health", "0"), ("health", "1"))
    assert rules([release(crossed(hidden, ACROSS, DOWN, 80))], [roster(PEOPLE)]) == {"R7"}


def test_a_zero_cell():
    shown = table("counts", ["sector"], count(0, sector="farms"), count(30, sector="health"), count(30))
    assert "R3" in rules([release(shown)], [roster(PEOPLE)])


def test_a_full_hundred_percent():
    assert rules([release(table("percent", [], whole(percent="100")))], [roster()]) == {"R3"}


def test_a_whole_number_of_percent():
    assert rules([release(table("percent", [], whole(percent="43")))], [roster()]) == {"R5"}


def test_a_mean_to_a_tenth_of_few():
    few = roster(YOUTHS[:12])
    assert "R6" in rules([release(table("mean", [], whole("10-14", mean="3.4")))], [few])


def test_the_exact_size_of_a_group():
    assert rules([release(table("percent", [], whole("60", percent="40 to 50")))], [roster()]) == {"R4"}


def test_one_joins():
    files = [release(GOOD), release(table("percent", [], whole(percent="40 to 50"), as_of="two"), name="two")]
    joined = [*YOUTHS, ("new", "employer 0", "health", "0")]
    assert "R8" in rules(files, [roster(), roster(joined)])


def test_one_withdraws():
    files = [release(GOOD), release(table("percent", [], whole(percent="40 to 50"), as_of="two"), name="two")]
    assert "R8" in rules(files, [roster(), roster(YOUTHS[1:])])


def test_nested_age_groups():
    wide = {youth[0]: "14-18" if number < 45 else "older" for number, youth in enumerate(YOUTHS)}
    narrow = {youth[0]: "14-17" if number < 40 else "older" for number, youth in enumerate(YOUTHS)}
    tables = [
        table("percent", ["to 18"], {"group": {"to 18": "14-18"}, "n": "30-49", "percent": "40 to 50"}),
        table("percent", ["to 17"], {"group": {"to 17": "14-17"}, "n": "30-49", "percent": "40 to 50"}),
    ]
    assert "R8" in rules([release(*tables)], [roster(YOUTHS, **{"to 18": wide, "to 17": narrow})])


def test_three_figures_that_leave_a_few():
    places = ["a"] * 26 + ["b"] * 26 + ["c"] * 8
    sector = {youth[0]: place for youth, place in zip(YOUTHS, places, strict=True)}
    groups = [{"group": {"place": p}, "n": "20-29", "percent": "40 to 60"} for p in "ab"]
    found = rules([release(GOOD, table("percent", ["place"], *groups))], [roster(YOUTHS, place=sector)])
    assert found == {"R9"}


def test_the_total_of_two_tables():
    by_sector = table(
        "counts", ["sector"], count(None, sector="health"), count(50, sector="arts"), count(None)
    )
    by_age = table("counts", ["age"], count(24, age="0"), count(30, age="1"), count(54))
    youths = [*PEOPLE[:4], *PEOPLE[30:80]]
    assert rules([release(by_sector, by_age)], [roster(youths)]) == {"R7"}


def test_the_patch_of_one_cell():
    big = {"health": {"0": 14, "1": 26}, "arts": {"0": 20, "1": 30}}
    first = crossed(big, {"health": 40, "arts": 50}, {"0": 34, "1": 56}, 90)
    second = json.loads(json.dumps(first))
    second["cells"][0] |= {"count": 15, "as_of": "two"}
    people = [*PEOPLE, *((f"more{n}", "employer 0", "health", "0") for n in range(10))]
    found = rules([release(first), release(second, name="two")], [roster(people), roster(people)])
    assert "R8" in found


def test_end_bands_of_a_school_rule_with_two_known_dissenters():
    ten = [(f"y{n}", f"employer {n % 4}", "health", "0") for n in range(10)]
    assert rules([release(table("percent", [], whole("10-14", percent="20 or less")))], [roster(ten)]) == {
        "R5"
    }
    leak = Answers([10], [Sum((0,), 0, 2)], (0, 1)).leak()
    assert leak is not None
    assert (leak.value, leak.known.count((0, 1))) == (1, 2)


def test_a_refusal_that_depends_on_answers():
    assert rules([release(table("percent", [], {"group": {}, "hidden": True}))], [roster()]) == {"R10"}


def test_a_cohort_of_two_employers():
    two = [(f"y{n}", f"employer {n % 2}", "health", "0") for n in range(40)]
    assert rules([release(table("percent", [], whole("30-49", percent="40 to 50")))], [roster(two)]) == {"R2"}


def test_a_sector_that_is_one_employer():
    one = [
        (f"y{n}", "employer 0" if n < 20 else f"employer {n % 4}", "farms" if n < 20 else "arts", "0")
        for n in range(60)
    ]
    cell = {"group": {"sector": "farms"}, "n": "20-29", "percent": "40 to 60"}
    assert rules([release(table("percent", ["sector"], cell))], [roster(one)]) == {"R2"}


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("figures.csv", "sector,n,percent\nall,60,43.3\n"),
        ("chart.svg", "<svg><rect height='26'><title>26 of 60 youths</title></rect></svg>"),
        ("page.html", "<p>40 to 50<!-- 26 yes --></p>"),
        ("page.html", '<td data-exact="43.3">40 to 50</td>'),
        ("page.html", '<img alt="43 percent" src="x.png">'),
        ("page.html", "<script>var yes = 26;</script>"),
    ],
)
def test_a_file_that_says_more_than_the_release(name, content):
    assert rules([release(GOOD, **{name: content.encode()})], [roster()]) == {"R10"}


def test_files_that_say_the_same_pass():
    page = b"<style>p{margin:7px}</style><h1>Report 2026</h1><p>50-99 youths, 40 to 50 %</p>"
    files = [release(GOOD, **{"page.html": page, "figures.csv": b"all,50-99,40 to 50\n"})]
    assert audit(files, [roster()], frame=["2026", "1"]).passed


@pytest.mark.parametrize("content", [b"{", b"[]", b'{"tables": [{}]}', b"\xff"])
def test_a_file_that_is_no_release_is_refused(content):
    assert rules([{"release.json": content}], [roster()]) == {"R10"}


def test_figures_that_contradict_one_another_are_refused():
    parts = [{"group": {"sector": s}, "n": "30-49", "percent": "20 or less"} for s in ("arts", "health")]
    tables = [table("percent", [], whole(percent="90 or more")), table("percent", ["sector"], *parts)]
    assert "R8" in rules([release(*tables)], [roster()])


def test_two_lawful_bands_that_narrow_an_answer_together():
    """Ten joiners: of the first 20 at most 4 said yes, of all 30 more than 12: so 9 joiners or all."""
    first, later = YOUTHS[:20], [(f"z{n}", f"employer {n % 6}", "arts", "0") for n in range(10)]
    one = release(table("percent", [], whole("20-29", percent="20 or less")))
    two = release(table("percent", [], whole("30-49", percent="40 to 60"), as_of="two"), name="two")
    found = audit([one, two], [roster(first), roster([*first, *later])]).findings
    assert [finding.rule for finding in found] == ["R8"]
    assert "narrows what a youth answered" in found[0].words


def test_releases_and_rosters_go_together_and_it_stops_when_asked():
    with pytest.raises(ValueError, match="1 releases and 0 rosters"):
        audit([release(GOOD)], [])
    with pytest.raises(Stopped):
        audit([release(GOOD)], [roster()], should_stop=lambda: True)
    told = []
    audit([release(GOOD)], [roster()], progress=lambda done, text: told.append(done))
    assert told[-1] == 1.0
