"""Stored figures as pages read them."""

from copractice.impact.analysis.printing import Printed
from copractice.impact.models import Figure


def printed_of(figure: Figure) -> Printed:
    """Return a stored figure as it is printed."""
    return Printed(
        indicator=figure.indicator,
        age=figure.age,
        is_shown=figure.is_shown,
        rule=figure.rule,
        value=figure.value,
        of=figure.of,
        n=figure.n,
        missing=figure.missing,
        as_of=figure.as_of.isoformat(),
    )
