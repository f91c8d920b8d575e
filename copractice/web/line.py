"""The nine stations of a community's line: what each says of itself, and where the community is."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from copractice.communities.models import Community

STAGES = {
    "convene": gettext_lazy("Convene"),
    "define": gettext_lazy("Define"),
    "call": gettext_lazy("Call"),
    "apply": gettext_lazy("Apply"),
    "review": gettext_lazy("Review"),
    "select": gettext_lazy("Select"),
    "practice": gettext_lazy("Practice"),
    "recommend": gettext_lazy("Recommend"),
    "report": gettext_lazy("Report"),
}


class State(StrEnum):
    """How far a station is."""

    DONE = "done"
    CURRENT = "current"
    LATER = "later"


@dataclass(frozen=True)
class Place:
    """What a stage says of itself: its state, one fact (and the same in full, where there is room), its
    address; and, while it is the current one, what it is doing ("is open") and the number with its words
    inside the great ring ("4", "days left").
    """

    state: State
    fact: str = ""
    fact_in_full: str = ""
    url: str = ""
    doing: str = ""
    figure: str = ""
    figure_words: str = ""


@dataclass(frozen=True)
class Station:
    """One of the nine, ready to draw."""

    number: int
    key: str
    name: str
    state: State
    fact: str
    fact_in_full: str
    url: str
    doing: str
    figure: str
    figure_words: str
    is_here: bool  # the page that is being read belongs to this station


def stations_of(
    community: Community, places: Mapping[str, Place] | None = None, *, here: str = ""
) -> tuple[Station, ...]:
    """Return a community's stations; `places` holds what its stages say, by key, and `here` the page's own."""
    return stations(places or {}, here=here)


def stations(places: Mapping[str, Place], *, here: str = "") -> tuple[Station, ...]:
    """Return the nine stations; a stage that says nothing is an open place, the first of them comes next."""
    strangers = ({*places, here} - {""}) - STAGES.keys()
    if strangers:
        raise ValueError(f"no such station: {', '.join(sorted(strangers))}")
    said = [key for key, place in places.items() if place.state == State.CURRENT]
    if len(said) > 1:
        raise ValueError(f"one station is current, not {len(said)}: {', '.join(said)}")
    now = said[0] if said else _first_not_done(places)
    return tuple(
        _station(number, key, places.get(key) or _open_place(key == now), is_now=key == now, here=here)
        for number, key in enumerate(STAGES, start=1)
    )


def current(line: tuple[Station, ...]) -> Station:
    """Return the station where the community is; the last one, once all are done."""
    return next((station for station in line if station.state == State.CURRENT), line[-1])


def sentence(line: tuple[Station, ...]) -> str:
    """Return the line in words, for who does not see the drawing."""
    now = current(line)
    done = [station.name for station in line if station.state == State.DONE]
    words = _("The line of nine stations. The community is at station %(number)s, %(name)s.")
    text = words % {"number": now.number, "name": now.name}
    return text + " " + _("Done: %(names)s.") % {"names": ", ".join(done)} if done else text


def _first_not_done(places: Mapping[str, Place]) -> str:
    return next((key for key in STAGES if key not in places or places[key].state != State.DONE), "")


def _open_place(is_now: bool) -> Place:
    return Place(State.CURRENT, _("comes first")) if is_now else Place(State.LATER, _("open place"))


def _station(number: int, key: str, place: Place, *, is_now: bool, here: str) -> Station:
    return Station(
        number=number,
        key=key,
        name=str(STAGES[key]),
        state=State.CURRENT if is_now else place.state,
        fact=place.fact,
        fact_in_full=place.fact_in_full or place.fact,
        url=place.url,
        doing=place.doing or _("comes next"),
        figure=place.figure or str(number),
        figure_words=place.figure_words or str(STAGES[key]),
        is_here=key == here,
    )
