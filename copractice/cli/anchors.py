"""The anchors after a restore: those of acts that the backup does not know would call the log cut off."""

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from copractice.cli import archive


def aside_of(path: Path, now: datetime) -> Path:
    """Return the name under which anchors are kept that no longer speak of this database."""
    return path.with_name(f"{path.name}.until-{now:%Y%m%dT%H%M%SZ}")


def set_later_aside(path: Path, heads: Mapping[int, int], *, now: datetime) -> Path | None:
    """Keep the anchors up to the restored heads; put the whole file aside if it knows later ones.

    What is kept still proves that the restored log is the beginning of the one that was anchored.
    """
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True) if path.exists() else []
    kept = [line for line in lines if line.rstrip().endswith("}") and _is_known(json.loads(line), heads)]
    if len(kept) == len(lines):
        return None
    aside = aside_of(path, now)
    path.replace(aside)
    with archive.whole_file(path) as stream:
        stream.writelines(line.encode() for line in kept)
    return aside


def _is_known(anchor: Mapping[str, int], heads: Mapping[int, int]) -> bool:
    return anchor["seq"] <= heads.get(anchor["community"], 0)
