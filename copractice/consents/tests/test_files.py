"""The wordings: whole in both languages, short, and never changed once they were used."""

import hashlib

import pytest

from copractice.consents.files import LATEST, TEXTS, consent_text, languages_of
from copractice.consents.states import Purpose

KEPT = {
    "2026-11.en.json": "9906840a48d0c22de8fda8b11ad7a619561d558c323f245738b71c3f8a9ced71",
    "2026-11.es.json": "1634022cb05c30b424aeef0a44fec93700286caca92ed8c82167857dc6ae9f73",
}


@pytest.mark.parametrize("purpose", Purpose)
@pytest.mark.parametrize("to_guardian", [True, False])
@pytest.mark.parametrize("language", ["en", "es"])
def test_each_purpose_is_worded_for_youth_and_guardian(
    purpose: Purpose, to_guardian: bool, language: str
) -> None:
    text = consent_text(purpose, version=LATEST, language=language, to_guardian=to_guardian)
    assert text.language == language
    assert text.question.endswith("?")
    assert 2 <= len(text.paragraphs) <= 3
    assert max(len(sentence.split()) for sentence in " ".join(text.paragraphs).split(".")) <= 32


def test_a_language_without_a_wording_reads_english() -> None:
    assert languages_of(LATEST) == ("en", "es")
    text = consent_text("apply", version=LATEST, language="fr", to_guardian=False)
    assert text.language == "en"


def test_a_wording_that_was_used_is_never_changed() -> None:
    found = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in TEXTS.glob("*.json")}
    assert found == KEPT
