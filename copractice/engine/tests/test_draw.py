"""The draw: what is committed, what is drawn, and that three programs agree on it."""

import base64
import doctest
import hashlib
import json
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path

import playwright
import pytest

from copractice.engine import beacons, draw, verify_draw

ROOT = Path(__file__).parents[3]
VECTORS = json.loads((Path(__file__).parent / "data" / "draw_vectors.json").read_text(encoding="utf-8"))
ROLLS = "4 2 6 1 3  5 5 2 1 6  3 3 4 2 1  6 5 4 1 2"

each_draw = pytest.mark.parametrize("vector", VECTORS["draws"], ids=lambda vector: vector["name"])
each_refusal = pytest.mark.parametrize("vector", VECTORS["refusals"], ids=lambda vector: vector["name"])


def committed(cohorts=(("a",), ("b",), ("c",)), tickets=(1, 1, 1), **changes):
    given = {"beacon": beacons.public_dice(), "rules": "equal", "input_sha256": "0" * 64, "alternates": 2}
    return draw.commit(cohorts, tickets, **(given | changes))


def test_examples_on_the_page_and_in_the_docstrings_hold():
    assert doctest.testfile(str(ROOT / "docs/methods/draw.md"), module_relative=False).failed == 0
    assert doctest.testmod(draw).failed == doctest.testmod(beacons).failed == 0


def test_a_ticket_worked_by_hand():
    made = committed()
    text = f"copractice-draw-1|{made.commit}|42613552163342165412|0"
    value = int(hashlib.sha256(text.encode()).hexdigest()[:8], 16)
    assert value < 2**32 - 2**32 % 3
    assert draw.pick(made.document, made.commit, ROLLS).ticket == value % 3 + 1


def test_the_commit_is_the_sha256_of_the_document():
    made = committed()
    assert made.commit == hashlib.sha256(made.document.encode()).hexdigest()


def test_large_values_are_passed_over_not_folded():
    numbers, n = draw._Numbers("stem"), 3 * 2**30
    raw = [int.from_bytes(hashlib.sha256(f"stem|{c}".encode()).digest()[:4], "big") for c in range(40)]
    kept = [value for value in raw if value < n]
    assert 0 < len(kept) < len(raw)
    assert [numbers.below(n) for _ in kept] == kept


def test_every_ticket_is_drawn_about_equally_often():
    made = committed(tickets=(1, 2, 3), alternates=0)
    drawn = Counter(
        draw.pick(made.document, made.commit, "".join(str(int(d, 6) + 1) for d in _base6(i))).ticket
        for i in range(6000)
    )
    chi_squared = sum((drawn[t] - 1000) ** 2 / 1000 for t in range(1, 7))
    assert chi_squared < 20.5  # 0.1 % point with 5 degrees of freedom


def _base6(number):
    digits = []
    for _ in range(20):
        number, digit = divmod(number, 6)
        digits.append(str(digit))
    return digits


def test_alternates_stand_in_the_order_they_are_drawn_and_never_hold_a_seat():
    made = committed([("a", "b"), ("b", "c"), ("c", "d")], [5, 5, 5], alternates=9)
    drawn = draw.pick(made.document, made.commit, ROLLS)
    assert set(drawn.people) | set(drawn.alternates) == {"a", "b", "c", "d"}
    assert not set(drawn.people) & set(drawn.alternates)


def test_fewer_alternates_are_the_first_of_more():
    few, more = committed(alternates=1), committed(alternates=1)
    assert few == more
    assert len(draw.pick(few.document, few.commit, ROLLS).alternates) == 1


def test_the_order_of_names_within_a_cohort_does_not_matter():
    assert committed([("a", "b")], [1]) == committed([("b", "a")], [1])


@each_draw
def test_engine_gives_the_published_answer(vector):
    drawn = draw.pick(vector["document"], vector["commit"], vector["number"])
    found = [drawn.ticket, list(drawn.people), list(drawn.alternates)]
    assert found == [vector["ticket"], vector["people"], vector["alternates"]]
    draw.verify(vector["document"], drawn)


@each_draw
def test_stand_alone_verifier_gives_the_published_answer(vector):
    found = verify_draw.draw(vector["document"].encode(), vector["commit"], vector["number"])
    assert list(found) == [vector["ticket"], vector["people"], vector["alternates"]]


@each_refusal
def test_engine_and_verifier_refuse_what_was_not_promised(vector):
    with pytest.raises(ValueError, match=r"commit|beacon prints|rolls|seals"):
        draw.pick(vector["document"], vector["commit"], vector["number"])
    with pytest.raises(ValueError, match=r"the document|the number"):
        verify_draw.draw(vector["document"].encode(), vector["commit"], vector["number"])


@pytest.mark.parametrize("numbers", VECTORS["numbers"], ids=lambda numbers: str(numbers["below"]))
def test_the_stream_of_numbers_is_the_published_one(numbers):
    stream = draw._Numbers(numbers["stem"])
    assert [stream.below(numbers["below"]) for _ in numbers["first"]] == numbers["first"]


def test_the_browser_module_gives_the_same_answers():
    source = (ROOT / "copractice/web/static/web/draw.js").read_bytes()
    module = "data:text/javascript;base64," + base64.b64encode(source).decode()
    script = f"""
        import {{ draw, numbers, sha256 }} from "{module}";
        import {{ readFileSync }} from "node:fs";
        const vectors = JSON.parse(readFileSync(0, "utf8"));
        const refused = (v) => {{
          try {{ draw(v.document, v.commit, v.number); return false; }} catch (e) {{ return e.message; }}
        }};
        console.log(JSON.stringify({{
          draws: vectors.draws.map((v) => draw(v.document, v.commit, v.number)),
          hashes: vectors.draws.map((v) => sha256(v.document)),
          numbers: vectors.numbers.map((v) => {{
            const below = numbers(v.stem);
            return v.first.map(() => below(v.below));
          }}),
          refused: vectors.refusals.map(refused),
        }}));
    """
    node = Path(playwright.__file__).parent / "driver" / "node"
    done = subprocess.run(
        [node, "--input-type=module", "-e", script],
        input=json.dumps(VECTORS).encode(),
        capture_output=True,
        check=True,
        timeout=60,
    )
    found = json.loads(done.stdout)
    wanted = ("ticket", "people", "alternates")
    assert found["draws"] == [{name: vector[name] for name in wanted} for vector in VECTORS["draws"]]
    assert found["hashes"] == [vector["commit"] for vector in VECTORS["draws"]]
    assert found["numbers"] == [vector["first"] for vector in VECTORS["numbers"]]
    assert all(text.startswith("the ") for text in found["refused"])


def test_the_verifier_is_short_and_needs_only_the_standard_library():
    path = Path(verify_draw.__file__)
    lines = path.read_text(encoding="utf-8").splitlines()
    imported = {line.split()[1].split(".")[0] for line in lines if line.startswith(("import ", "from "))}
    assert len(lines) < 60
    assert imported <= set(sys.stdlib_module_names)


def test_the_verifier_runs_as_a_program(tmp_path):
    vector = VECTORS["draws"][2]
    (tmp_path / "draw.json").write_text(vector["document"], encoding="utf-8")
    done = subprocess.run(
        [sys.executable, verify_draw.__file__, tmp_path / "draw.json", vector["commit"], vector["number"]],
        capture_output=True,
        check=True,
        text=True,
    )
    assert done.stdout.startswith(f"ticket {vector['ticket']}: {', '.join(vector['people'])}\n")


@pytest.mark.parametrize(
    ("field", "value"), [("ticket", 9), ("people", ("z",)), ("alternates", ("z",)), ("tickets", 4)]
)
def test_a_false_claim_is_named(field, value):
    made = committed()
    drawn = draw.pick(made.document, made.commit, ROLLS)
    with pytest.raises(ValueError, match=f"the draw gives {field}"):
        draw.verify(made.document, replace(drawn, **{field: value}))


def test_a_document_that_is_not_canonical_is_refused():
    spaced = committed().document.replace(",", ", ")
    with pytest.raises(ValueError, match="canonical"):
        draw.pick(spaced, hashlib.sha256(spaced.encode()).hexdigest(), ROLLS)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"cohorts": [], "tickets": []}, "0 cohorts"),
        ({"cohorts": [("a",)], "tickets": [1, 2]}, "1 cohorts with 2"),
        ({"cohorts": [("a",)], "tickets": [0]}, "cohort 1 has 0 tickets"),
        ({"cohorts": [("a",)], "tickets": [True]}, "cohort 1 has True tickets"),
        ({"cohorts": [("a", "a")], "tickets": [1]}, "names a person twice: a, a"),
        ({"cohorts": [()], "tickets": [1]}, "cohort 1 needs a list"),
        ({"tickets": (1, 1, 100_000)}, "at most 100000"),
        ({"alternates": -1}, "-1 alternates"),
        ({"beacon": {"kind": "coin"}}, "names no public number"),
        ({"beacon": {"kind": "dice", "rolls": 3}}, "at least 20 dice"),
    ],
)
def test_an_impossible_draw_is_refused_with_the_reason(changes, words):
    with pytest.raises(ValueError, match=words):
        committed(**changes)


@pytest.mark.parametrize("secret", ["short", "with | bar in it", "naïve but long"])
def test_a_poor_secret_cannot_be_sealed(secret):
    with pytest.raises(ValueError, match="at least 8 characters"):
        beacons.seal(secret)
