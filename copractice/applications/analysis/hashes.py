"""The hashes that a receipt names: what they are made of, so that their owner can make them again.

A part's hash is the SHA-256 of its salt followed by its content as canonical JSON. The salt is 64 random
letters that only the part's owner reads, so no one else can test guesses of an answer against the hash. An
application's hash is made of the hashes of its parts and of nothing that they hold.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

from copractice.applications.models import Part
from copractice.applications.queries.answers import Row


def part_content(part: Part, rows: Iterable[Row]) -> str:
    """Return a part as canonical JSON: call, version, party, and under each question's key what it answers.

    `rows` are the part's questions in order; one without an answer stands there with an empty text.
    """
    return _canonical(
        {
            "call": part.application.call.code,
            "version": part.version.number,
            "party": part.party,
            "answers": [_answer(row) for row in rows],
        }
    )


def part_hash(salt: str, content: str) -> str:
    """Return the SHA-256 of the salt followed by the content, as `sha256sum` makes it of the owner's file."""
    return hashlib.sha256((salt + content).encode()).hexdigest()


def application_content(code: str, call: str, part_hashes: Iterable[str]) -> str:
    """Return an application as canonical JSON: its code, its call, and the sorted hashes of its parts."""
    return _canonical({"application": code, "call": call, "parts": sorted(part_hashes)})


def application_hash(code: str, call: str, part_hashes: Iterable[str]) -> str:
    """Return the SHA-256 of an application's canonical JSON."""
    return hashlib.sha256(application_content(code, call, part_hashes).encode()).hexdigest()


def _answer(row: Row) -> dict[str, str]:
    value = {"sha256": row.upload.sha256} if row.upload else {"text": row.text}
    return {"key": row.question.key, **value}


def _canonical(value: Mapping[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
