"""A frozen release made ready to print, attacked, and made again: rows in, content, files and findings out."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from copractice.engine.auditor import Audit, audit
from copractice.engine.auditor.formats import stray_numbers
from copractice.impact.analysis import printing, young
from copractice.impact.analysis.counting import Value
from copractice.impact.models import Observation, Release
from copractice.impact.queries.reports import series_before

DOCUMENT = "release.json"
EMPTY = json.dumps({"format": "copractice-release-1", "release": "", "tables": []}).encode()
Files = dict[str, bytes]


@dataclass(frozen=True)
class Made:
    """What a frozen release comes to: the document of the young people's figures, and all figures as printed."""

    document: str
    figures: list[printing.Printed]
    content: dict[str, Any]


def make(release: Release) -> Made:
    """Decide every figure of a release from what was frozen, given what was published of its cohort before."""
    series = _series(release)
    document, cells = young.documents([(row.code, row.snapshot["young"]) for row in series])
    values = [_value(row) for row in release.observations.all()]
    dates = {row.code: row.frozen_at for row in series}
    figures = printing.printed(values, cells, as_of=release.frozen_at, dates=dates)
    head = {**release.snapshot["head"], "code": release.code, "number": release.number}
    return Made(document, figures, printing.content_of(head, figures))


def attack(release: Release, files: Files, emptied: Sequence[Files]) -> Audit:
    """Have the auditor read the bytes of every release of the cohort, this one's among them.

    `emptied` are the files of each release without any figure of young people: what they say anyway is no leak.
    """
    series = _series(release)
    published = [{file.name: bytes(file.content) for file in row.files.all()} for row in series[:-1]]
    said = [stray_numbers({**some, DOCUMENT: EMPTY}) for some in emptied]
    frame = {number for found in said for numbers in found.values() for number in numbers} | _dates(series)
    audited = [_readable(row) for row in [*published, files]]
    return audit(audited, young.rosters([(row.code, row.snapshot["young"]) for row in series]), frame=frame)


def without_youth(content: Mapping[str, Any]) -> dict[str, Any]:
    """Return the same content with every figure of young people hidden: what it says still is no leak."""
    hidden = {"is_shown": False, "value": "", "of": "", "n": "", "missing": ""}
    figures = [row | hidden if printing.is_young(row["indicator"]) else row for row in content["figures"]]
    return {**content, "figures": figures}


def input_sha256(release: Release) -> str:
    """Return the SHA-256 of what a release was made from: its texts, its roster and its raw values."""
    rows = release.observations.order_by("indicator", "age")
    fields = ("indicator", "age", "numerator", "denominator", "n", "missing", "counted")
    return printing.sha256_of(release.snapshot, [list(row) for row in rows.values_list(*fields)])


def differences(release: Release) -> list[str]:
    """Make a release again from what was frozen, and name what is not the same."""
    made = make(release)
    kept = [
        printing.Printed(
            row.indicator, row.age, row.is_shown, row.rule, row.value, row.of, row.n, row.missing,
            row.as_of.isoformat(),
        )
        for row in release.figures.order_by("pk")
    ]  # fmt: skip
    wrong = {
        "input": input_sha256(release) != release.input_sha256,
        "content": made.content != release.content or printing.sha256_of(release.content) != release.sha256,
        "figures": kept != made.figures,
        "files": any(
            printing.bytes_sha256(bytes(file.content)) != file.sha256 for file in release.files.all()
        ),
    }
    return [name for name, is_wrong in wrong.items() if is_wrong]


def contents_of(release: Release) -> list[dict[str, Any]]:
    """Return the contents of what was published of the cohort before, in order."""
    return [row.content for row in _series(release)[:-1]]


def _series(release: Release) -> list[Release]:
    earlier = series_before(release).filter(code__in=release.earlier)
    return [*earlier, release]


def _value(row: Observation) -> Value:
    return Value(row.indicator, row.numerator, row.denominator, row.n, row.missing, row.age, row.counted)


def _readable(files: Files) -> Files:
    """Leave out what only programs read: the PDF is audited by the words that it was set from."""
    return {name: content for name, content in files.items() if not name.endswith(".pdf")}


def _dates(series: Sequence[Release]) -> set[str]:
    """Return the numbers in the dates of releases, which a repeated figure is printed with."""
    days = [part for row in series for part in (row.frozen_at.year, row.frozen_at.month, row.frozen_at.day)]
    return {str(number) for number in days} | {f"{number:02}" for number in days}


def observed(figure: printing.Printed, rows: Mapping[tuple[str, str, str], Observation]) -> Observation:
    """Return the raw value behind a figure: of the release whose date it has."""
    return rows[(figure.indicator, figure.age, figure.as_of)]


def observations_of(release: Release) -> dict[tuple[str, str, str], Observation]:
    """Return the raw values of a cohort's releases, by indicator, group and date."""
    rows = Observation.objects.filter(release__in=[row.pk for row in _series(release)])
    return {(row.indicator, row.age, row.as_of.isoformat()): row for row in rows}
