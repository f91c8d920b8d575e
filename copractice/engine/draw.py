"""A public draw that anyone can repeat: commit to the tickets first, learn the public number later.

**Meaning.** The tickets, the rules and the name of a public number that does not exist yet are written into
one document. Its SHA-256, the *commit*, is published. When the number appears, document and number fix
the ticket drawn and the order of the alternates: nobody can choose them, and anybody can compute them.

**Formula.** A fair whole number below n is v mod n, where v is the first 32 bits of
SHA-256("copractice-draw-1|commit|beacon|c") for the next counter c = 0, 1, 2, … with v < 2³² − (2³² mod n);
larger values are passed over, so every ticket is exactly equally likely. The first number takes a ticket out;
alternates come from the tickets taken out after it, the people of one ticket in the order they are drawn.

**Limits.** The draw is fair given the tickets; whether the tickets are fair is the lottery's question.
Two sealed secrets are only as good as the promise to open both: who opens second can refuse.

**Source.** Flanigan, Kehne, Procaccia: Fair sortition made transparent (NeurIPS 2021), for equal tickets;
Blum: Coin flipping by telephone (1983), for sealed secrets.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from copractice.engine.beacons import checked_beacon, named_number
from copractice.engine.results import as_json

FORMAT = "copractice-draw-1"
MOST_TICKETS = 100_000


@dataclass(frozen=True)
class Commitment:
    """A document in canonical JSON and its SHA-256, both to be published before the number exists."""

    document: str
    commit: str
    seed: None = None
    method: str = "draw"
    version: str = "1"


@dataclass(frozen=True)
class Drawn:
    """The ticket drawn (counted from 1), its people, and the alternates in order.

    `seed` is what fixes the draw: the commit and the public number.
    """

    commit: str
    beacon: str
    ticket: int
    tickets: int
    people: tuple[str, ...]
    alternates: tuple[str, ...]
    seed: str
    method: str = "draw"
    version: str = "1"


@dataclass(frozen=True)
class _Document:
    beacon: dict[str, object]
    alternates: int
    cohorts: list[list[str]]
    tickets: list[int]


def commit(
    cohorts: Sequence[Sequence[str]],
    tickets: Sequence[int],
    *,
    beacon: Mapping[str, object],
    rules: str,
    input_sha256: str,
    alternates: int = 0,
) -> Commitment:
    """Write the document of a draw and hash it.

    `cohorts[c]` lists the people of cohort c, `tickets[c]` how many equal tickets it holds; `beacon` comes
    from `public_number`, `public_dice` or `sealed_secrets`; `rules` says in words how the tickets came
    about; `input_sha256` names the data they were computed from; `alternates` is how many people stand by.

    Raises ValueError for a draw without tickets, a ticket count that is not a positive whole number, a cohort
    that is empty or names a person twice, or a beacon of unknown kind.

    >>> from copractice.engine.beacons import public_dice
    >>> made = commit([["ana", "ben"], ["cleo", "dan"]], [3, 1], beacon=public_dice(), rules="a test",
    ...               input_sha256="0" * 64, alternates=1)
    >>> drawn = pick(made.document, made.commit, "4 2 6 1 3  5 5 2 1 6  3 3 4 2 1  6 5 4 1 2")
    >>> drawn.ticket, drawn.people, drawn.alternates
    (4, ('cleo', 'dan'), ('ben',))
    """
    content = {
        "format": FORMAT,
        "beacon": dict(beacon),
        "rules": rules,
        "input_sha256": input_sha256,
        "alternates": alternates,
        "cohorts": [sorted(people) for people in cohorts],
        "tickets": list(tickets),
    }
    document = _canonical(content)
    _read(document)
    return Commitment(document, _sha256(document))


def pick(document: str, commit: str, beacon: str) -> Drawn:
    """Draw: compute the ticket and the alternates from a published document and the public number.

    Raises ValueError if the document does not have this commit, is not canonical, or if `beacon` cannot be
    the number that the document names (digits, dice, or opened secrets).
    """
    found, promised = _sha256(document), commit.strip().lower()
    if found != promised:
        raise ValueError(f"the document's SHA-256 is {found}, not the commit {promised}")
    content = _read(document)
    number = named_number(content.beacon, beacon)
    numbers = _Numbers(f"{FORMAT}|{found}|{number}")
    cohorts = zip(content.cohorts, content.tickets, strict=True)
    box = list(enumerate((people for people, count in cohorts for _ in range(count)), start=1))
    size = len(box)
    ticket, people = box.pop(numbers.below(size))
    alternates = _alternates(content, set(people), [others for _, others in box], numbers)
    return Drawn(found, number, ticket, size, tuple(people), alternates, seed=f"{found}|{number}")


def verify(document: str, claimed: Drawn) -> None:
    """Repeat a draw from its document; raise ValueError naming the first thing that differs."""
    repeated = as_json(pick(document, claimed.commit, claimed.beacon))
    for name, said in as_json(claimed).items():
        if repeated[name] != said:
            raise ValueError(f"the draw gives {name} {repeated[name]!r}, not {said!r}")


class _Numbers:
    """The stream of fair whole numbers that commit and public number fix."""

    def __init__(self, stem: str) -> None:
        self.stem = stem
        self.counter = 0

    def below(self, n: int) -> int:
        """Return the next number from 0 to n − 1, each equally likely."""
        fair = 2**32 - 2**32 % n
        while True:
            digest = hashlib.sha256(f"{self.stem}|{self.counter}".encode()).digest()
            self.counter += 1
            value = int.from_bytes(digest[:4], "big")
            if value < fair:
                return value % n


def _alternates(
    content: _Document, chosen: set[str], box: list[list[str]], numbers: _Numbers
) -> tuple[str, ...]:
    found: dict[str, None] = {}
    while box and len(found) < content.alternates:
        others = list(box.pop(numbers.below(len(box))))
        while others:
            person = others.pop(numbers.below(len(others)))
            if person not in chosen:
                found[person] = None
    return tuple(found)[: content.alternates]


def _canonical(content: object) -> str:
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def _sha256(document: str) -> str:
    return hashlib.sha256(document.encode()).hexdigest()


def _read(document: str) -> _Document:
    try:
        content = json.loads(document)
    except ValueError as error:
        raise ValueError(f"the document is not JSON: {error}") from None
    match content:
        case {
            "format": str(form),
            "beacon": dict(beacon),
            "alternates": int(alternates),
            "cohorts": list(cohorts),
            "tickets": list(tickets),
            "rules": str(),
            "input_sha256": str(),
        } if form == FORMAT and _canonical(content) == document:
            _check_tickets(cohorts, tickets, alternates)
            return _Document(checked_beacon(beacon), alternates, cohorts, tickets)
    raise ValueError(f"the document is not a draw in canonical JSON of format {FORMAT}")


def _check_tickets(cohorts: list[object], tickets: list[object], alternates: int) -> None:
    if not tickets or len(cohorts) != len(tickets):
        raise ValueError(f"{len(cohorts)} cohorts with {len(tickets)} ticket counts: need one count each")
    if alternates < 0:
        raise ValueError(f"{alternates} alternates: give 0 or more")
    total = 0
    for number, (people, count) in enumerate(zip(cohorts, tickets, strict=True), start=1):
        if type(count) is not int or count < 1:
            raise ValueError(f"cohort {number} has {count!r} tickets; it needs a whole number from 1 on")
        if not isinstance(people, list) or not people or not all(isinstance(p, str) for p in people):
            raise ValueError(f"cohort {number} needs a list of names, not {people!r}")
        if len(set(people)) < len(people):
            raise ValueError(f"cohort {number} names a person twice: {', '.join(people)}")
        total += count
    if total > MOST_TICKETS:
        raise ValueError(f"{total} tickets; at most {MOST_TICKETS}")
