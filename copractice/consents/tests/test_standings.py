"""Whose yes stands, and what is missing until it does."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from copractice.communities.models import Community
from copractice.consents.actions.answers import answer_consent, record_paper
from copractice.consents.actions.births import TooYoung, tell_birth_month
from copractice.consents.actions.guardians import change_guardian, end_guardianship, verify_guardian
from copractice.consents.analysis.ages import is_old_enough
from copractice.consents.models import BirthMonth, Consent, Guardianship
from copractice.consents.queries import is_minor, needs, needs_guardian, standing, standing_many
from copractice.consents.states import Check, Need, Purpose
from copractice.ledger.models import LogEntry
from copractice.ledger.states import Refused
from copractice.people.models import Person
from tests.world import World
from tests.world_consents import guardian_consent, make_family, make_youth, own_consent

AN_HOUR = timedelta(hours=1)


def say(consent: Consent, now: datetime, *, yes: bool = True) -> Consent:
    return answer_consent(consent=consent, says_yes=yes, language="en", actor=consent.giver, now=now)


def check(guardianship: Guardianship, by: Person, now: datetime) -> Guardianship:
    return verify_guardian(guardianship=guardianship, how=Check.CALL, note="", actor=by, now=now)


def all_yes(world: World, now: datetime, name: str = "youth") -> Guardianship:
    """Let everybody say yes whose yes is needed to apply."""
    place = world.here
    family = make_family(place.community, now - AN_HOUR, name=name)
    say(own_consent(family["youth"], place.community), now - AN_HOUR)
    say(guardian_consent(family["guardianship"]), now - AN_HOUR)
    return check(family["guardianship"], place.people["coordinator"], now - AN_HOUR)


def test_a_yes_stands_once_the_youth_the_guardian_and_the_staff_have_spoken(
    world: World, now: datetime
) -> None:
    place = world.here
    youth, community = place.family["youth"], place.community
    guardianship = place.family["guardianship"]
    steps = []

    def seen() -> None:
        steps.append((standing(youth, community, Purpose.APPLY, now), needs(youth, community, now)))

    seen()
    say(own_consent(youth, community), now)
    seen()
    say(guardian_consent(guardianship), now)
    seen()
    check(guardianship, place.people["coordinator"], now)
    seen()
    assert steps == [
        (False, (Need.OWN_YES, Need.GUARDIAN_YES, Need.VERIFICATION)),
        (False, (Need.GUARDIAN_YES, Need.VERIFICATION)),
        (False, (Need.VERIFICATION,)),
        (True, ()),
    ]
    assert not standing(youth, community, Purpose.BE_QUOTED, now)
    assert not standing(youth, world.there.community, Purpose.APPLY, now)


def test_a_guardian_alone_is_not_enough(world: World, now: datetime) -> None:
    place = world.here
    guardianship = place.family["guardianship"]
    say(guardian_consent(guardianship), now)
    check(guardianship, place.people["coordinator"], now)
    assert needs(place.family["youth"], place.community, now) == (Need.OWN_YES,)


@pytest.mark.parametrize("giver", ["own", "guardian"])
def test_a_yes_that_either_takes_back_acts_at_once(world: World, now: datetime, giver: str) -> None:
    guardianship = all_yes(world, now)
    youth, community = guardianship.youth, world.here.community
    assert standing(youth, community, Purpose.APPLY, now)
    row = own_consent(youth, community) if giver == "own" else guardian_consent(guardianship)
    say(row, now, yes=False)
    assert not standing(youth, community, Purpose.APPLY, now)
    say(row, now)
    assert standing(youth, community, Purpose.APPLY, now)


def test_a_guardian_who_stops_takes_the_yes_along(world: World, now: datetime) -> None:
    guardianship = all_yes(world, now)
    end_guardianship(guardianship=guardianship, why="", actor=guardianship.guardian, now=now)
    assert needs(guardianship.youth, world.here.community, now) == (Need.GUARDIAN,)
    assert not standing(guardianship.youth, world.here.community, Purpose.APPLY, now)


def test_another_guardian_is_asked_and_checked_anew_even_if_it_is_the_same_person(
    world: World, now: datetime
) -> None:
    first = all_yes(world, now)
    staff, community = world.here.people["coordinator"], world.here.community

    def change(row: Guardianship, email: str) -> Guardianship:
        return change_guardian(
            guardianship=row, name="Another", email=email, why="Moved.", actor=staff, now=now
        )

    second = change(first, "second@example.org")
    assert needs(first.youth, community, now) == (Need.GUARDIAN_YES, Need.VERIFICATION)
    third = change(second, first.guardian.email)
    assert third.guardian_id == first.guardian_id
    assert needs(first.youth, community, now) == (Need.GUARDIAN_YES, Need.VERIFICATION)
    check(third, staff, now)
    assert not standing(first.youth, community, Purpose.APPLY, now)
    say(guardian_consent(third), now)
    assert standing(first.youth, community, Purpose.APPLY, now)


def test_at_eighteen_ones_own_yes_is_enough_and_the_guardians_part_is_over(
    world: World, now: datetime
) -> None:
    place = world.here
    family = make_family(place.community, now - AN_HOUR)
    youth = family["youth"]
    BirthMonth.objects.filter(person=youth).update(month=date(2008, 11, 1))
    say(own_consent(youth, place.community), now)
    before = datetime(2026, 12, 1, 5, 59, tzinfo=UTC)  # one minute to midnight in Chicago
    after = before + timedelta(minutes=1)
    assert [is_minor(youth, place.community, at) for at in (before, after)] == [True, False]
    assert [standing(youth, place.community, Purpose.APPLY, at) for at in (before, after)] == [False, True]
    with pytest.raises(Refused, match="Only the person who is asked"):
        say(guardian_consent(family["guardianship"]), after)
    with pytest.raises(Refused, match="only while the young person is under 18"):
        check(family["guardianship"], place.people["coordinator"], after)


@pytest.mark.parametrize("month", [date(2008, m, 1) for m in range(9, 13)] + [date(2009, 1, 1)])
def test_the_database_and_the_arithmetic_agree_about_eighteen(
    world: World, now: datetime, month: date
) -> None:
    person = Person.objects.create_user("luz@example.org")
    tell_birth_month(person=person, community=world.here.community, month=month, now=now)
    assert is_minor(person, world.here.community, now) is not is_old_enough(month, 18, date(2026, 11, 24))


def test_an_adult_needs_nobody_else(world: World, now: datetime) -> None:
    adult = make_youth(world.here.community, now, name="adult", age=19)
    community = world.here.community
    assert (is_minor(adult, community, now), needs_guardian(adult, community, now)) == (False, False)
    say(own_consent(adult, community), now)
    assert standing(adult, community, Purpose.APPLY, now)


def test_a_youth_without_a_guardian_on_record_needs_one(world: World, now: datetime) -> None:
    youth = make_youth(world.here.community, now, name="alone")
    assert needs_guardian(youth, world.here.community, now)
    assert needs(youth, world.here.community, now) == (Need.OWN_YES, Need.GUARDIAN)
    assert not needs_guardian(youth, world.there.community, now)
    assert not needs_guardian(world.here.family["guardian"], world.here.community, now)


def test_a_signed_paper_counts_like_a_click(world: World, now: datetime) -> None:
    place = world.here
    staff, guardianship = place.people["coordinator"], place.family["guardianship"]
    rows = [own_consent(place.family["youth"], place.community), guardian_consent(guardianship)]
    for row in rows:
        kept = record_paper(consent=row, says_yes=True, actor=staff, now=now)
        assert (kept.way, kept.recorded_by) == ("paper", place.memberships["coordinator"])
    verify_guardian(guardianship=guardianship, how=Check.PAPER, note="In the file.", actor=staff, now=now)
    assert standing(place.family["youth"], place.community, Purpose.APPLY, now)


def test_many_are_asked_in_as_many_queries_as_one(world: World, now: datetime) -> None:
    guardianships = [all_yes(world, now, name) for name in ("one", "two", "three")]
    youths = [row.youth_id for row in guardianships]
    say(guardian_consent(guardianships[1]), now, yes=False)
    counts = []
    for some in (youths[:1], youths):
        with CaptureQueriesContext(connection) as captured:
            found = standing_many(some, world.here.community, Purpose.APPLY, now)
        counts.append(len(captured))
    assert found == {youths[0], youths[2]}
    assert counts == [3, 3]


def test_below_the_minimum_age_nothing_is_stored(world: World, now: datetime) -> None:
    community: Community = world.here.community
    person = Person.objects.create_user("child@example.org")
    acts = LogEntry.objects.count()
    with pytest.raises(TooYoung, match=r"from age 16 on. Nothing you typed here was kept\.") as refusal:
        tell_birth_month(person=person, community=community, month=date(2010, 11, 1), minimum_age=16, now=now)
    assert "2010" not in str(refusal.value)
    assert (BirthMonth.objects.count(), Consent.objects.count(), LogEntry.objects.count()) == (0, 0, acts)


def test_the_month_in_which_the_minimum_age_is_reached_is_still_too_early(
    world: World, now: datetime
) -> None:
    community = world.here.community
    person = Person.objects.create_user("child@example.org")
    with pytest.raises(TooYoung):
        tell_birth_month(person=person, community=community, month=date(2012, 11, 1), now=now)
    tell_birth_month(person=person, community=community, month=date(2012, 10, 1), now=now)
    assert BirthMonth.objects.get().month == date(2012, 10, 1)


@pytest.mark.parametrize("month", [date(2031, 1, 1), date(2026, 12, 1), date(1899, 1, 1)])
def test_what_is_no_birth_month_is_refused(world: World, now: datetime, month: date) -> None:
    person = Person.objects.create_user("child@example.org")
    with pytest.raises(Refused, match="Choose the month and the year") as refusal:
        tell_birth_month(person=person, community=world.here.community, month=month, now=now)
    assert not isinstance(refusal.value, TooYoung)


def test_a_birth_month_is_told_once_and_the_log_does_not_know_it(world: World, now: datetime) -> None:
    community = world.here.community
    person = Person.objects.create_user("luz@example.org")
    for _ in range(2):
        tell_birth_month(person=person, community=community, month=date(2010, 5, 17), now=now)
    assert BirthMonth.objects.get().month == date(2010, 5, 1)
    [entry] = LogEntry.objects.filter(act="birth_month.tell")
    assert "2010" not in f"{entry.record} {entry.record_id} {entry.act}"
    with pytest.raises(Refused, match="another birth month before"):
        tell_birth_month(person=person, community=community, month=date(2006, 5, 1), now=now)
    assert is_minor(person, community, now)
