"""A visitor checks a draw in the browser: it comes out the same, and another number does not fit."""

from datetime import UTC, datetime

from copractice.communities.models import Community, Membership
from copractice.people.models import Person
from copractice.selection.actions.drawing import pick_draw
from tests.journeys.conftest import Visit
from tests.world_review import make_reviewed
from tests.world_selection import make_chosen

ROLLS = "4 2 6 1 3 5 5 2 1 6 3 3 4 2 1 6 5 4 1 2"


def test_a_draw_is_checked_in_the_browser(visit: Visit) -> None:
    now = datetime.now(UTC)
    community = Community.objects.get(slug="demo-stem")
    coordinator = Person.objects.get(email="coordinator-01@example.org")
    staff = Membership.objects.filter(community=community, until=None)
    reviewed = make_reviewed(community, coordinator, now)
    chosen = make_chosen(reviewed, staff.get(role="coordinator"), staff.get(role="owner"), now)
    draw = pick_draw(draw=chosen.draw, number=ROLLS, actor=coordinator, now=now)
    page = visit()
    page.goto(draw.get_absolute_url())
    page.get_by_role("button", name="Check the draw").click()
    page.get_by_text(f"The draw comes out the same: {draw.picked['people'][0]}").wait_for()
    page.get_by_label("The public number").fill("123")
    page.get_by_role("button", name="Check the draw").click()
    page.get_by_text("This does not fit:").wait_for()
