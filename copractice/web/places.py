"""What each stage says of itself on a community's line; a stage that is not built yet says nothing."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from copractice.communities.models import Community
from copractice.convening.queries.convenings import latest
from copractice.convening.queries.priorities import count_of
from copractice.convening.states import ConveningState
from copractice.web.line import Place, State


def places_of(community: Community) -> dict[str, Place]:
    """Return the stages that have something to say, by key."""
    convene = _convene(community)
    return {"convene": convene} if convene else {}


def _convene(community: Community) -> Place | None:
    convening = latest(community)
    if convening is None:
        return None
    adopted, people = count_of(community)
    if convening.state == ConveningState.OPEN:
        url, now = reverse("join"), _("voting is open")
        return Place(State.CURRENT, now, url=url, doing=_("is open"), figure_words=_("vote now"))
    if adopted:
        fact = ngettext("%(n)d priority", "%(n)d priorities", adopted) % {"n": adopted}
        in_full = _("%(priorities)s from %(people)d people") % {"priorities": fact, "people": people}
        return Place(State.DONE, fact, in_full if people else fact, convening.get_absolute_url())
    return Place(State.CURRENT, _("votes are counted"), doing=_("is closed"))
