"""Check a public draw with the standard library alone: `python verify_draw.py DOCUMENT COMMIT NUMBER`.

DOCUMENT is the published file, COMMIT its SHA-256 as published beforehand, NUMBER the public number
(dice, beacon digits, or both opened secrets joined with "|"); white space and capitals do not matter.
"""

import hashlib
import itertools
import json
import re
import sys
from collections.abc import Callable
from typing import Any


def draw(document: bytes, commit: str, number: str) -> tuple[int, list[str], list[str]]:
    """Return the ticket (from 1), its people and the alternates in order."""
    commit, number = commit.strip().lower(), "".join(number.split()).lower()
    if hashlib.sha256(document).hexdigest() != commit:
        raise ValueError("the document is not the one that was committed to")
    content = json.loads(document)
    if not _named(content["beacon"], number):
        raise ValueError("the number is not of the kind that the document names")
    below = _fair_numbers(f"{content['format']}|{commit}|{number}")
    box = [people for people, n in zip(content["cohorts"], content["tickets"], strict=True) for _ in range(n)]
    ticket = below(len(box))
    chosen, alternates = box.pop(ticket), list[str]()
    while box and len(alternates) < content["alternates"]:
        others = list(box.pop(below(len(box))))
        while others:
            person = others.pop(below(len(others)))
            if person not in chosen and person not in alternates:
                alternates.append(person)
    return ticket + 1, chosen, alternates[: content["alternates"]]


def _fair_numbers(stem: str) -> Callable[[int], int]:
    digests = (hashlib.sha256(f"{stem}|{counter}".encode()).digest() for counter in itertools.count())
    values = (int.from_bytes(digest[:4], "big") for digest in digests)
    return lambda n: next(value for value in values if value < 2**32 - 2**32 % n) % n


def _named(beacon: dict[str, Any], number: str) -> bool:
    if beacon["kind"] == "sealed":
        seals: list[str] = beacon["seals"]
        return [hashlib.sha256(secret.encode()).hexdigest() for secret in number.split("|")] == seals
    shape = f"[1-6]{{{beacon['rolls']}}}" if beacon["kind"] == "dice" else "([0-9a-f]{64}){1,2}"
    return re.fullmatch(shape, number) is not None


if __name__ == "__main__":
    with open(sys.argv[1], "rb") as stream:
        ticket, people, standing_by = draw(stream.read(), sys.argv[2], sys.argv[3])
    sys.stdout.write(
        f"ticket {ticket}: {', '.join(people)}\nalternates: {', '.join(standing_by) or 'none'}\n"
    )
