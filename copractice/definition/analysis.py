"""What changed from one text to another: lines first, then words within the lines that differ."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

Kind = Literal["same", "removed", "added"]
Steps = Sequence[tuple[str, int, int, int, int]]

EMPHASIS = re.compile(r"\*+(?=\S)|(?<=\S)\*+")  # a star before a space begins a list
MOST_PAIRS = (
    200_000  # pairs of equal words; beyond, a text made of the same words over and over takes minutes
)


@dataclass(frozen=True)
class Piece:
    """A run of words that stayed, left or came."""

    kind: Kind
    text: str


def changes(old: str, new: str) -> list[Piece]:
    """Return the new text in pieces, with what left the old one in its place; without the signs of emphasis."""
    before, after = (EMPHASIS.sub("", text).splitlines(keepends=True) for text in (old, new))
    pieces: list[Piece] = []
    for tag, a, b, c, d in _steps([line.strip() for line in before], [line.strip() for line in after]):
        left, right = "".join(before[a:b]), "".join(after[c:d])
        pieces += [Piece("same", right)] if tag == "equal" else _by_words(left, right)
    return [piece for piece in pieces if piece.text]


def common_language(old: Mapping[str, str], new: Mapping[str, str], wanted: str) -> str:
    """Return the language in which both texts can be compared, the reader's if possible; empty if none."""
    return next((code for code in (wanted, *new) if old.get(code) and new.get(code)), "")


def _by_words(old: str, new: str) -> Iterator[Piece]:
    before, after = (re.findall(r"\S+\s*|\s+", text) for text in (old, new))
    for tag, a, b, c, d in _joined(
        _steps([word.strip() for word in before], [word.strip() for word in after])
    ):
        left, right = "".join(before[a:b]), "".join(after[c:d])
        if tag == "equal":
            yield Piece("same", right)
            continue
        # What is replaced stands in one line with what replaces it.
        yield Piece("removed", f"{left.rstrip()} " if left and right else left)
        yield Piece("added", right)


def _joined(steps: Steps) -> Steps:
    """Return the steps with a single word that stayed between two changes counted as changed: easier to read."""
    joined: list[tuple[str, int, int, int, int]] = []
    for place, (tag, a, b, c, d) in enumerate(steps):
        is_island = tag == "equal" and b - a == 1 and 0 < place < len(steps) - 1
        kind = "replace" if is_island else tag
        if joined and kind != "equal" and joined[-1][0] != "equal":
            _kind, first, _b, second, _d = joined.pop()
            joined.append(("replace", first, b, second, d))
        else:
            joined.append((kind, a, b, c, d))
    return joined


def _steps(before: Sequence[str], after: Sequence[str]) -> Steps:
    """Return how one sequence becomes the other; two that would take too long to compare are one step."""
    there, here = Counter(before), Counter(after)
    common = (
        len(after) // 100 + 1 if len(after) >= 200 else len(after)
    )  # what difflib leaves out as too common
    pairs = sum(n * there[word] for word, n in here.items() if n <= common)
    if pairs > MOST_PAIRS:
        return [("replace", 0, len(before), 0, len(after))]
    return SequenceMatcher(None, before, after).get_opcodes()
