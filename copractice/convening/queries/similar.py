"""Statements that say nearly the same: PostgreSQL finds candidates by their words, Python compares them.

Alike is measured in letters: both texts are cut into runs of three letters, word by word, and the share
of runs that they have in common (Dice's coefficient) tells how near they are. It catches other spellings
and endings; it does not catch the same thought in other words, nor in another language.
"""

import re
import unicodedata
from collections.abc import Iterable

from django.contrib.postgres.search import SearchQuery, SearchRank, SearchVector
from django.db.models import QuerySet

from copractice.convening.models import Statement

CANDIDATES = 30
SHOWN = 3
ALIKE = 0.5  # from here on, on published conversations, about one pair in five says the same thing
STEMMERS = {"en": "english", "es": "spanish"}
MOST_WORDS = 60


def similar_to(text: str, language: str, among: QuerySet[Statement]) -> list[Statement]:
    """Return the few statements that are most like a text, the nearest first."""
    runs = _runs(text)
    near = [(likeness(runs, _runs(row.text)), row) for row in _candidates(text, language, among)]
    alike = [(share, row) for share, row in near if share >= ALIKE]
    return [row for _share, row in sorted(alike, key=lambda pair: (-pair[0], pair[1].pk))[:SHOWN]]


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """Return the share of three-letter runs that two texts have in common, 0 to 1."""
    return 2 * len(one & other) / (len(one) + len(other)) if one or other else 0.0


def _candidates(text: str, language: str, among: QuerySet[Statement]) -> Iterable[Statement]:
    words = _words(text)[:MOST_WORDS]
    if not words:
        return []
    stemmer = STEMMERS.get(language, "simple")
    asked = SearchQuery(" | ".join(words), config=stemmer, search_type="raw")
    vector = SearchVector("text", config=stemmer)
    rows = among.annotate(vector=vector, rank=SearchRank(vector, asked)).filter(vector=asked)
    return rows.order_by("-rank", "pk")[:CANDIDATES]


def _words(text: str) -> list[str]:
    """Return the words of a text, each once: letters and digits only, so that none is an operator."""
    return list(dict.fromkeys(re.findall(r"[^\W_]+", text.casefold())))


def _runs(text: str) -> frozenset[str]:
    bare = "".join(
        letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter)
    )
    padded = [f"  {word} " for word in _words(bare)]
    return frozenset(word[at : at + 3] for word in padded for at in range(len(word) - 2))
