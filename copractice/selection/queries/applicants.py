"""What is known of the applications that can be chosen: names, umbrellas, places, and who was there before."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from copractice.applications.models import Application, Part
from copractice.applications.models.application import LIVE_PARTS
from copractice.applications.states import ApplicationState
from copractice.calls.models import Call
from copractice.calls.states import Party


@dataclass(frozen=True)
class Facts:
    """One application in the words of staff; `institution` is empty where no organization was matched."""

    code: str
    name: str
    umbrella: str = ""
    institution: str = ""
    county: str = ""
    kinds: tuple[str, ...] = ()
    is_new: bool = True


def facts_of(call: Call, applications: Collection[Application]) -> dict[int, Facts]:
    """Return what is known of each application, in a constant number of queries."""
    parts: dict[int, dict[str, Part]] = defaultdict(dict)
    rows = Part.objects.filter(application__in=[one.pk for one in applications], state__in=LIVE_PARTS)
    for part in rows.exclude(party=Party.YOUTH).select_related("organization").order_by("pk"):
        parts[part.application_id].setdefault(part.party, part)
    known = {mine[Party.EMPLOYER].organization_id for mine in parts.values() if Party.EMPLOYER in mine}
    before = _been_before(call, known - {None})
    return {one.pk: _facts(one, parts[one.pk], before) for one in applications}


def _facts(application: Application, parts: dict[str, Part], before: set[int]) -> Facts:
    lead, umbrella = parts.get(Party.EMPLOYER), parts.get(Party.UMBRELLA)
    place = lead.organization if lead else None
    return Facts(
        code=application.code,
        name=_name(lead) or application.code,
        umbrella=_name(umbrella),
        institution=place.code if place else "",
        county=place.county if place else "",
        kinds=tuple(place.kinds) if place else (),
        is_new=place is None or place.pk not in before,
    )


def _name(part: Part | None) -> str:
    if part is None:
        return ""
    return part.organization.name if part.organization else part.organization_name or part.name


def _been_before(call: Call, organizations: Collection[int | None]) -> set[int]:
    """Return which of the organizations took a seat in an earlier call of the community."""
    rows = Part.objects.filter(
        party=Party.EMPLOYER,
        state__in=LIVE_PARTS,
        organization__in=organizations,
        application__state=ApplicationState.CONFIRMED,
        application__call__closes_at__lt=call.closes_at,
    )
    return set(rows.exclude(application__call=call).values_list("organization", flat=True))
