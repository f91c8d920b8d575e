"""Sessions as iCalendar: one for who reads it signed in, and a feed that may safely be seen by others."""

from collections.abc import Iterable
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event
from icalendar.enums import STATUS

from copractice.cohorts.models import Cohort, Session
from copractice.communities.queries import read_text

PRODUCT = "-//Copractice//Sessions//EN"


def calendar_of(
    cohort: Cohort, sessions: Iterable[Session], *, language: str, host: str, site: str, is_public: bool
) -> bytes:
    """Return sessions as one calendar, canceled ones marked as such.

    A public calendar tells when a session is and links to its page, which asks who reads it; the place, the
    link to join and the agenda are left out: an address of a calendar travels, and young people meet there.
    `host` makes each event's identity unique; `site` begins the links.
    """
    title = read_text(cohort.title, language).text
    identity = f"{cohort.code}@{host}"
    calendar = Calendar.new(prodid=PRODUCT, name=title, language=language, uid=identity)
    for session in sessions:
        event = _event(session, cohort, language=language, host=host, site=site)
        if not is_public:
            event.location = session.place or session.link or None
            event.description = "\n".join(part for part in (session.link, _page(session, site)) if part)
        calendar.add_component(event)
    calendar.add_missing_timezones()
    content: bytes = calendar.to_ical()
    return content


def _event(session: Session, cohort: Cohort, *, language: str, host: str, site: str) -> Event:
    zone = ZoneInfo(cohort.community.time_zone)
    return Event.new(
        uid=f"{session.code}@{host}",
        stamp=session.changed_at,
        last_modified=session.changed_at,
        sequence=session.revision - 1,
        status=STATUS.CANCELLED if session.canceled_at else STATUS.CONFIRMED,
        summary=read_text(session.title, language).text,
        description=_page(session, site),
        url=_page(session, site),
        start=session.starts_at.astimezone(zone),
        end=session.ends_at.astimezone(zone),
    )


def _page(session: Session, site: str) -> str:
    return f"{site}{session.get_absolute_url()}"
