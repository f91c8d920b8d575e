"""The staff's list of 1,000 applications, a page of 100: seconds as the server spends them.

Run in a process of its own by `bench/pages.py`, which sets up Django first. Rows are written straight into the
tables: making 1,000 applications by the acts of 3,000 people would measure those acts.
"""

from datetime import timedelta

from django.test import Client
from django.utils import timezone

from bench.convening import _page
from copractice.applications.models import Application, Part
from copractice.applications.states import PartState
from copractice.calls.queries.versions import published_of
from copractice.calls.states import Party
from copractice.communities.models import new_code
from copractice.consents.models import BirthMonth, Consent, Guardianship
from copractice.consents.states import ConsentState, Purpose
from copractice.people.models import Person
from tests.world import Place, make_place
from tests.world_consents import month_for_age

APPLICATIONS = 1000


def measure() -> dict[str, float]:
    """Return the seconds of a page of the list, of the same filtered by a name, and of the reminders' preview."""
    place = make_place("board", timezone.now() - timedelta(days=1))
    people = Person.objects.bulk_create(
        [Person(email=f"bench{n}@example.org") for n in range(4 * APPLICATIONS)]
    )
    _applications(place, people)
    _families(place, people)
    client = Client()
    client.force_login(place.people["coordinator"])
    path = f"{place.call.get_absolute_url()}applications/"
    return {
        "board": _page(client, f"{path}?page=5"),
        "board_filter": _page(client, f"{path}?waits=youth&words=lab+77"),
        "reminders": _page(client, f"{place.call.get_absolute_url()}reminders/"),
    }


def _applications(place: Place, people: list[Person]) -> None:
    """Write applications with three parts each; of two in three the young person is not done."""
    call, community, version = place.call, place.community, published_of(place.call)
    common = {"community": community, "created_at": place.now}
    rows = Application.objects.bulk_create(
        [Application(call=call, code=new_code(), form_key=f"{n:032d}", **common) for n in range(APPLICATIONS)]
    )
    done = {"state": PartState.COMPLETE, "completed_at": place.now, "sha256": "a" * 64}
    Part.objects.bulk_create(
        [
            Part(
                application=row,
                party=party,
                version=version,
                owner=people[3 * n + place_in_row],
                name=f"Person {n}",
                organization_name=f"Example Lab {n}",
                salt="0" * 64,
                saved_at=place.now,
                **common,
                **(done if party != Party.YOUTH or n % 3 == 0 else {"state": PartState.IN_PROGRESS}),
            )
            for n, row in enumerate(rows)
            for place_in_row, party in enumerate(Party)
        ]
    )


def _families(place: Place, people: list[Person]) -> None:
    """Make every second young person a minor whose guardian is asked, and let each say yes themself."""
    community, now = place.community, place.now
    youth, guardians = people[2 : 3 * APPLICATIONS : 3], people[3 * APPLICATIONS :]
    BirthMonth.objects.bulk_create(
        [
            BirthMonth(
                community=community, person=one, month=month_for_age(16 if n % 2 else 19, now), told_at=now
            )
            for n, one in enumerate(youth)
        ]
    )
    Guardianship.objects.bulk_create(
        [
            Guardianship(
                community=community, youth=one, guardian=guardian, name="G", youth_name="Y", since=now
            )
            for one, guardian in list(zip(youth, guardians, strict=True))[1::2]
        ]
    )
    said = {"purpose": Purpose.APPLY, "state": ConsentState.GIVEN, "text_version": "1", "language": "en"}
    Consent.objects.bulk_create(
        [
            Consent(community=community, person=one, giver=one, asked_at=now, answered_at=now, **said)
            for one in youth
        ]
    )
