"""The demo's recommendations: 24 learnings, 31 offered, 26 answered, 17 adopted, 9 with evidence; 12 by youth."""

import pytest
from django.db.models import Count, Q

from copractice.demo.cohort_texts import TITLES
from copractice.recommendations.models import Learning, Recommendation

pytestmark = [pytest.mark.usefixtures("story"), pytest.mark.django_db]
TITLE_B = TITLES["B"]["en"]


def test_cohort_b_carries_its_totals() -> None:
    rows = Recommendation.objects.filter(seat__cohort__title__en=TITLE_B)
    said_yes = Q(response__answer__in=["adopted", "adapted"])
    assert rows.aggregate(
        offered=Count("pk", distinct=True),
        youth=Count("pk", filter=Q(learning__participant__role="employed_youth"), distinct=True),
        answered=Count("response", distinct=True),
        adopted=Count("pk", filter=said_yes, distinct=True),
        shown=Count("pk", filter=Q(response__steps__evidence__isnull=False), distinct=True),
    ) == {"offered": 31, "youth": 12, "answered": 26, "adopted": 17, "shown": 9}
    assert Learning.objects.filter(participant__cohort__title__en=TITLE_B).count() == 24


def test_who_is_under_18_is_offered_in_the_cohorts_name_and_every_no_has_its_reason() -> None:
    assert Recommendation.objects.filter(in_cohort_name=True).count() >= 5
    declined = Recommendation.objects.filter(response__answer="declined")
    reasons = [row.response.reason for row in declined.select_related("response")]
    assert [reason for reason in reasons if len(reason) <= 30] == []
    assert Recommendation.objects.filter(response__is_late=True).exists()
