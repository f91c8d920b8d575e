"""The wordings that people say yes or no to: one file for each version and language, never changed once used."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

TEXTS = Path(__file__).resolve().parent / "texts"
LATEST = "2026-11"
FALLBACK = "en"


@dataclass(frozen=True)
class ConsentText:
    """What is asked for one purpose: a question, what a yes means, and the language it stands in."""

    question: str
    paragraphs: tuple[str, ...]
    short: str
    language: str


def languages_of(version: str) -> tuple[str, ...]:
    """Return the languages in which a version was written."""
    return tuple(sorted(path.stem.rpartition(".")[2] for path in TEXTS.glob(f"{version}.*.json")))


def consent_text(purpose: str, *, version: str, language: str, to_guardian: bool) -> ConsentText:
    """Return a wording as the young person or the guardian reads it, in English where the language has none."""
    wanted = language.split("-")[0]
    spoken = wanted if wanted in languages_of(version) else FALLBACK
    text = _read(version, spoken)[purpose]["guardian" if to_guardian else "own"]
    return ConsentText(text["question"], tuple(text["paragraphs"]), text["short"], spoken)


@cache
def _read(version: str, language: str) -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    texts: Mapping[str, Mapping[str, Mapping[str, str]]] = json.loads(
        (TEXTS / f"{version}.{language}.json").read_text(encoding="utf-8")
    )
    return texts
