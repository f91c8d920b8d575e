"""Information sessions as iCalendar: with their time zone, and with canceled ones marked as such."""

from collections.abc import Iterable
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event
from icalendar.enums import STATUS

from copractice.calls.models import Call, InformationSession
from copractice.communities.queries import read_text

PRODUCT = "-//Copractice//Information sessions//EN"


def calendar_of(
    call: Call, sessions: Iterable[InformationSession], *, language: str, host: str, page: str
) -> bytes:
    """Return sessions as one calendar, in a language where they are written in it.

    `host` makes each event's identity unique in the world and never changes with the text; `page` is the
    address of the call. A calendar that follows the feed takes what is changed by its sequence number.
    """
    title = read_text(call.title, language).text
    identity = f"{call.code}@{host}"
    calendar = Calendar.new(prodid=PRODUCT, name=title, url=page, language=language, uid=identity)
    for session in sessions:
        calendar.add_component(_event(session, call, language=language, host=host, page=page))
    calendar.add_missing_timezones()
    content: bytes = calendar.to_ical()
    return content


def _event(session: InformationSession, call: Call, *, language: str, host: str, page: str) -> Event:
    zone = ZoneInfo(call.time_zone)
    link = f"{session.link}\n" if session.link else ""
    return Event.new(
        uid=f"{session.code}@{host}",
        stamp=session.changed_at,
        last_modified=session.changed_at,
        sequence=session.revision - 1,
        status=STATUS.CANCELLED if session.canceled_at else STATUS.CONFIRMED,
        summary=read_text(session.title, language).text,
        location=read_text(session.place, language).text,
        description=f"{link}{page}",
        url=page,
        start=session.starts_at.astimezone(zone),
        end=session.ends_at.astimezone(zone),
    )
