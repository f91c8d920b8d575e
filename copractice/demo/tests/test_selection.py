"""The demo's decisions: all ten of A, ten of fifteen for B with two waiting, each seat taken by its lead."""

from collections import Counter

import pytest

from copractice.applications.models import Application
from copractice.calls.models import Call
from copractice.demo.applications import INSTITUTIONS
from copractice.demo.call_texts import TITLES
from copractice.review.models import Review
from copractice.review.queries.reviews import organization_names
from copractice.selection.analysis.advice import differences
from copractice.selection.models import Decision, Letter, Override, SelectionRun

pytestmark = [pytest.mark.usefixtures("story"), pytest.mark.django_db]


def states_of(name: str) -> Counter[str]:
    call = Call.objects.get(community__slug="demo-stem", title__en=TITLES[name]["en"])
    return Counter(Application.objects.filter(call=call).values_list("state", flat=True))


def test_ten_of_a_and_ten_of_b_are_confirmed_and_two_of_b_wait() -> None:
    assert states_of("A") == {"confirmed": 10, "draft": 1}
    assert states_of("B") == {"confirmed": 10, "waitlisted": 2, "not_selected": 3, "withdrawn": 1}
    confirmed = Application.objects.filter(call__title__en=TITLES["B"]["en"], state="confirmed")
    names = organization_names(confirmed.values_list("pk", flat=True))
    assert set(names.values()) == {name for name, _umbrella in INSTITUTIONS}


def test_the_run_comes_out_the_same_and_where_people_differ_from_it_they_say_why() -> None:
    run = SelectionRun.objects.select_related("call").get()
    assert differences(run) == []
    assert all(row.reason for row in Override.objects.all())


def test_every_party_of_a_decided_application_got_its_letter() -> None:
    assert Letter.objects.values("decision").distinct().count() == Decision.objects.count() == 25
    assert Letter.objects.filter(part__party="youth", decision__outcome="selected").count() == 14


def test_what_reviewers_wrote_to_an_applicant_is_in_the_letter_of_its_lead_alone() -> None:
    told = Letter.objects.exclude(remarks="")
    assert set(told.values_list("part__party", flat=True)) == {"employer"}
    written = Review.objects.exclude(comment_to_applicant="").values("assignment__application").distinct()
    assert told.count() == written.count() > 0
