"""The drawing of what became of advice: from printed figures alone, with what left the flow in view."""

from copractice.impact.analysis.printing import Printed
from copractice.impact.files.flow import Branch, branches_of, flow_drawing
from copractice.impact.files.pages import parts

AT = "2026-11-24T15:00:00+00:00"


def told(indicator: str, value: str, of: str = "") -> Printed:
    return Printed(indicator, "", True, "", value, of, of, "0", AT)


WHOLE = [
    told("recommendations", "31"),
    told("answered_in_time", "23", "28"),
    told("adopted", "17", "26"),
    told("evidenced", "9", "17"),
]


def test_what_is_declined_late_or_under_way_stays_in_view() -> None:
    assert branches_of(WHOLE) == [
        Branch(5, "not answered yet", "late so far: 5 of 28 due"),
        Branch(9, "declined", "each with a reason"),
        Branch(8, "under way", "no evidence yet"),
    ]


def test_both_drawings_carry_every_number_in_words() -> None:
    drawn = flow_drawing(WHOLE)
    assert drawn.count("<svg") == 2
    for n, words in ((31, "offered"), (26, "answered"), (17, "adopted or adapted"), (9, "show evidence")):
        assert drawn.count(f">{n}</tspan>") >= 2
        assert f"{n} {words}" in drawn
    assert "style=" not in drawn


def test_without_an_offer_nothing_is_drawn_and_without_an_answer_one_bar_is() -> None:
    assert flow_drawing([]) == ""
    assert flow_drawing([told("recommendations", "0")]) == ""
    assert flow_drawing(WHOLE[:1]).count("flow__dam") == 2
    assert branches_of(WHOLE[:1]) == []


def test_four_figures_lead_and_one_that_is_hidden_is_among_them() -> None:
    hidden = Printed("youth_engaged", "under_18", False, "R2", "", "", "", "", AT)
    other = Printed("youth_engaged", "from_18", False, "R7", "", "", "", "", AT)
    attendance = Printed("attendance_youth", "", True, "", "60 or more", "", "10-14", "", AT)
    content = {"title": {"en": "T"}, "lead": {"en": "L"}, "sections": {}}

    def leading(figures: list[Printed]) -> list[str]:
        rows = [vars(figure) for figure in figures]
        return [row.figure.name for row in parts({**content, "figures": rows}, "en")["leading"]]

    told_ones = ["recommendations", "answered_in_time", "evidenced"]
    assert leading([*WHOLE, attendance]) == [*told_ones, "attendance_youth"]
    assert leading([other, hidden, attendance, *WHOLE]) == [*told_ones, "youth_engaged.under_18"]
