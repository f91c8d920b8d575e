import json
from pathlib import Path

import pytest

from copractice.cli import main

AFFINITY = "reviewer,application,affinity\nann,a1,3\nann,a2,2\nbob,a1,2\nbob,a2,0\ncat,a1,1\ncat,a2,1\n"
CONFLICTS = "reviewer,application\ncat,a1\ncat,a2\n"
ARGUMENTS = ["engine", "assign", "--affinity", "affinity.csv", "--conflicts", "conflicts.csv"]
ONE_EACH = ["--per-application", "1", "--max-load", "1"]
DATA = Path(__file__).parents[2] / "engine" / "tests" / "data"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("affinity.csv").write_text(AFFINITY, encoding="utf-8")
    Path("conflicts.csv").write_text(CONFLICTS, encoding="utf-8")
    return tmp_path


def answer(*more: str) -> dict:
    assert main([*ARGUMENTS, *ONE_EACH, "--out", "r.json", *more]) == 0
    return json.loads(Path("r.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("objective", ["total", "fair"])
def test_writes_the_keys_an_analyst_expects(objective: str) -> None:
    result = answer("--objective", objective)

    assert result["pairs"] == [
        {"application": "a1", "reviewer": "bob"},
        {"application": "a2", "reviewer": "ann"},
    ]
    assert (result["total"], result["worst"]) == (4.0, 2.0)
    assert result["load"] == {"ann": 1, "bob": 1, "cat": 0}
    assert result["certificate"]["optimal"] is True
    assert {"method", "version", "seed", "input_sha256", "seconds"} <= result.keys()


def test_published_instance_from_its_files() -> None:
    folder = DATA / "assign_bids28"
    files = ["--affinity", str(folder / "affinity.csv"), "--conflicts", str(folder / "conflicts.csv")]
    loads = ["--per-application", "3", "--max-load", "4", "--objective", "fair"]
    assert main(["engine", "assign", *files, *loads, "--out", "r.json"]) == 0

    result = json.loads(Path("r.json").read_text(encoding="utf-8"))
    assert (result["total"], result["worst"]) == (84.0, 3.0)


def test_locked_labels_and_institutions_are_read() -> None:
    Path("locked.csv").write_text("reviewer,application\nann,a1\n", encoding="utf-8")
    Path("labels.csv").write_text("reviewer,label\nann,youth\nbob,youth\n", encoding="utf-8")
    Path("houses.csv").write_text("reviewer,institution\nann,zoo\nbob,zoo\n", encoding="utf-8")
    result = answer(
        "--locked", "locked.csv", "--labels", "labels.csv", "--institutions", "houses.csv",
        "--institution-cap", "1", "--co-review-cap", "1",
    )  # fmt: skip

    assert result["pairs"][0] == {"application": "a1", "reviewer": "ann"}
    assert result["total"] == 3.0


@pytest.mark.parametrize(
    ("affinity", "line"),
    [
        ("ann,a1,3\nann,a1,3\n", "affinity.csv, line 3, column reviewer: ann and a1 stand there twice"),
        ("ann,a1,3\nbob,a1,nan\n", "affinity.csv, line 3, column affinity: 'nan' is not a number"),
        ("ann,a1,much\n", "affinity.csv, line 2, column affinity: 'much' is not a number"),
        ("ann,a1\n", "affinity.csv, line 2: 2 cells, the header has 3"),
        ("", "affinity.csv, line 2: there are no affinities"),
        ("ann,a1,3\n", "1 application lacks 1 reviews in all: a2"),
    ],
)
def test_a_bad_file_exits_2_with_one_line(
    capsys: pytest.CaptureFixture[str], affinity: str, line: str
) -> None:
    Path("affinity.csv").write_text("reviewer,application,affinity\n" + affinity, encoding="utf-8")

    assert main([*ARGUMENTS, *ONE_EACH]) == 2
    assert capsys.readouterr().err == f"copractice engine assign: {line}\n"


def test_an_unknown_reviewer_in_another_file_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    Path("labels.csv").write_text("reviewer,label\ndan,youth\n", encoding="utf-8")

    assert main([*ARGUMENTS, *ONE_EACH, "--labels", "labels.csv"]) == 2
    said = "labels.csv, line 2, column reviewer: 'dan' is not a reviewer with affinities"
    assert capsys.readouterr().err == f"copractice engine assign: {said}\n"


@pytest.mark.parametrize(
    ("loads", "words"),
    [
        (["1", "-1"], "maximum load: whole numbers of 0 or more are needed, the smallest is -1"),
        (["0", "1"], "application a1 asks for no review"),
        (["2", "1"], "2 reviews in all"),
    ],
)
def test_impossible_loads_exit_2(capsys: pytest.CaptureFixture[str], loads: list[str], words: str) -> None:
    assert main([*ARGUMENTS, "--per-application", loads[0], "--max-load", loads[1]]) == 2
    assert words in capsys.readouterr().err
