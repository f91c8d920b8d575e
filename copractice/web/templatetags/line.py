"""Tags that draw a community's line."""

from dataclasses import dataclass

from django import template

from copractice.web.line import Station, current, sentence
from copractice.web.river import Mark, River, draw

register = template.Library()


@dataclass(frozen=True)
class Drawing:
    """A line ready for its partial: the river, each station with its mark, the current one, the words."""

    size: str
    river: River
    marked: list[tuple[Station, Mark]]
    now: Station
    sentence: str

    @property
    def done_count(self) -> int:
        """Return how many stations lie before the current one."""
        return self.now.number - 1


@register.simple_tag
def draw_line(stations: tuple[Station, ...], size: str) -> Drawing:
    """Return the drawing of a line in one of its sizes: great, slim or compact."""
    now = current(stations)
    drawn = draw(size, now.number)
    return Drawing(size, drawn, list(zip(stations, drawn.marks, strict=True)), now, sentence(stations))
