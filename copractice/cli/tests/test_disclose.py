"""`copractice engine disclose`: a table in, a safe table and the attack's answer out."""

import json

import pytest

from copractice.cli import main

TABLE = "rows,columns,count\n" + "".join(
    f"{row},{column},{count}\n"
    for row, line in {"health": (30, 25, 4), "arts": (20, 18, 40), "trades": (50, 60, 70)}.items()
    for column, count in zip(("14-15", "16-17", "18+"), line, strict=True)
)


def run(folder, text):
    (folder / "table.csv").write_text(text, encoding="utf-8")
    code = main(["engine", "disclose", "--table", str(folder / "table.csv"), "--out", str(folder / "r.json")])
    return code, json.loads((folder / "r.json").read_text()) if code == 0 else None


def test_small_cells_are_hidden_and_the_attack_gains_nothing(tmp_path):
    code, result = run(tmp_path, TABLE)
    assert code == 0
    assert result["audit"] == "passed"
    assert (result["safe"], result["kept"], result["merge"]) == (8, 3, "row health")
    shown = {
        (cell["row"], cell["column"]): cell["count"] for cell in result["cells"] if cell["status"] == "shown"
    }
    assert shown == {("trades", "14-15"): 50, ("trades", "16-17"): 60, ("trades", "18+"): 70}
    assert all(cell["could_be"][0] <= 1 and cell["could_be"][1] >= 9 for cell in result["hidden"])
    assert result["row_totals"] == {"health": 59, "arts": 78, "trades": 180}


def test_headers_in_the_singular_and_missing_cells_are_zero(tmp_path):
    code, result = run(tmp_path, "row,column,count\na,x,20\nb,y,30\n")
    assert code == 0
    assert [cell["status"] for cell in result["cells"]] == ["hidden"] * 4


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("rows,columns,count\na,x,-1\n", "line 2, column count: '-1' is not a whole number from 0 on"),
        ("rows,columns,count\na,x,nan\n", "line 2, column count: 'nan' is not"),
        ("rows,columns,count\na,x,1\na,x,2\n", "line 3: a and x have a count already"),
        ("rows,count\na,1\n", "line 1: no column columns"),
        ("rows,columns,count\n", "line 2: the table has no cells"),
    ],
)
def test_a_bad_table_exits_2_with_one_line(tmp_path, capsys, text, words):
    assert run(tmp_path, text) == (2, None)
    said = capsys.readouterr().err
    assert words in said
    assert said.count("\n") == 1
