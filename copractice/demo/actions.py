"""Making the demo in an empty database, and remaking one; a database with real data is never touched."""

from datetime import datetime, timedelta

from django.core.management import call_command
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from copractice.communities.models import Community
from copractice.demo import (
    applications,
    assessments,
    cohorts,
    convening,
    definition,
    impact,
    opening,
    organizations,
    recommendations,
    review,
    selection,
)
from copractice.demo.models import Demo
from copractice.ledger.states import require
from copractice.notices.models import Notice
from copractice.notices.states import NoticeState
from copractice.people.models import Person

CHAPTERS = (  # of the story, in the order in which they are told
    opening,
    organizations,
    convening,
    definition,
    applications,
    review,
    selection,
    cohorts,
    assessments,
    recommendations,
    impact,
)


def is_demo() -> bool:
    """Say whether this database was made as a demo."""
    return Demo.objects.exists()


def is_empty() -> bool:
    """Say whether nobody has begun to use this database."""
    return not Person.objects.exists() and not Community.objects.exists()


@transaction.atomic
def make_demo(*, now: datetime) -> bool:
    """Tell the demo's story in an empty database; returns False when the demo stands already."""
    if is_demo():
        return False
    require(is_empty(), _("This database holds real data, so it cannot become a demo. Use an empty one."))
    Demo.objects.create(pk=1, made_at=now)
    for chapter in CHAPTERS:
        chapter.tell(now=now)
    _let_old_mail_arrive(now)
    return True


def renew_demo(*, now: datetime) -> None:
    """Empty a demo database and tell the story again, with dates counted from `now`."""
    require(is_demo() or is_empty(), _("This database is not a demo, so it is left as it is."))
    with transaction.atomic():
        call_command("flush", interactive=False, verbosity=0)
        make_demo(now=now)


def _let_old_mail_arrive(now: datetime) -> None:
    """Mark the story's mail as sent: in the story it arrived, and no outbox is years behind."""
    old = Notice.objects.filter(state=NoticeState.QUEUED, created_at__lt=now - timedelta(hours=1))
    old.filter(secret=True).update(state=NoticeState.SENT, sent_at=F("created_at"), tries=1, text="")
    old.update(state=NoticeState.SENT, sent_at=F("created_at"), tries=1)
