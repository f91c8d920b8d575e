"""Freezing what was said: counted, mapped, ranked, shared and drawn once, in the background, and kept."""

from datetime import datetime

from django.db import transaction
from django.utils import translation

from copractice.convening.analysis import COUNTS, Outcome, kept_sha256, methods_for, opinion_map, tallies_of
from copractice.convening.files.charts import statements_chart
from copractice.convening.files.maps import map_chart
from copractice.convening.models import Analysis, Convening
from copractice.convening.queries.analyses import newest_of
from copractice.convening.states import ConveningState


@transaction.atomic
def freeze(*, convening_id: int, now: datetime) -> Analysis | None:
    """Freeze every result of a closed convening and return its count; asked twice, it is the same results."""
    rows = Convening.objects.select_for_update(of=("self",)).select_related("community")
    convening = rows.filter(pk=convening_id, state=ConveningState.CLOSED).first()
    if convening is None:
        return None
    frozen = [_frozen(convening, make(convening), now) for make in methods_for(convening)]
    return next(analysis for analysis in frozen if analysis.method == COUNTS)


def _frozen(convening: Convening, outcome: Outcome, now: datetime) -> Analysis:
    before = newest_of(convening, outcome.method)
    if before and (before.version, before.input_sha256) == (outcome.version, outcome.input_sha256):
        return before
    frozen = Analysis(
        community=convening.community,
        convening=convening,
        method=outcome.method,
        version=outcome.version,
        seed=outcome.seed,
        input_sha256=outcome.input_sha256,
        result=outcome.result,
        made_at=now,
    )
    with translation.override(convening.community.languages[0]):
        frozen.chart = _chart(frozen)
    frozen.kept_sha256 = kept_sha256(frozen)
    frozen.save(force_insert=True)
    return frozen


def _chart(frozen: Analysis) -> str:
    """Return the drawing of a result; what needs none is drawn by its page, in the reader's own words."""
    if frozen.method == COUNTS:
        return statements_chart(tallies_of(frozen))
    if frozen.method == opinion_map.METHOD:
        return map_chart(opinion_map.map_of(frozen), opinion_map.shown_map(frozen.result["shown"]))
    return ""
