"""Draws: promised before the number exists, picked once, public, and checked again."""

import json

import pytest
from django.test import Client
from django.urls import reverse

from copractice.engine import verify_draw
from copractice.engine.beacons import public_dice, public_number
from copractice.ledger.states import Refused
from copractice.people.models import Person
from copractice.selection.actions import drawing
from copractice.selection.analysis.draws import differences
from copractice.selection.models import Draw
from copractice.selection.tests.conftest import N, Panel, S
from copractice.selection.tests.test_deciding import tie

ROLLS = "42613552163342165412"


def commit(panel: Panel, seats: int = 1, **more: object) -> Draw:
    asked = {"beacon": public_dice(), "run": None, "actor": panel.one, "now": panel.now} | more
    codes = [one.code for one in panel.applications]
    return drawing.commit_draw(call=panel.call, codes=codes, seats=seats, **asked)


def test_a_draw_is_picked_once_and_three_programs_agree(panel: Panel) -> None:
    draw = commit(panel)
    with pytest.raises(Refused, match="cannot be the number"):
        drawing.pick_draw(draw=draw, number="777", actor=panel.one, now=panel.now)
    draw = drawing.pick_draw(draw=draw, number=ROLLS, actor=panel.one, now=panel.now)
    ticket, people, standing_by = verify_draw.draw(draw.document.encode(), draw.commitment, ROLLS)
    assert [ticket, people, standing_by] == [draw.picked[name] for name in ("ticket", "people", "alternates")]
    assert sorted(people + standing_by) == sorted(one.code for one in panel.applications)
    assert differences(draw) == []
    draw.picked["people"] = standing_by
    assert differences(draw) == ["result"]
    with pytest.raises(Refused, match="picked already"):
        drawing.pick_draw(draw=draw, number=ROLLS, actor=panel.one, now=panel.now)


def test_one_draw_at_a_time_and_more_in_it_than_seats(panel: Panel) -> None:
    with pytest.raises(Refused, match="more applications than"):
        commit(panel, seats=2)
    commit(panel, beacon=public_number("drand quicknet", 9))
    with pytest.raises(Refused, match="waits for its number"):
        commit(panel)
    with pytest.raises(Refused, match="without a tie"):
        commit(panel, actor=panel.place.people["member"])


def test_everybody_reads_a_draw_by_codes_and_gets_document_and_program(panel: Panel) -> None:
    draw = commit(panel)
    page = Client().get(draw.get_absolute_url()).content.decode()
    assert draw.commitment in page
    assert all(one.code in page for one in panel.applications)
    assert "Example House" not in page
    assert "Enter the number" not in page
    document = Client().get(reverse("draw_document", args=["here", draw.code]))
    assert document.content.decode() == draw.document
    assert json.loads(document.content)["alternates"] == 1
    assert Client().get(reverse("draw_verifier")).content.startswith(b'"""Check a public draw')


def test_the_parties_are_led_to_their_draw_and_tied_staff_are_not_told_of_one(panel: Panel) -> None:
    draw = commit(panel)
    staff, party = (
        reverse("decisions", args=["here", panel.call.code]),
        reverse("decision", args=["here", panel.code(1)]),
    )

    def tells(person: Person, page: str) -> bool:
        client = Client()
        client.force_login(person)
        return draw.get_absolute_url() in client.get(page).content.decode()

    assert tells(panel.one, staff)
    panel.decided(S, N)
    assert not tells(panel.lead(1), party)  # its number is not known
    drawing.pick_draw(draw=draw, number=ROLLS, actor=panel.one, now=panel.now)
    assert tells(panel.lead(1), party)
    Draw.objects.update(document=draw.document.replace(panel.code(1), "0" * 10))
    assert not tells(panel.lead(1), party)  # a draw among others
    tie(panel, 0)
    assert not tells(panel.one, staff)
    assert tells(panel.two, staff)
