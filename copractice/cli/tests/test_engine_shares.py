import json

import pytest

from copractice.cli import main


@pytest.fixture
def run(tmp_path, capsys):
    """Write files, run the command, and return exit code, answer and complaint."""

    def run(*arguments, **files):
        for name, text in files.items():
            (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
        code = main(["engine", "shares", *(part.format(tmp=tmp_path) for part in arguments)])
        printed = capsys.readouterr()
        return code, json.loads(printed.out) if not code else None, printed.err.replace(f"{tmp_path}/", "")

    return run


BALLOTS = "participant,item\nann,10\nann,9\nbob,9\ncat,10\n"


def test_names_come_back_and_ties_go_to_the_lower_number(run):
    code, result, _ = run("--approvals", "{tmp}/a.csv", "-k", "1", a=BALLOTS)
    assert (code, result["winners"], result["rounds"][0]["tied"]) == (0, ["9"], ["9", "10"])
    assert result["payments"]["9"] == [{"amount": 0.5, "participants": ["ann", "bob"]}]
    assert {"method", "version", "seed", "input_sha256", "seconds"} <= result.keys()


def test_costs_and_budget(run):
    answer = run(
        "--approvals", "{tmp}/a.csv", "--costs", "{tmp}/c.csv", "--budget", "30",
        a=BALLOTS, c="item,cost\n9,20\n10,15\n11,1\n",
    )  # fmt: skip
    assert (answer[1]["winners"], answer[1]["spent"]) == (["10"], 15)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("", "a.csv, line 1: the file is empty; it needs a first line with the columns participant, item"),
        ("participant,thing\na,b\n", "a.csv, line 1: no column item; found participant, thing"),
        ("participant,item\n", "a.csv, line 2: there are no approvals"),
        ("participant,item\na,1\nb,\n", "a.csv, line 3, column item: '' is not a name (the cell is empty)"),
        ("participant,item\na,1\n\nb\n", "a.csv, line 4: 1 cells, the header has 2"),
        ('participant,item\na,"1\n', "a.csv, line 2: a quotation mark is opened here and not closed"),
        ("participant,item\na,1\n", "2 seats for 1 items: choose 1 to 1 seats"),
    ],
)
def test_a_bad_file_exits_2_with_one_line(run, text, complaint):
    code, _, said = run("--approvals", "{tmp}/a.csv", "-k", "2", a=text)
    assert code == 2
    assert said == f"copractice engine shares: {complaint}\n"


def test_a_cost_that_is_no_number_is_named(run):
    code, _, said = run(
        "--approvals", "{tmp}/a.csv", "--costs", "{tmp}/c.csv", "--budget", "3",
        a=BALLOTS, c="item,cost\n9,two\n10,1\n",
    )  # fmt: skip
    assert (code, said) == (
        2,
        "copractice engine shares: c.csv, line 2, column cost: 'two' is not a whole number\n",
    )
