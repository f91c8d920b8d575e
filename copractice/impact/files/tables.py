"""The figures of a release as a table for other programs; a hidden figure has a rule and no number there either."""

import csv
from collections.abc import Iterable
from io import StringIO

from copractice.impact.analysis.printing import Printed
from copractice.impact.indicators import INDICATORS

COLUMNS = (
    "indicator",
    "number",
    "group",
    "shown",
    "rule",
    "value",
    "of",
    "n",
    "missing",
    "as_of",
    "definition",
)


def figures_csv(figures: Iterable[Printed]) -> bytes:
    """Return the figures as CSV in UTF-8, one line each, in the order of the page."""
    stream = StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in figures:
        indicator = INDICATORS[row.indicator]
        writer.writerow(
            [
                row.indicator,
                indicator.number,
                row.age or "all",
                "yes" if row.is_shown else "no",
                row.rule,
                row.value,
                row.of,
                row.n,
                row.missing,
                row.as_of[:10],
                str(indicator.definition),
            ]
        )
    return stream.getvalue().encode()
