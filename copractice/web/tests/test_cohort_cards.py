"""Cohorts on a community's page: public ones only, each with the report that is out."""

from copractice.cohorts.models import Cohort
from copractice.cohorts.states import CohortState
from copractice.impact.models import Release
from copractice.web.cohort_cards import cards_of
from tests.world import World


def test_a_cohort_stands_with_its_published_report(world: World) -> None:
    cohort = world.here.reported.report.cohort
    Cohort.objects.filter(pk=cohort.pk).update(state=CohortState.ACTIVE)
    (card,) = [card for card in cards_of(world.here.community, world.here.now) if card.cohort == cohort]
    assert card.report == world.here.reported.report


def test_a_report_that_is_not_out_is_not_told(world: World) -> None:
    cohort = world.here.reported.report.cohort
    Cohort.objects.filter(pk=cohort.pk).update(state=CohortState.ACTIVE)
    Release.objects.filter(report=world.here.reported.report).update(
        state="checked", published_at=None, published_by=None
    )
    (card,) = [card for card in cards_of(world.here.community, world.here.now) if card.cohort == cohort]
    assert card.report is None


def test_a_planned_cohort_is_not_told(world: World) -> None:
    cohort = world.here.reported.report.cohort
    Cohort.objects.filter(pk=cohort.pk).update(state=CohortState.PLANNED)
    assert cohort not in [card.cohort for card in cards_of(world.here.community, world.here.now)]
