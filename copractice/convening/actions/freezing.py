"""Freezing what the votes say: counted and drawn once, in the background, and kept."""

from datetime import datetime

from django.db import transaction
from django.utils import translation

from copractice.convening.analysis import count_votes, tallies_of
from copractice.convening.files.charts import statements_chart
from copractice.convening.models import Analysis, Convening
from copractice.convening.states import ConveningState


@transaction.atomic
def freeze(*, convening_id: int, now: datetime) -> Analysis | None:
    """Freeze the count of a closed convening; asked twice for the same votes it is the same result."""
    rows = Convening.objects.select_for_update(of=("self",)).select_related("community")
    convening = rows.filter(pk=convening_id, state=ConveningState.CLOSED).first()
    if convening is None:
        return None
    outcome = count_votes(convening)
    same = Analysis.objects.filter(
        convening=convening,
        method=outcome.method,
        version=outcome.version,
        input_sha256=outcome.input_sha256,
    )
    frozen = same.first()
    if frozen:
        return frozen
    frozen = Analysis(
        community=convening.community,
        convening=convening,
        method=outcome.method,
        version=outcome.version,
        input_sha256=outcome.input_sha256,
        result=outcome.result,
        made_at=now,
    )
    with translation.override(convening.community.languages[0]):
        frozen.chart = statements_chart(tallies_of(frozen))
    frozen.save(force_insert=True)
    return frozen
