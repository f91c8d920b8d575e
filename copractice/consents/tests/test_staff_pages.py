"""The pages of staff who check guardians, write down papers and print codes."""

import re
from datetime import timedelta
from http import HTTPStatus

from django.urls import reverse
from django.utils import timezone

from copractice.consents.models import Guardianship
from copractice.consents.states import Doubt
from copractice.consents.tests.pages import browser, count_of, path
from copractice.ledger.models import Access
from copractice.people.models import Person, SignInCode
from tests.world import World
from tests.world_consents import guardian_consent, make_family, make_youth, own_consent


def test_staff_see_the_family_and_the_family_sees_that(today: World) -> None:
    place = today.here
    row, coordinator = place.guardianship, place.people["coordinator"]
    staff, guardian = browser(coordinator), browser(place.family["guardian"])
    assert "Nobody has looked yet" in guardian.get(path("family", place)).content.decode()
    for _look in range(2):
        assert staff.get(row.get_absolute_url()).status_code == HTTPStatus.OK
    assert Access.objects.filter(record="consents.guardianship", record_id=row.pk).count() == 1
    for person in (place.family["guardian"], place.family["youth"]):
        page = browser(person).get(path("family", place)).content.decode()
        assert "Coordinator of here" in page
        assert "Nobody has looked yet" not in page
    assert "Owner of here" not in guardian.get(path("family", place)).content.decode()


def test_staff_check_change_and_end(today: World) -> None:
    place = today.here
    row = place.guardianship
    staff = browser(place.people["coordinator"])
    assert "One guardian waits to be checked" in staff.get(path("guardianships", place)).content.decode()
    refused = staff.post(path("verify_guardian", place, row.code), {"note": "kept text"})
    assert refused.status_code == HTTPStatus.BAD_REQUEST
    assert "kept text" in refused.content.decode()
    staff.post(path("verify_guardian", place, row.code), {"how": "in_person", "note": "At the fair."})
    row.refresh_from_db()
    assert (row.verified_how, row.verified_note) == ("in_person", "At the fair.")
    change = path("change_guardian", place, row.code)
    told = {"name": "New", "email": "", "language": "es"}
    assert staff.post(change, told).status_code == HTTPStatus.BAD_REQUEST
    staff.post(change, told | {"why": "Asked for it."})
    new = Guardianship.objects.get(youth=row.youth, until__isnull=True)
    assert (new.name, new.guardian.email, new.guardian.language) == ("New", None, "es")
    end = path("end_guardianship", place, new.code)
    assert staff.post(end, {}).status_code == HTTPStatus.BAD_REQUEST
    assert staff.post(end, {"why": "Wrong person."})["Location"] == new.get_absolute_url()
    assert staff.get(new.get_absolute_url()).status_code == HTTPStatus.OK
    assert staff.get(end).status_code == HTTPStatus.NOT_FOUND


def test_a_paper_is_written_down_by_its_button(today: World) -> None:
    place = today.here
    staff = browser(place.people["coordinator"])
    for row in (own_consent(place.family["youth"], place.community), guardian_consent(place.guardianship)):
        answer = staff.post(path("record_paper", place, row.code), {"says": "yes"})
        assert answer["Location"] == place.guardianship.get_absolute_url()
        row.refresh_from_db()
        assert (row.state, row.way) == ("given", "paper")


def test_a_code_is_printed_once_for_who_has_no_address(today: World) -> None:
    place = today.here
    Person.objects.filter(pk=place.family["guardian"].pk).update(email=None)
    staff = browser(place.people["coordinator"])
    answer = staff.post(path("print_code", place, place.guardianship.code))
    [code] = re.findall(r"code-slip__code\">([0-9A-Z]{4}-[0-9A-Z]{4})<", answer.content.decode())
    assert "no-store" in answer["Cache-Control"]
    assert code not in staff.get(place.guardianship.get_absolute_url()).content.decode()
    [kept] = SignInCode.objects.all()
    assert (kept.person, kept.is_printed) == (place.family["guardian"], True)


def test_a_list_of_three_takes_as_many_queries_as_of_one(today: World) -> None:
    place = today.here
    make_family(place.community, timezone.now() - timedelta(hours=1), name="one")
    staff = browser(place.people["coordinator"])
    address = path("guardianships", place)
    staff.get(address)
    before = count_of(staff, address)
    for name in ("two", "three"):
        make_family(place.community, timezone.now() - timedelta(hours=1), name=name)
    assert count_of(staff, address) == before


def test_home_names_what_waits_for_each(today: World) -> None:
    place = today.here
    alone = make_youth(place.community, timezone.now(), name="alone")
    home = reverse("home")

    def seen(person: Person) -> str:
        return browser(person).get(home).content.decode()

    assert place.guardianship.doubt == Doubt.NONE
    assert "Youth of here needs your yes or no" in seen(place.family["guardian"])
    assert "Your own yes or no is asked" in seen(place.family["youth"])
    assert "a parent or guardian has to say yes too" in seen(alone)
    assert "a parent or guardian has to say yes too" not in seen(place.family["youth"])
    assert "1 guardian waits to be checked" in seen(place.people["coordinator"])
    assert "waits to be checked" not in seen(place.people["member"])
    assert "waits to be checked" not in seen(today.there.people["coordinator"])
