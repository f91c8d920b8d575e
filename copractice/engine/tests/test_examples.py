"""The examples in docstrings and method pages of opinions, ranking and shares are run as they stand."""

import doctest
import importlib
import pkgutil
from pathlib import Path

import pytest

PAGES = Path(__file__).parents[3] / "docs" / "methods"


def modules(*names):
    """The named modules of the engine and, where one is a folder, everything in it."""
    found = []
    for name in names:
        module = importlib.import_module(f"copractice.engine.{name}")
        inside = pkgutil.walk_packages(getattr(module, "__path__", []), f"{module.__name__}.")
        found += [module.__name__, *(each.name for each in inside)]
    return found


@pytest.mark.parametrize("name", modules("opinions", "ranking", "results", "shares"))
def test_docstring_examples_run(name):
    assert doctest.testmod(importlib.import_module(name)).failed == 0


@pytest.mark.parametrize("method", ["opinions", "ranking", "shares"])
def test_method_page_examples_run(method):
    outcome = doctest.testfile(str(PAGES / f"{method}.md"), module_relative=False)
    assert outcome.attempted > 0
    assert outcome.failed == 0
