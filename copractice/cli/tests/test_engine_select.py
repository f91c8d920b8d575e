import json
from pathlib import Path

import pytest

from copractice.cli import main

ITEMS = "id,quality,region,framework_0,first_time\na,5,n,0,0\nb,4,n,1,0\nc,3,s,0,1\nd,1,s,1,1\n"
RULES = "family,value,min,max\nregion,s,1,1\nframework,0,0,1\nfirst,1,0,2\n"
ARGUMENTS = ["engine", "select", "--items", "items.csv", "--constraints", "rules.csv"]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("items.csv").write_text(ITEMS, encoding="utf-8")
    Path("rules.csv").write_text(RULES, encoding="utf-8")
    return tmp_path


def answer(*more: str) -> dict:
    assert main([*ARGUMENTS, "-k", "2", "--out", "r.json", *more]) == 0
    return json.loads(Path("r.json").read_text(encoding="utf-8"))


def test_writes_the_keys_an_analyst_expects() -> None:
    result = answer("--draws", "20")

    assert result["selected"] == ["a", "c"]
    assert result["value"] == 8.0
    assert result["prices"] == {"region": 1.0, "framework": 0.0, "first": 0.0}
    assert set(result["zones"]) == {"a", "b", "c", "d"}
    assert result["noise"].endswith("assumed: half the spread of quality")
    assert {"method", "version", "seed", "input_sha256", "seconds"} <= result.keys()


def test_own_errors_and_forced_items() -> None:
    rows = ["id,quality,region,framework_0,first_time,se,forced,reason"]
    rows += ["a,5,n,0,0,0.1,out,withdrew", "b,4,n,1,0,0.1,,", "c,3,s,0,1,0.1,,", "d,1,s,1,1,0.1,,"]
    Path("items.csv").write_text("\n".join(rows), encoding="utf-8")
    result = answer("--draws", "5")

    assert result["selected"] == ["b", "c"]
    assert result["prices"]["forced"] == 1.0
    assert result["noise"] == "standard errors of the items"


def test_same_seed_same_bytes_but_for_the_time() -> None:
    one, other = answer("--seed", "3"), answer("--seed", "3")

    assert {**one, "seconds": 0} == {**other, "seconds": 0}


@pytest.mark.parametrize(
    ("file", "text", "line"),
    [
        (
            "items.csv",
            "id,quality\na,1\na,2\nb,1\n",
            "items.csv, line 3, column id: 'a' stands already on line 2",
        ),
        (
            "items.csv",
            "id,quality\na,1\nb,nan\nc,1\n",
            "items.csv, line 3, column quality: 'nan' is not a number",
        ),
        (
            "items.csv",
            "id,quality\na,1\nb,2\nc,1\n",
            "rules.csv, line 2, column family: the items have no column region and none region_s",
        ),
        (
            "rules.csv",
            "family,value,min,max\nregion,s,-1,1\n",
            "rules.csv, line 2, column min: '-1' is not a whole number of 0 or more",
        ),
        (
            "rules.csv",
            "family,value,min,max\nregion,s,2,1\n",
            "rules.csv, line 2, column min: 2 is above the maximum 1",
        ),
        (
            "rules.csv",
            "family,value,min,max\nregion,w,1,2\n",
            "no cohort keeps these rules together: 2 seats; region w 1 to 2 (0 items). "
            "Smallest change: lower the minimum of region w from 1 to 0.",
        ),
    ],
)
def test_a_bad_file_exits_2_with_one_line(
    capsys: pytest.CaptureFixture[str], file: str, text: str, line: str
) -> None:
    Path(file).write_text(text, encoding="utf-8")

    assert main([*ARGUMENTS, "-k", "2"]) == 2
    assert capsys.readouterr().err == f"copractice engine select: {line}\n"


@pytest.mark.parametrize("seats", ["0", "4", "5", "-1"])
def test_seats_that_leave_no_choice_exit_2(capsys: pytest.CaptureFixture[str], seats: str) -> None:
    assert main([*ARGUMENTS, "-k", seats]) == 2
    assert f"{seats} seats" in capsys.readouterr().err
