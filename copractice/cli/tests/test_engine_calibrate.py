import json
from pathlib import Path

import pytest

from copractice.cli import main

HEADER = "item,reviewer,score\n"


@pytest.fixture
def reviews(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path / "reviews.csv"


def test_writes_the_keys_an_analyst_expects(reviews: Path) -> None:
    reviews.write_text(HEADER + "a,x,1\na,y,6\nb,x,4\nb,y,7\nb,z,n/a\n", encoding="utf-8")
    assert main(["engine", "calibrate", "--reviews", "reviews.csv", "--out", "r.json"]) == 0

    result = json.loads(Path("r.json").read_text(encoding="utf-8"))
    expected = {"method", "version", "seed", "input_sha256", "seconds", "use_adjusted", "reasons"}
    assert expected <= result.keys()
    assert result["missing"] == 1
    assert [line["raw"] for line in result["items"]] == [3.5, 5.5]
    assert result["variance"] == pytest.approx({"item": 1.5, "reviewer": 7.5, "rest": 1.0}, rel=1e-4)


@pytest.mark.parametrize(
    ("rows", "line"),
    [
        ("a,x,1\na,y,nan\n", "reviews.csv, line 3, column score: 'nan' is not a number"),
        ("a,x,1\na,y,good\n", "reviews.csv, line 3, column score: 'good' is not a number"),
        ("a,x,1\na,x,2\n", "reviews.csv, line 3, column reviewer: x reviewed a twice"),
        ("a,x,1\n ,y,2\n", "reviews.csv, line 3, column item: ' ' is not a name"),
        ("a,x,1\na,y\n", "reviews.csv, line 3: 2 cells, the header has 3"),
        ("a,x,1\n", "1 reviews in all: calibration compares reviews and needs at least 2"),
        ("a,x,3\na,y,3\nb,x,3\nb,y,3\n", "all 4 scores are 3: there is nothing to correct"),
    ],
)
def test_a_bad_file_exits_2_with_one_line(
    reviews: Path, capsys: pytest.CaptureFixture[str], rows: str, line: str
) -> None:
    reviews.write_text(HEADER + rows, encoding="utf-8")

    assert main(["engine", "calibrate", "--reviews", "reviews.csv"]) == 2
    assert capsys.readouterr().err == f"copractice engine calibrate: {line}\n"
