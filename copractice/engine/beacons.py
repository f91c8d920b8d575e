"""Public numbers for a draw: a beacon's round, dice before witnesses, or two sealed secrets.

Each is named in the draw's document before it exists; `named_number` later tells whether a number fits.
"""

import hashlib
import re
from collections.abc import Mapping

FEWEST_ROLLS = 20
_DIGITS = re.compile(r"[0-9a-f]{64}([0-9a-f]{64})?")
_SHA256 = re.compile(r"[0-9a-f]{64}")


def public_number(source: str, number: int) -> dict[str, object]:
    """Name a future round of a randomness beacon that prints 64 or 128 hexadecimal digits.

    `source` says where it will be published (for example "drand quicknet"), `number` which round.
    """
    return checked_beacon({"kind": "beacon", "source": source.strip(), "round": number})


def public_dice(rolls: int = FEWEST_ROLLS) -> dict[str, object]:
    """Name `rolls` six-sided dice, to be rolled before witnesses and written in the order they fall."""
    return checked_beacon({"kind": "dice", "rolls": rolls})


def sealed_secrets(first: str, second: str) -> dict[str, object]:
    """Name two sealed secrets by their seals; both are opened after the commit and joined with "|"."""
    return checked_beacon({"kind": "sealed", "seals": [first, second]})


def plain(beacon: str) -> str:
    """Return a public number as it enters the draw: no white space, lower case."""
    return "".join(beacon.split()).lower()


def seal(secret: str) -> str:
    """Return the SHA-256 of a secret, to be published while the secret stays in its envelope.

    >>> seal("Blue heron 42") == seal("blueheron42")
    True
    """
    if "|" in secret or len(plain(secret)) < 8 or not secret.isascii():
        raise ValueError('a secret needs at least 8 characters of plain ASCII, and no "|"')
    return hashlib.sha256(plain(secret).encode()).hexdigest()


def checked_beacon(beacon: Mapping[str, object]) -> dict[str, object]:
    """Return `beacon` if it names a number that can be told later; raise ValueError otherwise."""
    match dict(beacon):
        case {"kind": "beacon", "source": str(source), "round": int(number)} if source and number >= 1:
            pass
        case {"kind": "dice", "rolls": int(rolls)} if rolls >= FEWEST_ROLLS:
            pass
        case {"kind": "sealed", "seals": [str(one), str(two)]} if _are_seals(one, two):
            pass
        case other:
            raise ValueError(
                f"{other} names no public number: give a source and a round from 1 on, at least "
                f"{FEWEST_ROLLS} dice, or two different seals of 64 hexadecimal digits"
            )
    return dict(beacon)


def named_number(beacon: Mapping[str, object], number: str) -> str:
    """Return `number` in plain form if it can be the one that `beacon` names; raise ValueError otherwise."""
    text = plain(number)
    match beacon:
        case {"kind": "beacon"} if not _DIGITS.fullmatch(text):
            raise ValueError(f"the beacon prints 64 or 128 hexadecimal digits, not {number!r}")
        case {"kind": "dice", "rolls": int(rolls)} if not re.fullmatch(rf"[1-6]{{{rolls}}}", text):
            raise ValueError(f"the draw needs {rolls} rolls from 1 to 6, not {number!r}")
        case {"kind": "sealed", "seals": list(seals)}:
            opened = [hashlib.sha256(secret.encode()).hexdigest() for secret in text.split("|")]
            if opened != seals:
                raise ValueError("the opened secrets do not have the two seals of the document")
    return text


def _are_seals(one: str, two: str) -> bool:
    return one != two and all(_SHA256.fullmatch(text) for text in (one, two))
