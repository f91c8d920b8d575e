"""A cohort is prepared, worded anew, begun, completed, reopened and called off."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from copractice.calls.models import Call
from copractice.cohorts.actions.holding import Conflict, conflicting, held
from copractice.cohorts.models import Cohort
from copractice.cohorts.states import MOVES, CohortState
from copractice.communities.models import Community
from copractice.communities.rules import may_run
from copractice.ledger.actions import record
from copractice.ledger.states import move, require
from copractice.people.models import Person


@dataclass(frozen=True)
class Terms:
    """What a cohort is called, when it meets, and whom to call when something is wrong; texts by language."""

    title: Mapping[str, str]
    starts_on: date
    ends_on: date
    hotline: Mapping[str, str]


@transaction.atomic
def prepare_cohort(
    *, community: Community, call: Call | None, terms: Terms, form_key: str, actor: Person, now: datetime
) -> Cohort:
    """Plan a cohort, of a call or without one; the same form sent twice plans one."""
    require(may_run(actor, community, now), _("Only the community's staff can plan a cohort."))
    require(call is None or call.community_id == community.pk, _("This call is not of this community."))
    _check(terms)
    cohort, is_new = Cohort.objects.get_or_create(
        community=community,
        form_key=form_key,
        defaults={"call": call, "created_at": now, **_fields(terms)},
    )
    if is_new:
        record(actor, "cohort.prepare", cohort, community_id=community.pk, at=now)
    return cohort


@transaction.atomic
def change_cohort(*, cohort: Cohort, terms: Terms, revision: int, actor: Person, now: datetime) -> Cohort:
    """Word a cohort anew or move its dates."""
    cohort = held(cohort)
    require(may_run(actor, cohort.community, now), _("Only the community's staff can change a cohort."))
    if cohort.revision != revision:
        raise Conflict(conflicting())
    _check(terms)
    for name, value in _fields(terms).items():
        setattr(cohort, name, value)
    cohort.revision += 1
    cohort.save()
    record(actor, "cohort.change", cohort, community_id=cohort.community_id, at=now)
    return cohort


@transaction.atomic
def move_cohort(*, cohort: Cohort, name: str, actor: Person, now: datetime) -> Cohort:
    """Begin, complete, reopen or call off a cohort; `name` is a move of the table."""
    cohort = held(cohort)
    require(may_run(actor, cohort.community, now), _("Only the community's staff can do this."))
    require(name in MOVES, _("This is not something that can be done with a cohort."))
    cohort.state = move(MOVES, CohortState(cohort.state), name)
    cohort.save(update_fields=["state"])
    record(actor, f"cohort.{name}", cohort, community_id=cohort.community_id, at=now)
    return cohort


def _check(terms: Terms) -> None:
    require(terms.ends_on > terms.starts_on, _("The cohort ends before it begins. Choose a later end."))


def _fields(terms: Terms) -> dict[str, object]:
    return asdict(terms) | {"title": dict(terms.title), "hotline": dict(terms.hotline)}
