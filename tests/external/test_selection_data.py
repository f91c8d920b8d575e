import json
from pathlib import Path

import pytest

from copractice.cli import main
from tests.external.conftest import DATA

FOLDER = DATA / "selection"


def answer(out: Path, *arguments: str) -> dict:
    assert main(["engine", *arguments, "--out", str(out)]) == 0
    return json.loads(out.read_text(encoding="utf-8"))


@pytest.mark.parametrize(("name", "load"), [("assign_bids28", "4"), ("assign_syn200x120", "6")])
def test_assignments_reach_total_and_level(tmp_path: Path, name: str, load: str) -> None:
    reference = json.loads((FOLDER / name / "reference.json").read_text(encoding="utf-8"))
    files = [f"--{part}={FOLDER / name / f'{part}.csv'}" for part in ("affinity", "conflicts")]
    asked = [*files, "--per-application=3", f"--max-load={load}"]

    total = answer(tmp_path / "total.json", "assign", *asked)
    assert total["total"] == pytest.approx(reference["max_total"], abs=1e-9)
    fair = answer(tmp_path / "fair.json", "assign", *asked, "--objective=fair")
    assert fair["worst"] == pytest.approx(reference["maxmin_lp_bound"], abs=1e-6)


def test_selection_reaches_value_prices_and_frequencies(tmp_path: Path) -> None:
    folder = FOLDER / "portfolio_syn100"
    reference = json.loads((folder / "reference.json").read_text(encoding="utf-8"))
    files = [
        f"--items={folder / 'items_n100_k10_s1.csv'}",
        f"--constraints={folder / 'constraints_n100_k10_s1.csv'}",
    ]
    result = answer(tmp_path / "r.json", "select", *files, "-k", "10", "--se=0.5")

    assert result["selected"] == [str(item) for item in reference["selected"]]
    assert result["prices"] == pytest.approx(reference["price_if_family_dropped"], abs=1e-9)
    for item, frequency in reference["inclusion_freq_se0.5"].items():
        assert result["inclusion"][item]["frequency"] == pytest.approx(frequency, abs=0.1)
