"""The house style, where no linter holds it: sizes, foreign keys, migrations."""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import models

from copractice.ledger.models import SameCommunity

ROOT = Path(__file__).resolve().parent.parent
PYTHON_FILES = [
    path
    for top in ("copractice", "tests", "bench")
    for path in (ROOT / top).rglob("*.py")
    if "migrations" not in path.parts
]
TEMPLATES = sorted((ROOT / "copractice").rglob("templates/**/*.html"))
OUR_MODELS = [model for model in apps.get_models() if model.__module__.startswith("copractice.")]


def _package(model: type[models.Model]) -> str:
    return model.__module__.split(".")[1]


def _links(model: type[models.Model]) -> list[models.ForeignKey]:
    return [field for field in model._meta.get_fields() if isinstance(field, models.ForeignKey)]


def _has_community(model: type[models.Model]) -> bool:
    return any(field.name == "community" for field in model._meta.get_fields())


def test_no_python_file_is_longer_than_300_lines() -> None:
    lengths = {path: path.read_text().count("\n") for path in PYTHON_FILES}
    assert len(lengths) > 50
    assert {str(path.relative_to(ROOT)): n for path, n in lengths.items() if n > 300} == {}


def test_no_template_is_longer_than_100_lines() -> None:
    lengths = {path: path.read_text().count("\n") for path in TEMPLATES}
    assert len(lengths) > 20
    assert {str(path.relative_to(ROOT)): n for path, n in lengths.items() if n > 100} == {}


def test_no_template_carries_inline_script_or_style() -> None:
    inline = re.compile(r"<style|\sstyle=|<script(?![^>]*\ssrc=)|\son[a-z]+=", re.IGNORECASE)
    found = {str(path.relative_to(ROOT)) for path in TEMPLATES if inline.search(path.read_text())}
    assert found == set()


def test_foreign_keys_across_packages_have_no_way_back() -> None:
    crossing = [
        field
        for model in OUR_MODELS
        for field in _links(model)
        if _package(field.remote_field.model) != _package(model)
    ]
    assert len(crossing) >= 2
    assert [str(field) for field in crossing if field.remote_field.related_name != "+"] == []


def test_links_between_tenant_tables_carry_the_community() -> None:
    held = {
        (model, constraint.field)
        for model in OUR_MODELS
        for constraint in model._meta.constraints
        if isinstance(constraint, SameCommunity)
    }
    links = {
        (model, field.name)
        for model in OUR_MODELS
        for field in _links(model)
        if _has_community(field.remote_field.model)
    }
    assert links
    assert links == held


def test_a_table_that_links_to_a_tenant_table_is_one() -> None:
    loose = [
        model
        for model in OUR_MODELS
        for field in _links(model)
        if _has_community(field.remote_field.model) and not _has_community(model)
    ]
    assert loose == []


def test_migrations_have_names_that_say_what_they_do() -> None:
    files = [path.stem for path in (ROOT / "copractice").rglob("migrations/0*.py")]
    assert [name for name in files if re.search(r"_auto_|_initial$", name)] == []


@pytest.mark.django_db
def test_models_and_migrations_agree() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
