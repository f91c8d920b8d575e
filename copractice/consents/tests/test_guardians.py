"""Naming, checking, doubting, changing and ending a guardian; and answering."""

from datetime import datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from copractice.communities.actions import add_membership
from copractice.communities.models import Role
from copractice.consents.actions.answers import answer_consent, record_paper
from copractice.consents.actions.asking import LATER
from copractice.consents.actions.guardians import (
    change_guardian,
    end_guardianship,
    name_guardian,
    note_same_browser,
    verify_guardian,
)
from copractice.consents.models import Consent, Guardianship
from copractice.consents.queries import guardianship_of, standing
from copractice.consents.queries.guardianships import to_verify, visible_to, wards_of
from copractice.consents.states import MOVES, Check, ConsentState, Doubt, Purpose
from copractice.ledger.models import LogEntry
from copractice.ledger.states import Refused, move
from copractice.notices.models import Notice
from copractice.people.models import Person
from tests.world import World
from tests.world_consents import guardian_consent, make_family, make_youth, own_consent


def name(youth: Person, world: World, now: datetime, **more: object) -> Guardianship:
    told = {"youth_name": "Luz", "name": "Eva", "email": "eva@example.org"} | more
    return name_guardian(community=world.here.community, actor=youth, now=now, **told)


def check(row: Guardianship, by: Person, now: datetime) -> Guardianship:
    return verify_guardian(guardianship=row, how=Check.CALL, note="", actor=by, now=now)


@pytest.mark.parametrize("name_of_move", MOVES)
@pytest.mark.parametrize("state", ConsentState)
def test_each_move_starts_where_the_table_says(state: ConsentState, name_of_move: str) -> None:
    sources, target = MOVES[name_of_move]
    if state in sources:
        assert move(MOVES, state, name_of_move) is target
    else:
        with pytest.raises(Refused):
            move(MOVES, state, name_of_move)


def test_a_guardian_gets_a_link_that_signs_in_and_leads_to_the_family(world: World, now: datetime) -> None:
    youth = make_youth(world.here.community, now)
    row = name(youth, world, now, language="es")
    [notice] = Notice.objects.filter(kind="guardian_asked")
    assert (notice.address, notice.person, notice.community_id) == (
        "eva@example.org",
        row.guardian,
        world.here.community.pk,
    )
    link = urlsplit(next(word for word in notice.text.split() if "/invitation/" in word))
    assert parse_qs(link.query) == {"next": ["/c/here/family/"]}
    assert row.guardian.links.count() == 1
    assert (row.guardian.language, row.doubt, row.verified_at) == ("es", Doubt.NONE, None)
    acts = LogEntry.objects.filter(community_id=world.here.community.pk).values_list("act", flat=True)
    assert "guardianship.name" in acts


def test_staff_get_no_link_that_signs_in(world: World, now: datetime) -> None:
    youth = make_youth(world.here.community, now)
    owner = world.there.people["owner"]
    name(youth, world, now, email=owner.email)
    [notice] = Notice.objects.filter(kind="guardian_asked")
    assert "/invitation/" not in notice.text
    assert "/c/here/family/" in notice.text
    assert owner.links.count() == 0


def test_a_guardian_without_address_gets_no_mail(world: World, now: datetime) -> None:
    youth = make_youth(world.here.community, now)
    row = name(youth, world, now, email=None)
    assert (row.guardian.email, row.doubt) == (None, Doubt.NONE)
    assert not Notice.objects.filter(kind="guardian_asked").exists()


@pytest.mark.parametrize(
    ("email", "doubt", "kept"),
    [
        ("YOUTH@here.example.org", Doubt.OWN_ADDRESS, None),
        ("youth+mom@here.example.org", Doubt.PLUS_TAG, "youth+mom@here.example.org"),
    ],
)
def test_ones_own_address_is_kept_with_its_doubt_and_never_checks_itself(
    world: World, now: datetime, email: str, doubt: Doubt, kept: str | None
) -> None:
    youth = make_youth(world.here.community, now)
    row = name(youth, world, now, email=email)
    assert (row.doubt, row.guardian.email, row.guardian_id == youth.pk) == (doubt, kept, False)
    for consent in (own_consent(youth, world.here.community), guardian_consent(row)):
        answer_consent(consent=consent, says_yes=True, language="en", actor=consent.giver, now=now)
    assert not standing(youth, world.here.community, Purpose.APPLY, now)
    for person in (youth, row.guardian, world.here.people["member"], world.there.people["coordinator"]):
        with pytest.raises(Refused, match="Only staff can check"):
            check(row, person, now)
    check(row, world.here.people["coordinator"], now)
    assert standing(youth, world.here.community, Purpose.APPLY, now)


def test_the_same_browser_takes_a_check_back_until_staff_check_with_the_doubt_in_sight(
    world: World, now: datetime
) -> None:
    row, staff = world.here.guardianship, world.here.people["coordinator"]
    check(row, staff, now)
    doubted = note_same_browser(guardianship=row, actor=row.guardian, now=now)
    assert (doubted.doubt, doubted.verified_at, doubted.verified_how) == (Doubt.SAME_BROWSER, None, "")
    check(row, staff, now)
    again = note_same_browser(guardianship=row, actor=row.guardian, now=now)
    assert (again.doubt, again.verified_at) == (Doubt.SAME_BROWSER, now)
    assert LogEntry.objects.filter(act="guardianship.doubt").count() == 1


def test_staff_do_not_check_their_own_family(world: World, now: datetime) -> None:
    youth = make_youth(world.here.community, now)
    parent = world.here.people["coordinator"]
    row = name(youth, world, now, email=parent.email)
    with pytest.raises(Refused, match="never their own"):
        check(row, parent, now)
    assert row not in to_verify(parent, now)
    owner = world.here.people["owner"]
    assert row in to_verify(owner, now)
    assert check(row, owner, now).verified_by == world.here.memberships["owner"]
    assert row not in to_verify(owner, now)


def test_a_minor_is_nobodys_guardian(world: World, now: datetime) -> None:
    youth, friend = (make_youth(world.here.community, now, name=name) for name in ("youth", "friend"))
    row = name(youth, world, now, email=friend.email)
    with pytest.raises(Refused):
        check(row, world.here.people["coordinator"], now)


def test_a_guardian_is_checked_once(world: World, now: datetime) -> None:
    row, staff = world.here.guardianship, world.here.people["coordinator"]
    check(row, staff, now)
    with pytest.raises(Refused, match="checked already"):
        check(row, staff, now)


def test_a_youth_corrects_a_guardian_who_has_not_answered(world: World, now: datetime) -> None:
    youth = make_youth(world.here.community, now)
    first = name(youth, world, now)
    second = name(youth, world, now + timedelta(minutes=1), email="other@example.org")
    first.refresh_from_db()
    assert first.until == now + timedelta(minutes=1)
    assert guardianship_of(youth, world.here.community, now + timedelta(minutes=2)) == second


@pytest.mark.parametrize("email", ["eva@example.org", None, "youth@here.example.org"])
def test_the_same_form_sent_twice_names_one_guardian_and_writes_once(
    world: World, now: datetime, email: str | None
) -> None:
    youth = make_youth(world.here.community, now)
    first, second = (name(youth, world, now, email=email) for _ in range(2))
    assert first == second
    assert Notice.objects.filter(kind="guardian_asked").count() == (1 if email == "eva@example.org" else 0)


@pytest.mark.parametrize("says_yes", [True, False])
def test_a_youth_does_not_get_around_a_guardians_answer(world: World, now: datetime, says_yes: bool) -> None:
    youth = make_youth(world.here.community, now)
    row = name(youth, world, now)
    answer_consent(
        consent=guardian_consent(row), says_yes=says_yes, language="en", actor=row.guardian, now=now
    )
    with pytest.raises(Refused, match="Ask the program's staff to change your guardian"):
        name(youth, world, now, email="other@example.org")
    with pytest.raises(Refused):
        end_guardianship(guardianship=row, why="I want to.", actor=youth, now=now)


def test_naming_is_limited_in_a_day(world: World, now: datetime) -> None:
    youth = make_youth(world.here.community, now)
    for n in range(5):
        name(youth, world, now + timedelta(minutes=n), email=f"g{n}@example.org")
    with pytest.raises(Refused, match="several guardians today"):
        name(youth, world, now + timedelta(minutes=5), email="g5@example.org")
    name(youth, world, now + timedelta(hours=25), email="g5@example.org")


def test_who_is_eighteen_names_nobody(world: World, now: datetime) -> None:
    adult = make_youth(world.here.community, now, age=18)
    with pytest.raises(Refused):
        name(adult, world, now)


def test_a_guardian_who_stops_is_out_and_the_youth_is_told(world: World, now: datetime) -> None:
    row = world.here.guardianship
    assert list(wards_of(row.guardian, now)) == [row]
    end_guardianship(guardianship=row, why="", actor=row.guardian, now=now)
    assert list(wards_of(row.guardian, now)) == []
    assert row not in visible_to(row.guardian, now)
    assert row in visible_to(row.youth, now)
    assert row in visible_to(world.here.people["owner"], now)
    assert row not in visible_to(world.there.people["owner"], now)
    [notice] = Notice.objects.filter(kind="guardian_stopped")
    assert notice.person == row.youth
    assert "/c/here/family/guardian/" in notice.text


def test_staff_end_and_change_with_a_reason_only(world: World, now: datetime) -> None:
    row, staff = world.here.guardianship, world.here.people["coordinator"]
    with pytest.raises(Refused, match="Write why"):
        end_guardianship(guardianship=row, why="", actor=staff, now=now)
    told = {"name": "New", "email": "new@example.org", "now": now}
    with pytest.raises(Refused):
        change_guardian(guardianship=row, why="", actor=staff, **told)
    with pytest.raises(Refused):
        change_guardian(guardianship=row, why="Mine.", actor=row.guardian, **told)
    new = change_guardian(guardianship=row, why="Moved away.", actor=staff, **told)
    row.refresh_from_db()
    assert (row.until, row.ended_why, new.youth_name) == (now, "Moved away.", row.youth_name)
    assert guardianship_of(row.youth, world.here.community, now) == new


def test_to_apply_is_asked_first_and_the_rest_once_it_was_answered(world: World, now: datetime) -> None:
    row = world.here.guardianship
    assert list(Consent.objects.filter(guardianship=row).values_list("purpose", flat=True)) == ["apply"]
    answer_consent(consent=guardian_consent(row), says_yes=False, language="es", actor=row.guardian, now=now)
    rows = Consent.objects.filter(guardianship=row)
    assert {(consent.purpose, consent.state) for consent in rows} == {
        ("apply", "refused"),
        *((purpose.value, "asked") for purpose in LATER),
    }
    kept = guardian_consent(row)
    assert (kept.text_version, kept.language, kept.answered_at) == ("2026-11", "es", now)


def test_the_same_answer_twice_is_kept_once(world: World, now: datetime) -> None:
    row = world.here.guardianship
    for minutes in (0, 1):
        answer_consent(
            consent=guardian_consent(row),
            says_yes=True,
            language="en",
            actor=row.guardian,
            now=now + timedelta(minutes=minutes),
        )
    assert guardian_consent(row).answered_at == now
    assert LogEntry.objects.filter(act="consent.give").count() == 1


def test_only_who_is_asked_answers(world: World, now: datetime) -> None:
    row = world.here.guardianship
    strangers = (row.youth, world.here.people["coordinator"], world.stranger)
    for person in strangers:
        with pytest.raises(Refused):
            answer_consent(consent=guardian_consent(row), says_yes=True, language="en", actor=person, now=now)
    assert guardian_consent(row).state == "asked"


def test_papers_are_written_down_by_staff_and_not_about_themselves(world: World, now: datetime) -> None:
    row = world.here.guardianship
    consent = guardian_consent(row)
    for person in (row.youth, row.guardian, world.there.people["owner"], world.here.people["member"]):
        with pytest.raises(Refused):
            record_paper(consent=consent, says_yes=True, actor=person, now=now)
    add_membership(
        person=row.guardian,
        community=world.here.community,
        role=Role.COORDINATOR,
        name="Parent",
        actor=None,
        now=now,
    )
    with pytest.raises(Refused):
        record_paper(consent=consent, says_yes=True, actor=row.guardian, now=now)
    kept = record_paper(consent=consent, says_yes=False, actor=world.here.people["owner"], now=now)
    assert (kept.state, kept.way) == ("refused", "paper")


def test_one_guardianship_tells_nothing_about_another(world: World, now: datetime) -> None:
    mine = world.here.guardianship
    other = make_family(world.here.community, now, name="other")["guardianship"]
    far = world.there.guardianship
    assert list(visible_to(mine.guardian, now)) == [mine]
    assert list(visible_to(mine.youth, now)) == [mine]
    assert list(visible_to(world.here.people["coordinator"], now)) == [mine, other]
    assert far not in visible_to(world.here.people["owner"], now)
    assert not visible_to(world.here.people["member"], now).exists()
