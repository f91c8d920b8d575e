"""Names that may mean the same organization or person, although they are spelled differently.

Candidates share one of a name's two rarest words; `SequenceMatcher` then compares letters. A hint for a
person, never a decision: "Northside Data Studio" resembles "Southside Data Studio" too.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from difflib import SequenceMatcher

ALIKE = 0.87
RAREST = 2
CANDIDATES = 40  # for each word, so that ten thousand names are compared in seconds


def by_word(keys: Iterable[str]) -> dict[str, list[str]]:
    """Return sort names under each of their words."""
    words: dict[str, list[str]] = defaultdict(list)
    for key in keys:
        know(key, words)
    return words


def know(key: str, words: dict[str, list[str]]) -> None:
    """Add one more name under its words."""
    for word in set(key.split()):
        words[word].append(key)


def resembling(key: str, words: Mapping[str, list[str]]) -> str | None:
    """Return the known name most like this one, if one is alike enough; never the same one."""
    rarest = sorted(set(key.split()) & words.keys(), key=lambda word: (len(words[word]), word))[:RAREST]
    candidates = {name for word in rarest for name in words[word][:CANDIDATES] if name != key}
    scored = sorted((-_likeness(key, name), name) for name in candidates)
    return scored[0][1] if scored and -scored[0][0] >= ALIKE else None


def _likeness(one: str, other: str) -> float:
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    if matcher.real_quick_ratio() < ALIKE or matcher.quick_ratio() < ALIKE:
        return 0.0
    return matcher.ratio()
