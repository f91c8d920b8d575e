import json
import random

import numpy as np
import pytest

from copractice.cli import main
from copractice.cli.engine import columns
from copractice.engine.tests.conversations import CONVERSATIONS, DATA


@pytest.fixture
def run(capsys):
    """Run the command; return exit code, answer and complaint."""

    def run(*arguments):
        code = main(["engine", "opinions", *map(str, arguments)])
        printed = capsys.readouterr()
        return code, json.loads(printed.out) if not code else None, printed.err

    return run


@pytest.mark.parametrize("name", CONVERSATIONS)
def test_wide_files_give_the_references_counts_and_lists(run, name):
    folder = DATA / name
    expected = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    _, result, _ = run(
        "--votes", folder / "participants-votes.csv", "--comments", folder / "comments.csv", "--mode", "polis"
    )
    assert (result["participants"], result["statements"], result["votes"]) == (
        expected["counts"]["participants"],
        expected["counts"]["statements_voted"],
        expected["counts"]["votes"],
    )
    for vote in ("agree", "disagree"):
        assert [int(line["statement"]) for line in result["consensus"][vote]] == [
            line["tid"] for line in expected["consensus"][vote]
        ]


def test_labels_give_the_references_group_informed_consensus(run, tmp_path):
    folder = DATA / CONVERSATIONS[0]
    expected = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    labels = "".join(f"{person},{group}\n" for person, group in expected["cluster_labels"].items())
    (tmp_path / "labels.csv").write_text("participant,group\n" + labels, encoding="utf-8")
    _, result, _ = run(
        "--votes", folder / "votes.csv", "--mode", "polis", "--labels", tmp_path / "labels.csv"
    )  # fmt: skip
    for statement, value in expected["group_aware_consensus_top20"]["agree"]:
        assert result["gic"][str(statement)] == pytest.approx(value, abs=1e-6)
    assert result["groups"] == [{"id": "0", "size": 77}, {"id": "1", "size": 61}]


def test_events_and_wide_table_of_one_conversation_agree(run):
    folder = DATA / CONVERSATIONS[0]
    answers = [
        run("--votes", folder / name, "--comments", folder / "comments.csv")[1]
        for name in ("votes.csv", "participants-votes.csv")
    ]
    for answer in answers:
        answer.pop("input_sha256")
        answer.pop("seconds")
    assert answers[0] == answers[1]
    assert {"groups", "labels", "positions", "consensus", "gic", "representative", "stability"} <= answers[
        0
    ].keys()


def test_events_out_of_order_and_repeated_are_settled_by_time(run, tmp_path):
    rows = ["3,p,7,1", "1,p,7,-1", "2,p,8,0", "2,q,7,1", "2,q,7,-1"]
    texts = []
    for order in (rows, [rows[1], rows[0], *rows[2:]]):
        path = tmp_path / "votes.csv"
        path.write_text("timestamp,voter-id,comment-id,vote\n" + "\n".join(order), encoding="utf-8")
        _, result, _ = run("--votes", path, "--mode", "polis")
        texts.append((result["participants"], result["statements"], result["votes"]))
    assert texts == [(2, 2, 3)] * 2


def test_chunks_do_not_show(run, monkeypatch):
    folder = DATA / CONVERSATIONS[0]
    whole = run("--votes", folder / "votes.csv", "--mode", "polis")[1]
    monkeypatch.setattr(columns, "CHUNK", 101)
    pieces = run("--votes", folder / "votes.csv", "--mode", "polis")[1]
    assert whole | {"seconds": 0} == pieces | {"seconds": 0}


EVENTS = "timestamp,comment-id,voter-id,vote\n"


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("", "line 1: the file is empty; it needs a first line with the columns voter-id, comment-id, vote"),
        (EVENTS, "line 2: there are no votes"),
        ("comment-id,vote\n1,1\n", "line 1: no column voter-id; found comment-id, vote"),
        (EVENTS + "1,2,3,1\n1,2,3,2\n", "line 3, column vote: '2' is not 1, 0 or -1"),
        (EVENTS + "1,2,3,yes\n", "line 2, column vote: 'yes' is not 1, 0 or -1"),
        (EVENTS + "1,2,3,1.5\n", "line 2, column vote: '1.5' is not 1, 0 or -1"),
        (EVENTS + "noon,2,3,1\n", "line 2, column timestamp: 'noon' is not a whole number"),
        (EVENTS + "1,,3,1\n", "line 2, column comment-id: '' is not a name (the cell is empty)"),
        (EVENTS + '1,"a\nb",3,1\n\n1,2,3\n', "line 5: 3 cells, the header has 4"),
        (EVENTS + '1,"a\nb",3,1\n,,,\n1,2,3,9\n', "line 5, column vote: '9' is not 1, 0 or -1"),
        ("participant,xid\np,1\n", "line 1: no statement columns; found participant, xid"),
        ("participant,0,1\np,1,\nq,,3\n", "line 3, column 1: '3' is not 1, 0 or -1 or empty"),
        ("participant,0\np,1\np,0\n", "line 3, column participant: 'p' is not new, it stands there twice"),
        ("participant,0\n", "line 2: there are no participants"),
    ],
)  # fmt: skip
def test_a_bad_file_exits_2_with_one_line(run, tmp_path, text, complaint):
    path = tmp_path / "votes.csv"
    path.write_text(text, encoding="utf-8")
    code, _, said = run("--votes", path)
    assert (code, said) == (2, f"copractice engine opinions: {path}, {complaint}\n")


def test_bytes_that_are_no_text_and_a_missing_file_are_named(run, tmp_path):
    path = tmp_path / "votes.csv"
    path.write_bytes(EVENTS.encode() + b"1,2,\xff,1\n")
    said = run("--votes", path)[2]
    assert said.startswith(f"copractice engine opinions: {path}, line 2: character 5 is not UTF-8 text")
    assert "No such file" in run("--votes", tmp_path / "none.csv")[2]


@pytest.mark.parametrize(
    ("option", "text", "complaint"),
    [
        (
            "--comments",
            "comment-id,moderated\n2,1\n2,1\n",
            "line 3, column comment-id: '2' stands there twice",
        ),
        ("--comments", "comment-id,moderated\n2,5\n", "line 2, column moderated: '5' is not 1, 0 or -1"),
        ("--comments", "comment-id\n2\n", "line 1: no column moderated; found comment-id"),
        ("--labels", "participant,group\n9,a\n", "line 2, column participant: '9' cast no vote"),
        ("--labels", "participant,group\n3,a\n3,b\n", "line 3, column participant: '3' stands there twice"),
    ],
)
def test_a_bad_second_file_is_named(run, tmp_path, option, text, complaint):
    (tmp_path / "votes.csv").write_text(EVENTS + "1,2,3,1\n", encoding="utf-8")
    (tmp_path / "other.csv").write_text(text, encoding="utf-8")
    code, _, said = run("--votes", tmp_path / "votes.csv", option, tmp_path / "other.csv")
    assert (code, said) == (2, f"copractice engine opinions: {tmp_path}/other.csv, {complaint}\n")


def test_many_rows_are_read_in_little_memory(tmp_path):
    path = tmp_path / "votes.csv"
    drawn = random.Random(1)
    with open(path, "w", encoding="utf-8") as stream:
        stream.write(EVENTS)
        stream.writelines(
            f"{i},{drawn.randrange(50)},{drawn.randrange(500)},{drawn.choice('10') if i else -1}\n"
            for i in range(70_000)
        )
    total = sum(
        int(np.abs(chunk.integers("vote", "a vote")).sum()) for chunk in columns.read_chunks(path, ["vote"])
    )
    assert 30_000 < total < 40_000
