import csv
import json

import pytest

from copractice.cli import main
from copractice.engine.calibration import calibrate
from tests.external.conftest import DATA

FOLDER = DATA / "selection" / "reviews_aibs"


@pytest.fixture
def reviews() -> list[dict[str, str]]:
    with open(FOLDER / "reviews.csv", encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.fixture
def reference() -> dict[str, float]:
    return json.loads((FOLDER / "reference.json").read_text(encoding="utf-8"))


def test_real_grant_reviews_show_no_leniency_and_are_not_adjusted(reviews: list, reference: dict) -> None:
    columns = [[row[name] for row in reviews] for name in ("proposal", "reviewer", "overall")]
    result = calibrate(columns[0], columns[1], [float(score) for score in columns[2]])

    assert not result.use_adjusted
    assert [check.name for check in result.checks if not check.passed] == ["leniency"]
    assert result.variance.item**0.5 == pytest.approx(reference["sd_q"], abs=5e-4)
    assert result.variance.reviewer == reference["sd_b"] == 0
    assert result.variance.rest**0.5 == pytest.approx(reference["sd_e"], abs=5e-4)


def test_the_command_says_the_same(tmp_path, reference: dict) -> None:
    out = tmp_path / "r.json"
    files = ["--reviews", str(FOLDER / "reviews.csv"), "--item", "proposal", "--score", "overall"]
    assert main(["engine", "calibrate", *files, "--out", str(out)]) == 0

    result = json.loads(out.read_text(encoding="utf-8"))
    assert result["use_adjusted"] is False
    assert len(result["items"]) == reference["items"]
    assert result["missing"] == 0
