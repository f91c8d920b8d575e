"""Tags that walk the chain of a record for whoever reads the page, and draw it."""

from typing import Any

from django import template
from django.utils import timezone

from copractice.web.chain import BY_KEY, Level, chain_of
from copractice.web.chain_river import ChainRiver, draw_chain

register = template.Library()


@register.simple_tag(takes_context=True)
def chain_levels(context: template.Context, key: str, record: Any) -> list[Level]:
    """Return the levels of the chain on which a record stands that the page has read through its gate."""
    reader = context["request"].user
    return chain_of(BY_KEY[key], record.pk, record.community, reader, timezone.now())


@register.simple_tag
def chain_drawing(levels: list[Level]) -> ChainRiver:
    """Return the drawing of a chain."""
    return draw_chain(levels)
