"""Tags that say which items of frameworks a record serves, on whatever page the record stands."""

from dataclasses import dataclass
from typing import Any

from django import template
from django.utils import timezone

from copractice.frameworks.models import Alignment
from copractice.frameworks.queries import alignments_of
from copractice.frameworks.rules import may_align

register = template.Library()


@dataclass(frozen=True)
class Serves:
    """What a record serves, and whether the reader may say so."""

    alignments: list[Alignment]
    may_align: bool


@register.simple_tag(takes_context=True)
def serves(context: template.Context, record: Any) -> Serves:
    """Return what a record serves that the page has read through its gate."""
    rows = list(alignments_of(record))
    return Serves(rows, may_align(context["request"].user, record.community, timezone.now()))
