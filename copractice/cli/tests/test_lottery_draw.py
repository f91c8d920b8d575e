"""`copractice engine lottery` and `draw`: from two CSV files to a draw that verifies."""

import hashlib
import json

import pytest

from copractice.cli import main

POOL = (
    "id,sector,score\n"
    + "".join(f"a{i},arts,{i}\n" for i in range(2))
    + "".join(f"o{i},other,{i}\n" for i in range(4))
)
QUOTAS = "feature,value,min,max\nsector,arts,1,1\nsector,other,1,1\n"
ROLLS = "42613552163342165412"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    (tmp_path / "pool.csv").write_text(POOL, encoding="utf-8")
    (tmp_path / "quotas.csv").write_text(QUOTAS, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def engine(*words):
    return main(["engine", *words])


def read(path):
    return json.loads(path.read_text(encoding="utf-8"))


def run_lottery(*more):
    return engine(
        "lottery", "--pool", "pool.csv", "--quotas", "quotas.csv", "--out", "r.json", "-k", "2", *more
    )


def test_the_lottery_names_people_and_its_input(folder):
    assert run_lottery("--objective", "leximin") == 0
    result = read(folder / "r.json")
    assert result["probabilities"] == pytest.approx(
        {"a0": 0.5, "a1": 0.5, "o0": 0.25, "o1": 0.25, "o2": 0.25, "o3": 0.25}, abs=1e-6
    )
    assert result["input_sha256"] == hashlib.sha256((POOL + QUOTAS).encode()).hexdigest()
    assert (result["method"], result["objective"], result["seed"]) == ("lottery", "leximin", 0)
    assert sorted(map(sorted, result["profiles"])) == [["a0", "a1"], ["o0", "o1", "o2", "o3"]]


def test_a_quality_floor_on_the_command_line(folder):
    assert run_lottery("--quality", "score") == 0
    assert read(folder / "r.json")["excluded"] == ["a0", "o0", "o1", "o2"]


def test_commit_pick_and_verify(folder, capsys):
    run_lottery()
    made = ["--document", "draw.json", "--out", "commit.json", "--lottery", "r.json"]
    assert engine("draw", "commit", *made, "--dice", "20", "--alternates", "3", "--tickets", "8") == 0
    commit = read(folder / "commit.json")["commit"]
    assert hashlib.sha256((folder / "draw.json").read_bytes()).hexdigest() == commit
    known = ["--document", "draw.json", "--commit", commit, "--number", ROLLS]
    assert engine("draw", "pick", *known, "--out", "drawn.json") == 0
    drawn = read(folder / "drawn.json")
    assert len(drawn["people"]) == 2
    assert len(drawn["alternates"]) == 3
    assert engine("draw", "verify", *known, "--result", "drawn.json") == 0
    assert '"verified": true' in capsys.readouterr().out
    (folder / "drawn.json").write_text(json.dumps(drawn | {"ticket": 99}), encoding="utf-8")
    assert engine("draw", "verify", *known, "--result", "drawn.json") == 2
    assert "the draw gives ticket" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("beacon", "kind"),
    [
        (["--beacon", "drand quicknet", "9"], {"kind": "beacon", "source": "drand quicknet", "round": 9}),
        (["--seals", "a" * 64, "b" * 64], {"kind": "sealed", "seals": ["a" * 64, "b" * 64]}),
    ],
)
def test_other_public_numbers(folder, beacon, kind):
    run_lottery()
    made = ["--document", "draw.json", "--out", "c.json", "--lottery", "r.json"]
    assert engine("draw", "commit", *made, *beacon) == 0
    assert read(folder / "draw.json")["beacon"] == kind


@pytest.mark.parametrize(
    ("file", "text", "words"),
    [
        ("pool.csv", POOL + "a0,arts,3\n", "pool.csv, line 8, column id: 'a0' stands in line 2 already"),
        ("pool.csv", "id,region\nx,north\n", "pool.csv, line 1: no column sector"),
        ("quotas.csv", QUOTAS.replace("other,1", "other,one"), "line 3, column min: 'one' is not a whole"),
        ("quotas.csv", QUOTAS.replace("arts,1,1", "arts,3,3"), "no 2 of the 6 people keep all quotas"),
        ("quotas.csv", QUOTAS.replace("arts,1,1", "arts,2,1"), "quota 1: at least 2, at most 1"),
    ],
)
def test_a_bad_file_exits_2_with_one_line(folder, capsys, file, text, words):
    (folder / file).write_text(text, encoding="utf-8")
    assert run_lottery() == 2
    said = capsys.readouterr().err
    assert words in said
    assert said.count("\n") == 1


@pytest.mark.parametrize(
    ("text", "words"),
    [("{", "r.json, line 1, column 2: not JSON"), ("[]", "not a JSON object"), ("{}", "not a result of the")],
)
def test_a_commit_needs_a_lottery(folder, capsys, text, words):
    (folder / "r.json").write_text(text, encoding="utf-8")
    made = ["--document", "draw.json", "--lottery", "r.json", "--dice", "20"]
    assert engine("draw", "commit", *made) == 2
    assert words in capsys.readouterr().err
    assert not (folder / "draw.json").exists()
