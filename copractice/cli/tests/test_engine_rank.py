import json

import pytest

from copractice.cli import main
from copractice.engine.tests.conversations import DATA


def test_real_choices_are_ranked_and_invalid_ones_left_out(capsys):
    folder = DATA / "aoi-job-training"
    assert main(["engine", "rank", "--pairs", str(folder / "votes.csv"), "--ridge", "0.1"]) == 0
    result = json.loads(capsys.readouterr().out)
    expected = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    assert [int(row["item"]) for row in result["ranking"]] == [row["idea"] for row in expected["ranking"]]
    assert result["choices"] == expected["valid_votes"]
    assert {"theta", "se", "rank_low", "rank_high"} <= result["ranking"][0].keys()
    assert {"method", "version", "seed", "input_sha256", "seconds"} <= result.keys()


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("winner,loser\n", "p.csv, line 2: there are no choices"),
        ("winner,beaten\n", "p.csv, line 1: no column loser; found winner, beaten"),
        ("winner,loser\na,b\nc,c\n", "p.csv, line 3, column loser: 'c' is the winner too"),
        ("winner,loser,valid\na,b,1\na,b,yes\n", "p.csv, line 3, column valid: 'yes' is not 0 or 1"),
        ("winner,loser,valid\na,b,2\n", "p.csv, line 2, column valid: '2' is not 0 or 1"),
        ("winner,loser\na,\n", "p.csv, line 2, column loser: '' is not a name (the cell is empty)"),
    ],
)
def test_a_bad_file_exits_2_with_one_line(tmp_path, capsys, text, complaint):
    path = tmp_path / "p.csv"
    path.write_text(text, encoding="utf-8")
    assert main(["engine", "rank", "--pairs", str(path)]) == 2
    assert capsys.readouterr().err == f"copractice engine rank: {tmp_path}/{complaint}\n"


def test_a_file_that_is_not_there_is_named(tmp_path, capsys):
    assert main(["engine", "rank", "--pairs", str(tmp_path / "none.csv")]) == 2
    assert "none.csv: No such file or directory" in capsys.readouterr().err
