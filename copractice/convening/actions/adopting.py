"""Adopting priorities: the end of a convening and the first link of the chain."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from copractice.communities.queries.memberships import author_membership
from copractice.convening.analysis import COUNTS, tallies_of, votes_sha256
from copractice.convening.models import Analysis, Convening, Priority, PrioritySource, Statement
from copractice.convening.queries.analyses import newest_of
from copractice.convening.rules import may_lead
from copractice.convening.states import CONVENING_MOVES, ConveningState, StatementState
from copractice.ledger.actions import record
from copractice.ledger.states import Refused, move, require
from copractice.people.models import Person

MOST = 20


@dataclass(frozen=True)
class Choice:
    """One priority as it is adopted: its words by language, why, and the statements it came from."""

    title: Mapping[str, str]
    reason: Mapping[str, str]
    statements: Sequence[Statement]


@transaction.atomic
def adopt(*, convening: Convening, choices: Sequence[Choice], actor: Person, now: datetime) -> list[Priority]:
    """Adopt priorities in the order given, each with the frozen counts of the statements behind it."""
    rows = Convening.objects.select_for_update(of=("self",)).select_related("community")
    convening = rows.get(pk=convening.pk)
    require(may_lead(actor, convening, now), _("Only the community's staff can adopt priorities."))
    convening.state = move(CONVENING_MOVES, ConveningState(convening.state), "adopt")
    _check(convening, choices)
    analysis = _standing_analysis(convening)
    by = author_membership(actor, convening.community, now)
    priorities = [
        Priority(
            community=convening.community,
            convening=convening,
            analysis=analysis,
            position=position,
            title=dict(choice.title),
            reason=dict(choice.reason),
            method=analysis.method,
            turnout=analysis.result["turnout"],
            adopted_by=by,
            adopted_at=now,
        )
        for position, choice in enumerate(choices, start=1)
    ]
    Priority.objects.bulk_create(priorities)
    PrioritySource.objects.bulk_create(_sources(priorities, choices, analysis))
    convening.adopted_at = now
    convening.save()
    for priority in priorities:
        record(actor, "priority.adopt", priority, community_id=convening.community_id, at=now)
    record(actor, "convening.adopt", convening, community_id=convening.community_id, at=now)
    return priorities


def _check(convening: Convening, choices: Sequence[Choice]) -> None:
    require(bool(choices), _("Choose at least one statement, and give it the number of its priority."))
    require(
        len(choices) <= MOST,
        _("These are more than %(most)d priorities. A list that long sets none.") % {"most": MOST},
    )
    for choice in choices:
        require(bool(choice.statements), _("Each priority names the statements that it came from."))
        for statement in choice.statements:
            known = (statement.convening_id, statement.state) == (convening.pk, StatementState.ACCEPTED)
            require(known, _("A priority can only come from accepted statements of this convening."))


def _standing_analysis(convening: Convening) -> Analysis:
    analysis = newest_of(convening, COUNTS)
    if analysis is None:
        raise Refused(_("The results are still being counted. Try again in a minute."))
    current = analysis.input_sha256 == votes_sha256(convening)
    require(current, _("The votes changed after they were counted. Close the convening again first."))
    return analysis


def _sources(
    priorities: Sequence[Priority], choices: Sequence[Choice], analysis: Analysis
) -> list[PrioritySource]:
    counts = {tally.counts.item: tally for tally in tallies_of(analysis)}
    return [
        PrioritySource(
            community_id=priority.community_id,
            priority=priority,
            statement=statement,
            counts={
                "agree": counts[str(statement.number)].counts.agree,
                "n": counts[str(statement.number)].counts.n,
                "low": counts[str(statement.number)].agreeing.low,
                "high": counts[str(statement.number)].agreeing.high,
            },
        )
        for priority, choice in zip(priorities, choices, strict=True)
        for statement in choice.statements
    ]
